import { describe, expect, test } from 'vitest';
import { parseCsv } from '../csv.ts';
import { usualPolicy } from '../policy.ts';
import { modelFindings } from './findings.ts';
import { remediesFor, shapeOf } from './remedies.ts';

const linesOf = (text: string) => {
	const csv = parseCsv(text.trim());
	return [csv.header, ...csv.records.map(({ cells }) => cells)];
};
const made = (text: string) =>
	remediesFor(linesOf(text), usualPolicy).map(({ remedy, rows }) => [
		remedy,
		rows.map((row) => row.join())
	]);
const fails = ([header = [], ...rows]: readonly (readonly string[])[]) =>
	(modelFindings(header, rows, usualPolicy) ?? []).filter(({ level }) => level === 'fail');

describe('a survival table', () => {
	test('is pooled under its own names; a column that says more of each time is left out', () => {
		const table = `# by arm
strata,time,n.risk,n.event,n.censor,surv,std.err
a,1,100,12,0,0.88,0.03
a,2,88,3,0,0.85,0.04
a,3,85,9,10,0.76,0.05
a,4,66,2,1,0.737,0.05
b,1,9,9,0,0,0`;
		expect(shapeOf(linesOf(table))).toBe('survival');
		expect(made(table)).toEqual([
			[
				'pool',
				[
					'# by arm',
					'strata,time,n.risk,n.event,n.censor,surv',
					'a,1,100,12,0,0.88',
					'a,3,88,12,10,0.76'
				]
			]
		]);
	});

	test('says who left where it did not, so that nothing is derived from the rounded curve', () => {
		const [found] = remediesFor(
			linesOf('time,at_risk,survival\n1,900,0.97\n2,873,0.967\n3,870,0.77'),
			usualPolicy
		);
		expect(found?.rows[0]).toEqual(['time', 'at_risk', 'events', 'censored', 'survival']);
		expect(fails(found?.rows ?? [])).toEqual([]);
	});

	test('that is safe, contradicts itself, or has too few people in every group is left alone', () => {
		expect(made('time,at_risk,events\n1,100,20\n2,80,20')).toEqual([]);
		expect(made('time,at_risk,events\n2,50,3\n1,40,10')).toEqual([]);
		expect(made('time,at_risk,events\n1,9,3\n2,6,3')).toEqual([]);
	});

	test('has no failing time once pooled, whatever it was', () => {
		let seed = 5;
		const next = (sides: number): number => {
			seed = (seed * 48_271) % 2_147_483_647;
			return seed % sides;
		};
		let pooled = 0;
		for (let run = 0; run < 200; run++) {
			const lines = [['time', 'at_risk', 'events', 'censored', 'survival']];
			let left = 20 + next(300);
			let survival = 1;
			for (let time = 1; time <= 30 && left > 0; time++) {
				const events = Math.min(left, next(7));
				const censored = Math.min(left - events, next(5));
				survival *= 1 - events / left;
				lines.push([time, left, events, censored, survival.toFixed(4)].map(String));
				left -= events + censored;
			}
			for (const { rows } of remediesFor(lines, usualPolicy)) {
				pooled++;
				expect(fails(rows)).toEqual([]);
			}
		}
		expect(pooled).toBeGreaterThan(100);
	});
});

describe('other results', () => {
	test('a ratio whose totals give the four cells away stays without them', () => {
		expect(made('group,odds_ratio,exposed,unexposed,cases\nsmokers,1.57,40,60,10')).toEqual([
			['totals', ['group,odds_ratio', 'smokers,1.57']]
		]);
		expect(made('odds_ratio,exposed,unexposed,cases\n1.77,400,600,300')).toEqual([]);
	});

	test('a model loses its column of residuals, a file of people is offered nothing', () => {
		expect(made('term,estimate,std_error,n,.resid\nage,0.1,0.02,300,0.4')).toEqual([
			['people', ['term,estimate,std_error,n', 'age,0.1,0.02,300']]
		]);
		expect(made('patient,.fitted\n1,0.4')).toEqual([]);
	});
});

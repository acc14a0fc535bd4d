import { describe, expect, test } from 'vitest';
import { parseCsv } from '../csv.ts';
import { usualPolicy } from '../policy.ts';
import { modelFindings } from './findings.ts';
import { solveOddsRatio } from './odds-ratio.ts';
import { judgeSurvival, pool, type Step } from './survival.ts';

const linesOf = (text: string) => {
	const csv = parseCsv(text.trim());
	return [csv.header, ...csv.records.map(({ cells }) => cells)];
};
const found = (text: string) => {
	const [header = [], ...rows] = linesOf(text);
	return modelFindings(header, rows, usualPolicy)?.map(({ rule, level }) => `${level} ${rule}`);
};

/** Small whole numbers, the same on each run. */
function dice(seed: number): (sides: number) => number {
	let state = seed;
	return (sides) => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
		return Math.floor((state / 0x80000000) * sides);
	};
}

describe('a survival table', () => {
	const table = `time,n.risk,n.event,n.censor,estimate
1,100,12,0,0.88
2,88,3,0,0.85
3,85,9,10,0.76
4,66,2,1,0.737`;

	test('fails at each time at which few leave, and is pooled', () => {
		expect(found(table)).toEqual(['fail threshold', 'fail threshold', 'fail threshold']);
		const steps = judgeSurvival(linesOf(table), usualPolicy)?.pooled[0]?.steps;
		expect(
			steps?.map(({ time, atRisk, events, censored }) => [time, atRisk, events, censored])
		).toEqual([
			[1, 100, 12, 0],
			[3, 88, 12, 10]
		]);
		expect(steps?.[1]?.survival).toBeCloseTo(0.88 * (1 - 12 / 88), 12);
	});

	test('without its events gives them away by the drop and the people at risk', () => {
		expect(found('time,at_risk,survival\n1,100,0.97\n2,97,0.77')).toContain('fail threshold');
	});

	test('that contradicts itself is for a person to look at', () => {
		expect(found('time,at_risk,events\n2,50,10\n1,40,10')).toEqual(['review needs-evidence']);
		expect(found('time,at_risk,events\n1,50,70\n2,40,10')).toEqual(['review needs-evidence']);
	});

	test('is judged by its own groups', () => {
		const two = 'group,time,at_risk,events,censored\na,1,100,50,0\nb,1,9,9,0';
		const judged = judgeSurvival(linesOf(two), usualPolicy);
		expect(judged?.findings.map(({ where }) => where)).toEqual(['group “b”, time 1']);
		expect(judged?.pooled.map(({ steps }) => steps.length)).toEqual([1, 0]);
	});

	test('once pooled has nothing small left in it, whatever it was', () => {
		for (let seed = 1; seed <= 300; seed++) {
			const roll = dice(seed);
			const steps: Step[] = [];
			let left = 20 + roll(300);
			for (let time = 1; time <= 40 && left > 0; time++) {
				const events = Math.min(left, roll(7));
				const censored = Math.min(left - events, roll(5));
				steps.push({ time, atRisk: left, events, censored, survival: 1 });
				left -= events + censored;
			}
			const pooled = pool(steps, usualPolicy);
			for (const [index, step] of pooled.entries()) {
				const next = pooled[index + 1]?.atRisk ?? step.atRisk - step.events - step.censored;
				expect(step.atRisk).toBeGreaterThanOrEqual(10);
				for (const count of [step.events, step.censored, next])
					expect(count === 0 || count >= 10).toBe(true);
				expect(step.atRisk - step.events - step.censored).toBe(next);
			}
		}
	});
});

describe('a ratio with its totals', () => {
	const half = 0.005;
	test('gives away every four-fold table that fits, as counting through all of them finds', () => {
		for (let seed = 1; seed <= 200; seed++) {
			const roll = dice(seed);
			const [a, b, c, d] = [1 + roll(30), 1 + roll(60), 1 + roll(30), 1 + roll(60)];
			const kind = roll(2) === 0 ? 'odds' : 'risk';
			const of = (cells: readonly number[]): number => {
				const [w = 0, x = 0, y = 0, z = 0] = cells;
				return kind === 'odds' ? (w * z) / (x * y) : w / (w + x) / (y / (y + z));
			};
			const value = Math.round(of([a, b, c, d]) * 100) / 100;
			const totals = { exposed: a + b, unexposed: c + d, cases: a + c };
			const brute: number[][] = [];
			for (let w = 0; w <= totals.exposed; w++) {
				const cells = [w, totals.exposed - w, totals.cases - w, d + c - (totals.cases - w)];
				const fits = of(cells) >= value - half && of(cells) <= value + half;
				if (cells.every((cell) => cell >= 0) && fits) brute.push(cells);
			}
			expect(solveOddsRatio({ kind, low: value - half, high: value + half, ...totals })).toEqual(
				brute
			);
		}
	});

	test.each([
		['1.57,40,60,10', 'fail threshold'],
		['1.77,400,600,300', undefined],
		['9.99,10,10,2', 'review needs-evidence'],
		['0.00,50,50,20', 'review class'],
		['many,50,50,20', 'review needs-evidence']
	])('%s', (line, told) => {
		const findings = found(`odds_ratio,exposed,unexposed,cases\n${line}`) ?? ['none'];
		expect(findings[0]).toBe(told);
	});

	test('that leaves several tables open is for a person to look at', () => {
		expect(found('risk_ratio,exposed,unexposed,cases\n1,1000,1000,23')).toEqual([
			'review threshold'
		]);
	});
});

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conflictRules } from '../../src/domain/workspaces/rules/conflicts.ts';
import { steps } from '../../workspaces/deidentify/engine.ts';
import { failing } from './classes-checks.ts';
import { made, period, put } from './classes-made.ts';
import { describeColumn, everyClass } from './classes-scene.ts';
import { rewrite } from './deidentify-scene.ts';

let place: Awaited<ReturnType<typeof everyClass>>;
beforeAll(async () => {
	place = await everyClass(500);
}, 120_000);
afterAll(() => {
	place.remove();
});

const later = (name: string, run: (release: string) => Promise<unknown> | undefined) => ({
	steps: steps.flatMap((step) =>
		step.name === 'pseudonyms'
			? [
					step,
					{
						name: 'mutant',
						title: name,
						run: async ({ release }: { release: string }) => {
							await run(release);
							return {};
						}
					}
				]
			: [step]
	)
});

test.each(['visit_occurrence', 'measurement', 'death'])(
	'a check fails when opt-outs are skipped on %s alone',
	async (table) => {
		const because = { basis: 'A test', ref: 'T1' };
		const without = await made(place, { optOut: { ndoo: 'exempt', t1oo: 'exempt', ...because } });
		const mutant = await made(
			place,
			{},
			later('skips', (release) => {
				copyFileSync(join(without.out, `${table}.parquet`), join(release, `${table}.parquet`));
				return undefined;
			})
		);
		expect(await failing(mutant)).toContain(
			'people are pseudonyms of people who have not opted out'
		);
	},
	60_000
);

test('a check fails when people are named by a hash without a key', async () => {
	const hash = `sha256(person_id::varchar)`;
	const mutant = await made(
		place,
		{},
		later('unkeyed', (release) =>
			rewrite(
				join(release, 'person.parquet'),
				`select * replace ((substr(${hash}, 1, 12) || '8' || substr(${hash}, 14, 3) || 'a' || substr(${hash}, 18, 15))::uuid as person_id) from t`
			)
		)
	);
	expect(await failing(mutant)).toContain('people are pseudonyms of people who have not opted out');
}, 60_000);

test('the gate stays shut when a deprivation rank, or a birth date as a day, is let through', async () => {
	const source = place.copy();
	await rewrite(join(source, 'person.parquet'), 'select *, person_id::integer as imd_rank from t');
	describeColumn(source, 'person', { name: 'imd_rank', type: 'INTEGER', class: 'C16' });
	const ranked = await made(place, {}, {}, source);
	expect(ranked.report.gate['verdict']).toBe('shut');
	const dated = place.copy();
	describeColumn(dated, 'person', { name: 'birth_datetime', class: 'C09' });
	const born = await made(place, {}, {}, dated);
	expect(born.report.gate['verdict']).toBe('shut');
}, 60_000);

const lsoa = { place: 'lsoa', reasons: { place: 'Pollution is measured by small area.' } };
test.each([
	['practice-and-small-area', lsoa],
	['one-deprivation-measure', { deprivation: ['imd_decile', 'imd_quintile'] }],
	['one-date-mode', { tables: [{ name: 'death', ...period, dates: 'shift' }] }],
	[
		'clipped-window',
		{ dates: { mode: 'shift' }, tables: [{ name: 'death', from: '2026-01-01', to: '2026-10-31' }] }
	],
	['reasons', { rareCodes: 'keep' }]
])(
	'a run is refused by %s, and by nothing else without it',
	async (rule, changes) => {
		const kept = await made(place, changes);
		expect(kept.report.gate['verdict']).toBe('shut');
		expect(kept.events.find(({ status }) => status === 'failed')?.detail['code']).toBe(
			'VALIDATOR_CONFLICT'
		);
		const at = conflictRules.findIndex(({ name }) => name === rule);
		const restore = put(conflictRules as { name: string; find: unknown }[], at, {
			name: rule,
			find: () => []
		});
		try {
			const without = await made(place, changes);
			expect(without.events.some(({ detail }) => detail['code'] === 'VALIDATOR_CONFLICT')).toBe(
				false
			);
		} finally {
			restore();
		}
	},
	60_000
);

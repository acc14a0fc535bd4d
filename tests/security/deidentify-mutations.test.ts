import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conflictRules } from '../../src/domain/workspaces/rules/conflicts.ts';
import { domains, limits, treatments } from '../../workspaces/deidentify/classes.ts';
import { dayForms } from '../../workspaces/deidentify/dates.ts';
import { steps } from '../../workspaces/deidentify/engine.ts';
import { fiveGroups } from '../../workspaces/deidentify/groups.ts';
import { treating } from '../../workspaces/deidentify/treat.ts';
import { precision } from '../../workspaces/deidentify/trims.ts';
import { failing, type Made } from './classes-checks.ts';
import { describeColumn, everyClass } from './classes-scene.ts';
import { ran, rewrite, rulesFor } from './deidentify-scene.ts';

/**
 * Each rule of the tables of rules is taken away, or put wrong, in turn; the engine is run, and at
 * least one check must fail (deidentification.md §8.4). Nothing of ours is replaced but rules.
 */
type Patch = {
	readonly name: string;
	readonly patch: () => () => void;
	readonly mode?: Made['mode'];
};

let place: Awaited<ReturnType<typeof everyClass>>;
beforeAll(async () => {
	place = await everyClass(500);
}, 120_000);
afterAll(() => {
	place.remove();
});

const period = { from: '2015-01-01', to: '2026-10-31' };
const tables = ['person', 'visit_occurrence', 'measurement', 'death'].map((name) => ({
	name,
	...(name === 'person' ? {} : period)
}));

async function made(changes: object = {}, more: object = {}, source = place.source): Promise<Made> {
	const out = place.out();
	const mode = (changes as { dates?: { mode: Made['mode'] } }).dates?.mode ?? 'exact';
	const rules = rulesFor({ tables, ...changes });
	const result = await ran({ source, lists: join(source, 'lists'), rules, out, ...more });
	return { ...result, source, out, mode, period };
}

/** Puts something else in a table of rules; answers how to put it back. */
function put<T extends object>(table: T, name: keyof T, value: unknown): () => void {
	const before = table[name];
	(table as Record<keyof T, unknown>)[name] = value;
	return () => {
		table[name] = before;
	};
}

const treated = (code: keyof typeof treatments, as: string): Patch => ({
	name: `${code} is treated as ${as}`,
	patch: () => put(treatments, code, as)
});

const patches: readonly Patch[] = [
	...(
		[
			'C01',
			'C02',
			'C03',
			'C04',
			'C05',
			'C06',
			'C07',
			'C08',
			'C12',
			'C13',
			'C14',
			'C15',
			'C16',
			'C17',
			'C18',
			'C19',
			'C20',
			'C21',
			'C22',
			'C23',
			'C24'
		] as const
	).map((code) => treated(code, 'keep')),
	treated('C09', 'drop'),
	treated('C10', 'keep'),
	treated('C11', 'drop'),
	treated('C16', 'drop'),
	treated('C18', 'drop'),
	...(['exact', 'shift', 'month', 'relative'] as const).map((mode): Patch => ({
		name: `days of mode ${mode} leave in another form`,
		mode,
		patch: () =>
			put(
				dayForms[mode],
				'sql',
				dayForms[mode === 'exact' ? 'shift' : 'exact'].sql === dayForms[mode].sql
					? () => 'null::date'
					: mode === 'exact'
						? (day: string) => `(${day} + 1)`
						: (day: string) => day
			)
	})),
	{
		name: 'organisations share the domain of people',
		patch: () => put(domains, 'organisation', 'person')
	},
	{ name: 'staff share the domain of organisations', patch: () => put(domains, 'staff', 'org') },
	{
		name: 'households share the domain of visits',
		patch: () => put(domains, 'household', 'record:visit_occurrence')
	},
	{ name: 'one person is enough to share a code', patch: () => put(limits, 'minimumPersons', 1) },
	{ name: 'ages are told up to 200', patch: () => put(limits, 'topAge', 200) },
	{ name: 'no household is an institution', patch: () => put(limits, 'household', 1e9) },
	{ name: 'a sixth ethnic group leaves', patch: () => put(fiveGroups as string[], 5, '8557') },
	{
		name: 'pressures leave with nine decimals',
		patch: () => put(precision as Record<number, number>, 3004249, 9)
	},
	{
		name: 'a birth date leaves as a date',
		patch: () => put(treating, 'birth', treating.day)
	}
];

test('nothing is found wrong before a rule is taken away', async () => {
	for (const mode of ['exact', 'shift', 'month', 'relative'] as const)
		expect(await failing(await made({ dates: { mode } }))).toEqual([]);
}, 60_000);

test.each(patches)(
	'a check fails when $name',
	async ({ patch, mode = 'exact' }) => {
		const restore = patch();
		try {
			const failed = await failing(await made({ dates: { mode } }));
			expect(failed.length).toBeGreaterThan(0);
		} finally {
			restore();
		}
		if (fiveGroups.length > 5) (fiveGroups as string[]).length = 5;
	},
	60_000
);

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
		const without = await made({ optOut: { ndoo: 'exempt', t1oo: 'exempt', ...because } });
		const mutant = await made(
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
	const ranked = await made({}, {}, source);
	expect(ranked.report.gate['verdict']).toBe('shut');
	const dated = place.copy();
	describeColumn(dated, 'person', { name: 'birth_datetime', class: 'C09' });
	const born = await made({}, {}, dated);
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
		const kept = await made(changes);
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
			const without = await made(changes);
			expect(without.events.some(({ detail }) => detail['code'] === 'VALIDATOR_CONFLICT')).toBe(
				false
			);
		} finally {
			restore();
		}
	},
	60_000
);

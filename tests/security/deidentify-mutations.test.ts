import { afterAll, beforeAll, expect, test } from 'vitest';
import { domains, limits, treatments } from '../../workspaces/deidentify/classes.ts';
import { dayForms } from '../../workspaces/deidentify/dates.ts';
import { fiveGroups } from '../../workspaces/deidentify/groups.ts';
import { treating } from '../../workspaces/deidentify/treat.ts';
import { precision } from '../../workspaces/deidentify/trims.ts';
import { failing, type Made } from './classes-checks.ts';
import { made, put } from './classes-made.ts';
import { everyClass } from './classes-scene.ts';

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
		expect(await failing(await made(place, { dates: { mode } }))).toEqual([]);
}, 60_000);

/** All in the long tests; in the short ones every third, named by the tests that run. */
const tried = patches.filter((_, at) => process.env['ALDGATE_LONG'] === '1' || at % 3 === 0);

test.each(tried)(
	'a check fails when $name',
	async ({ patch, mode = 'exact' }) => {
		const restore = patch();
		try {
			const failed = await failing(await made(place, { dates: { mode } }));
			expect(failed.length).toBeGreaterThan(0);
		} finally {
			restore();
		}
		if (fiveGroups.length > 5) (fiveGroups as string[]).length = 5;
	},
	60_000
);

import * as v from 'valibot';

const facts = ['age', 'sex', 'race', 'ethnicity', 'region', 'deprivation'] as const;

/** Facts that can be tried with and without, as people read them. */
export const factNames = [
	{ value: 'age', label: 'Age' },
	{ value: 'sex', label: 'Sex' },
	{ value: 'race', label: 'Ethnic group' },
	{ value: 'ethnicity', label: 'Ethnicity' },
	{ value: 'region', label: 'Region' },
	{ value: 'deprivation', label: 'Deprivation' }
] as const satisfies readonly { value: (typeof facts)[number]; label: string }[];

const bands = [1, 5, 10, 20] as const;

/** What the vault answers to a trial. */
export const WouldBe = v.object({
	persons: v.number(),
	classes: v.number(),
	minimumK: v.number(),
	uniques: v.number(),
	below: v.number(),
	suppressed: v.number(),
	maximumRisk: v.number(),
	meanRisk: v.number(),
	sizes: v.array(v.object({ alike: v.string(), persons: v.number() })),
	known: v.array(v.string())
});

/** Fewest and most people who can be asked to be alike. */
const alike = { least: 2, most: 50 } as const;

/**
 * A trial out of a page's address; a part that is missing is as at first: everything, single years,
 * five. `problem` says what cannot be tried about what was typed.
 */
export function askedOf(query: URLSearchParams) {
	const asked = query.getAll('facts');
	const band = Number(query.get('band'));
	const typed = query.get('k')?.trim() ?? '5';
	const k = Number(typed);
	const sound = Number.isInteger(k) && k >= alike.least && k <= alike.most;
	return {
		choice: {
			facts: query.has('band') ? facts.filter((name) => asked.includes(name)) : [...facts],
			band: bands.find((one) => one === band) ?? 1,
			k: sound ? k : 5
		},
		typed,
		problem: sound
			? null
			: `Enter a whole number from ${String(alike.least)} to ${String(alike.most)}`
	};
}

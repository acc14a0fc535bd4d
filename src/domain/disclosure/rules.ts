/** Rules that make a cell unsafe, and rules that a person must look at (interfaces.md, `table`). */
export const unsafeRules = [
	'threshold',
	'dominance',
	'p-percent',
	'pq',
	'quantile',
	'endpoint',
	'degrees-of-freedom',
	'differencing'
] as const;
export const reviewRules = [
	'zero',
	'class',
	'organisation',
	'negative',
	'missing',
	'needs-evidence'
] as const;
export type Rule = (typeof unsafeRules)[number] | (typeof reviewRules)[number];

export type Verdict = 'pass' | 'review' | 'fail';
export type Status = 'safe' | 'review' | 'unsafe' | 'empty';

const unsafe: ReadonlySet<Rule> = new Set(unsafeRules);

/** The status that a set of broken rules gives a cell that is not empty. */
export function status(rules: readonly Rule[]): Exclude<Status, 'empty'> {
	if (rules.some((rule) => unsafe.has(rule))) return 'unsafe';
	return rules.length > 0 ? 'review' : 'safe';
}

const order: Readonly<Record<Verdict, number>> = { pass: 0, review: 1, fail: 2 };

/** The worse of several verdicts; of none, `pass`. */
export const worst = (verdicts: readonly Verdict[]): Verdict =>
	verdicts.reduce<Verdict>((a, b) => (order[b] > order[a] ? b : a), 'pass');

type Words = { readonly name: string; readonly means: string; readonly remedy: string };

/**
 * What a researcher is told of a rule: its name, what it guards against and what to do, never a
 * parameter of a concentration rule nor what stands behind a cell (settled.md 17).
 */
export const words = {
	threshold: {
		name: 'Small count',
		means: 'Too few people stand behind this cell.',
		remedy: 'Suppress it, or combine it with a neighbouring group.'
	},
	dominance: {
		name: 'Dominance',
		means: 'A few contributors make up most of this cell.',
		remedy: 'Suppress it, or combine it with a neighbouring group.'
	},
	'p-percent': {
		name: 'Close estimate',
		means: 'One contributor could estimate another too closely from this cell.',
		remedy: 'Suppress it, or combine it with a neighbouring group.'
	},
	pq: {
		name: 'Close estimate',
		means: 'One contributor could estimate another too closely from this cell.',
		remedy: 'Suppress it, or combine it with a neighbouring group.'
	},
	quantile: {
		name: 'Thin tail',
		means: 'Too few people lie beyond this quantile.',
		remedy: 'Ask for a quantile nearer the middle, or combine groups.'
	},
	endpoint: {
		name: 'Extreme value',
		means: 'A smallest or largest value belongs to too few people.',
		remedy: 'Publish a quantile, such as the 5th or 95th percentile, instead.'
	},
	'degrees-of-freedom': {
		name: 'Degrees of freedom',
		means: 'Too few people stand behind this measure, or it fits all of them exactly.',
		remedy: 'Combine groups, or leave the measure out.'
	},
	differencing: {
		name: 'Earlier release',
		means: 'An earlier release makes this cell recoverable.',
		remedy: 'Use the same groups as the earlier release, or suppress the cell.'
	},
	zero: {
		name: 'Zero',
		means: 'An empty cell or a value of zero says something of everyone in the group.',
		remedy: 'Explain why a zero is expected here, or combine groups.'
	},
	class: {
		name: 'Class disclosure',
		means: 'Nearly everyone in the group shares one answer.',
		remedy: 'Combine categories so that no group is nearly all of one kind.'
	},
	organisation: {
		name: 'Organisation',
		means: 'Too few organisations stand behind this cell, or it names one.',
		remedy: 'Combine areas or organisations, or ask for the controller’s consent.'
	},
	negative: {
		name: 'Negative values',
		means: 'Values below zero hide who dominates the cell.',
		remedy: 'Publish gains and losses apart, or explain the values to the checker.'
	},
	missing: {
		name: 'Missing values',
		means: 'Many records in this cell have no value.',
		remedy: 'Say how missing values were treated.'
	},
	'needs-evidence': {
		name: 'Needs evidence',
		means: 'The figures cannot be traced to people by us.',
		remedy: 'Ask for the table as one select with group by over the tables of the workspace.'
	}
} as const satisfies Record<Rule, Words>;

import { organisationLimits, type Policy } from '../policy.ts';
import { shownRounding, type ShownRounding } from '../rounding/schema.ts';

/** One line of a policy as its page shows it. Confidential lines are never on a researcher's screen. */
export type Parameter = {
	readonly key: string;
	readonly label: string;
	readonly value: string;
	readonly confidential: boolean;
};

const off = 'off';
const percent = (share: number): string => `${String(Math.round(share * 1e6) / 1e4)} %`;

/** Every parameter of a policy in words, in the order of the rules. */
export function parameters(policy: Policy): Parameter[] {
	const { dominance, pq, organisations, rounding, structural } = policy;
	const secret = (key: string, label: string, value: string) => ({
		...open(key, label, value),
		confidential: true
	});
	return [
		...limitParameters(policy.threshold, rounding === null ? [] : [shownRounding(rounding)]),
		secret(
			'dominance',
			'Dominance (n,k)',
			dominance === null ? off : `${number(dominance.n)} hold over ${number(dominance.k)} %`
		),
		secret('pPercent', 'p %', policy.pPercent === null ? off : `${number(policy.pPercent)} %`),
		secret('pq', 'p,q', pq === null ? off : `${number(pq.p)}, ${number(pq.q)}`),
		secret('degreesOfFreedom', 'Degrees of freedom', number(policy.degreesOfFreedom)),
		secret('classShare', 'Class disclosure above', share(policy.classShare)),
		secret('missingShare', 'Missing values above', share(policy.missingShare)),
		secret('zerosDisclose', 'Zeros disclose', yes(policy.zerosDisclose)),
		secret(
			'structural',
			'Zeros and end points that say nothing',
			structural === null
				? 'none'
				: `${number(structural.zeros.length)} zeros, ${number(structural.ends.length)} end points`
		),
		secret(
			'organisations',
			'Organisations behind a cell',
			organisations === null
				? off
				: organisationLimits(policy)
						.map(
							({ column, minimum, share: most }) =>
								`at least ${number(minimum)}, none over ${percent(most)} (${column})`
						)
						.join('; ')
		),
		secret('secondary', 'Secondary suppression', yes(policy.secondary)),
		secret('maximumRows', 'Most rows of a table', number(policy.maximumRows))
	];
}

const open = (key: string, label: string, value: string): Parameter => ({
	key,
	label,
	value,
	confidential: false
});
const number = (value: number | null): string =>
	value === null ? off : value.toLocaleString('en-GB');

/** The parameters that anybody may know; of several roundings the strictest holds. */
export function limitParameters(
	threshold: number | null,
	roundings: readonly ShownRounding[]
): Parameter[] {
	const said = [...new Set(roundings.map(roundingWords))];
	const words = said.length > 1 ? `the strictest of ${said.join('; ')}` : (said[0] ?? off);
	return [
		open('threshold', 'Smallest group of people', number(threshold)),
		open('rounding', 'Rounding demanded', words)
	];
}

const share = (value: number | null): string => (value === null ? off : percent(value));
const yes = (on: boolean): string => (on ? 'yes' : 'no');

const roundingWords = ({ method, base }: ShownRounding): string =>
	base === undefined ? method : `${method}, to ${base.toLocaleString('en-GB')}`;

export type Compared = Parameter & { readonly before: string | null; readonly changed: boolean };

/** A version beside the one before it; `before` is null when there was none. */
export function compare(policy: Policy, previous: Policy | null): Compared[] {
	const old = new Map(
		previous === null ? [] : parameters(previous).map(({ key, value }) => [key, value])
	);
	const same = (key: string): boolean =>
		previous !== null &&
		JSON.stringify(Object.entries(policy).find(([name]) => name === key)) ===
			JSON.stringify(Object.entries(previous).find(([name]) => name === key));
	return parameters(policy).map((one) => ({
		...one,
		before: old.get(one.key) ?? null,
		changed: previous !== null && !same(one.key)
	}));
}

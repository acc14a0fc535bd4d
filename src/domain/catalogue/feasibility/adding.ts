import * as v from 'valibot';
import { isDay } from '#platform/time.ts';
import {
	criterionKinds,
	mostConcepts,
	CriterionSchema,
	type Criterion,
	type CriterionKind
} from '../criterion.ts';

/** What is being added to a builder, as it was typed: each a field of the address. */
export type Adding = {
	readonly kind: CriterionKind;
	readonly find: string;
	readonly concepts: readonly string[];
	/** The version of a code list whose concepts are looked for; empty when they are ticked one by one. */
	readonly list: string;
	readonly include: string;
	readonly from: string;
	readonly to: string;
	readonly low: string;
	readonly high: string;
};

const typed = (query: URLSearchParams, name: string): string =>
	(query.get(name) ?? '').replaceAll('\0', '').trim().slice(0, 80);

/** Reads the fields of "add a criterion" out of an address. */
export const addingOf = (query: URLSearchParams): Adding => ({
	kind: criterionKinds.find((kind) => kind === query.get('kind')) ?? 'drug',
	find: typed(query, 'look'),
	concepts: query.getAll('concept').filter((id) => /^\d{1,15}$/.test(id)),
	list: typed(query, 'list'),
	include: query.get('include') === 'not' ? 'not' : 'has',
	from: typed(query, 'since'),
	to: typed(query, 'until'),
	low: typed(query, 'low'),
	high: typed(query, 'high')
});

/** The names of those fields: none of them is part of a cohort. */
export const addingNames = [
	'kind',
	'look',
	'concept',
	'list',
	'include',
	'since',
	'until',
	'low',
	'high',
	'add',
	'remove',
	'search'
] as const;

export type Added =
	| { readonly ok: true; readonly criterion: Criterion }
	| { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

const isNumber = (text: string) => /^-?\d{1,9}(\.\d{1,6})?$/.test(text);

function mistakes(
	{ kind, concepts, list, from, to, low, high }: Adding,
	listed: readonly number[]
): Record<string, string> {
	const wrong: Record<string, string> = {};
	if (list === '' && concepts.length === 0)
		wrong['concept'] = 'Look for something and tick at least one of it, or choose a code list';
	if (list !== '' && listed.length === 0)
		wrong['list'] = `This list holds nothing to look for among ${kind}s; choose another`;
	if (listed.length > mostConcepts)
		wrong['list'] =
			`This list stands for ${String(listed.length)} concepts and a criterion holds ${String(mostConcepts)}: part it in two`;
	if (concepts.length > 50) wrong['concept'] = 'Tick at most 50';
	if (from !== '' && !isDay(from)) wrong['since'] = 'Enter a real first day, such as 1 April 2020';
	if (to !== '' && !isDay(to)) wrong['until'] = 'Enter a real last day, such as 31 March 2025';
	if (isDay(from) && isDay(to) && from > to)
		wrong['until'] = 'Enter a last day that is not before the first';
	if (kind !== 'measurement') return wrong;
	if (low !== '' && !isNumber(low)) wrong['low'] = 'Enter the lowest value as a number, such as 48';
	if (high !== '' && !isNumber(high))
		wrong['high'] = 'Enter the highest value as a number, such as 53.5';
	if (isNumber(low) && isNumber(high) && Number(low) > Number(high))
		wrong['high'] = 'Enter a highest value that is not below the lowest';
	return wrong;
}

/**
 * The criterion that was put together, or what to correct at which field. `listed` are the concepts of
 * the code list that was chosen, in the kind that is looked for.
 */
export function added(adding: Adding, listed: readonly number[] = []): Added {
	const errors = mistakes(adding, listed);
	if (Object.keys(errors).length > 0) return { ok: false, errors };
	const { kind, concepts, list, include, from, to, low, high } = adding;
	const number = (text: string) => (kind === 'measurement' && text !== '' ? Number(text) : null);
	return {
		ok: true,
		criterion: v.parse(CriterionSchema, {
			kind,
			concepts: list === '' ? concepts.map(Number) : [...listed],
			...(list === '' ? {} : { list }),
			include: include === 'has',
			from: from === '' ? null : from,
			to: to === '' ? null : to,
			low: number(low),
			high: number(high)
		})
	};
}

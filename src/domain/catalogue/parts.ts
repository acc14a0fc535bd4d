import type { Cohort } from './cohort.ts';
import type { Criterion, CriterionKind } from './criterion.ts';

/** Something on record that a part looks for, in the kind's own table. */
export type Wanted = {
	readonly kind: CriterionKind;
	readonly concepts: readonly number[];
	readonly from: string | null;
	readonly to: string | null;
	readonly low: number | null;
	readonly high: number | null;
	/** The code list that they come from, for those who read. */
	readonly list?: string;
};

/** One condition of a cohort; a person belongs to it when every part holds. */
export type Part = { readonly key: string } & (
	| { readonly about: 'sex'; readonly sex: 'female' | 'male' }
	| { readonly about: 'age'; readonly from: number | null; readonly to: number | null }
	| { readonly about: 'area'; readonly icbs: readonly string[] }
	| { readonly about: 'record'; readonly include: boolean; readonly wanted: Wanted }
);

const condition = ({ from, to }: Cohort, concepts: readonly number[]): Wanted => ({
	kind: 'condition',
	concepts,
	from,
	to,
	low: null,
	high: null
});

function conditionParts(cohort: Cohort): Part[] {
	const concepts = [...new Set(cohort.conditions)];
	if (concepts.length === 0) return [];
	const asked = cohort.match === 'any' ? [concepts] : concepts.map((one) => [one]);
	return asked.map((some, place) => ({
		key: `k${String(place)}`,
		about: 'record',
		include: true,
		wanted: condition(cohort, some)
	}));
}

const criterionPart = ({ include, ...wanted }: Criterion, place: number): Part => ({
	key: `r${String(place)}`,
	about: 'record',
	include,
	wanted
});

/**
 * A cohort taken apart, in the order in which people are left out: who they are, then what they must
 * have on record, then what they must not. The count, its losses and the extract all go by this list.
 */
export function partsOf(cohort: Cohort): Part[] {
	const { sex, ageFrom, ageTo, icbs } = cohort;
	const criteria = cohort.criteria.map(criterionPart);
	const included = (part: Part) => part.about !== 'record' || part.include;
	return [
		...(sex === 'any' ? [] : [{ key: 'sex', about: 'sex', sex } as const]),
		...(ageFrom === null && ageTo === null
			? []
			: [{ key: 'age', about: 'age', from: ageFrom, to: ageTo } as const]),
		...(icbs.length === 0 ? [] : [{ key: 'area', about: 'area', icbs } as const]),
		...conditionParts(cohort),
		...criteria.filter(included),
		...criteria.filter((part) => !included(part))
	];
}

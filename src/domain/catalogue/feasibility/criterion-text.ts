import * as v from 'valibot';
import { CriterionSchema, type Criterion } from '../criterion.ts';

/**
 * A criterion as one word of an address or a form: `drug~1503297.1503328~has~2020-01-01~~~`, being
 * kind, concepts, has or not, first and last day, lowest and highest value; and the version of the code
 * list that the concepts came from, when they did.
 */
export const criterionText = (criterion: Criterion): string =>
	[
		criterion.kind,
		criterion.concepts.join('.'),
		criterion.include ? 'has' : 'not',
		criterion.from ?? '',
		criterion.to ?? '',
		criterion.low ?? '',
		criterion.high ?? '',
		...(criterion.list === undefined ? [] : [criterion.list])
	].join('~');

const given = (text: string | undefined): string | null =>
	text === undefined || text === '' ? null : text;
const numberOf = (text: string | undefined): number | null =>
	given(text) === null ? null : Number(text);

/** Reads it back; null when it is no criterion. */
export function criterionFrom(text: string): Criterion | null {
	const [kind, concepts, has, from, to, low, high, codes, ...rest] = text.split('~');
	if (rest.length > 0 || (has !== 'has' && has !== 'not')) return null;
	const read = v.safeParse(CriterionSchema, {
		kind,
		concepts: (concepts ?? '').split('.').map((id) => (/^\d{1,15}$/.test(id) ? Number(id) : NaN)),
		include: has === 'has',
		from: given(from),
		to: given(to),
		low: numberOf(low),
		high: numberOf(high),
		...(codes === undefined ? {} : { list: codes })
	});
	return read.success ? read.output : null;
}

/** Criteria out of a form or an address; what is no criterion is left out. */
export const criteriaFrom = (texts: readonly string[]): Criterion[] =>
	texts.map(criterionFrom).filter((one) => one !== null);

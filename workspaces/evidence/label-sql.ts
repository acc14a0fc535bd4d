import type { Specification } from '#domain/disclosure/judge.ts';
import type { Band } from '#domain/disclosure/specification.ts';
import { bind, type Bound } from './expression.ts';

/** The label of a category: that of the band it was joined into, else its own. */
export const labelled = (
	written: string,
	specification: Specification,
	column: string,
	bound: Bound
): string => banded(label(written), specification.bands ?? [], column, bound);

/** A category as a label: 20.0 of a computed band reads 20, and no value is a category too. */
const label = (value: string): string =>
	`coalesce(case when typeof(${value}) in ('DOUBLE', 'FLOAT')
		then regexp_replace(cast(${value} as varchar), '^(-?\\d+)\\.0$', '\\1')
		else cast(${value} as varchar) end, '(missing)')`;

/** The label of the band that a category was joined into, else its own. */
function banded(written: string, bands: readonly Band[], column: string, bound: Bound): string {
	const joined = bands
		.filter((band) => band.column === column)
		.flatMap(({ name, join }) => join.map((label) => ({ label, name })))
		.map(({ label, name }) => `when ${bind(bound, label)} then ${bind(bound, name)}`);
	return joined.length === 0
		? written
		: `coalesce(cast(case ${written} ${joined.join(' ')} end as varchar), ${written})`;
}

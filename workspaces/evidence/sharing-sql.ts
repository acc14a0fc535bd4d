import type { Specification } from '#domain/disclosure/judge.ts';

/** Statistics that publish the value of somebody. */
export const shared = ({ statistic }: Specification): boolean =>
	statistic === 'min' || statistic === 'max' || statistic === 'mode';

/** How many units share the value that is published: an end point or the mode. */
export function endpoint(
	specification: Specification,
	by: string,
	match: (other: string) => string
): string {
	if (!shared(specification)) return '';
	const column = specification.statistic === 'mode' ? 'raw' : 'value';
	const on = match('asked_for').replaceAll('behind.', 'record.');
	const group = by
		.split(',')
		.map((place) => place.trim())
		.filter((place) => place !== '')
		.map((place) => `record.${place}`);
	return `, shared as (
			select ${group.map((place) => `${place},`).join(' ')}
				count(distinct record.unit)::double as units_sharing
			from record join asked_for on ${on} and record.${column} = asked_for.statistic
			group by ${group.length === 0 ? '()' : 'all'}
		)`;
}

/** Quantiles, which are somebody's value or lie between two. */
export const tailed = ({ statistic }: Specification): boolean =>
	statistic === 'median' || statistic === 'quantile';

/** How many units have a record at or below the quantile, or at or above it: the fewer of the two. */
export function tail(by: string, match: (other: string) => string): string {
	const on = match('asked_for').replaceAll('behind.', 'record.');
	const places = by
		.split(',')
		.map((place) => place.trim())
		.filter((place) => place !== '')
		.map((place) => `record.${place}, `)
		.join('');
	return `, beyond as (
			select ${places} least(
				count(distinct record.unit) filter (record.value <= asked_for.statistic),
				count(distinct record.unit) filter (record.value >= asked_for.statistic)
			)::double as tail
			from record join asked_for on ${on}
			group by ${places === '' ? '()' : 'all'}
		)`;
}

/** How many organisations stand behind each cell, and the share of the largest among its people. */
export const organisation = (by: string): string => `, served as (
			select ${by} organisation, count(distinct unit)::double as people
			from record where value is not null group by all
		), house as (
			select ${by} count(organisation)::double as houses,
				coalesce(max(people) filter (organisation is not null), 0) / sum(people) as largest_house
			from served group by all
		)`;

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

/** How many organisations stand behind each cell, and the share of the largest among its people. */
export const organisation = (by: string): string => `, served as (
			select ${by} organisation, count(distinct unit)::double as people
			from record where value is not null group by all
		), house as (
			select ${by} count(organisation)::double as houses,
				coalesce(max(people) filter (organisation is not null), 0) / sum(people) as largest_house
			from served group by all
		)`;

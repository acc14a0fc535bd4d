import { ofTwo } from '#domain/disclosure/statistic.ts';
import type { Specification } from '#domain/disclosure/judge.ts';

/** Whether the figure rests on values, of which few may be other than zero, or only two different. */
export const valuesMatter = ({ statistic }: Specification): boolean =>
	statistic === 'sum' || statistic === 'mean' || statistic === 'std' || ofTwo.has(statistic);

/** What a group of records adds to what `rarer` and `nonzero` need. */
export const fewFigures = 'fsum(value * value) as xx, count(*) filter (value <> 0) as others';

/** The same of a group of such groups, one a unit. */
export const fewOfUnits =
	'fsum(xx) as xx, count(*) filter (others > 0 and unit is not null) as nonzero';

/**
 * Records with the rarer of two values. All values are `low` or `high` when the products
 * (value − low) · (high − value) add up to nothing, which sums and squares tell without another look.
 * Two records always have two values at most: that says nothing.
 */
export const rarerSql = (n: string, x: string, xx: string, low: string, high: string): string => `
	case when ${high} > ${low} and ${n} > 2 and abs((${low} + ${high}) * ${x} - ${xx} - ${n} * ${low} * ${high})
			<= 1e-14 * greatest(abs((${low} + ${high}) * ${x}), ${xx}, abs(${n} * ${low} * ${high}))
		then least(round((${x} - ${n} * ${low}) / (${high} - ${low})),
			${n} - round((${x} - ${n} * ${low}) / (${high} - ${low}))) end::double`;

/**
 * Share of the spread of a line's points, along either axis, that the two heaviest units make up.
 * Values are centred on their mean in the cell first.
 */
export const leverageSql = (by: string, match: (other: string) => string): string => `, axis as (
			select ${by} favg(value) as my, favg(second) filter (value is not null) as mx
			from record group by ${by === '' ? '()' : 'all'}
		), pull as (
			select ${qualified(by)} record.unit,
				fsum((value - my) ** 2) as py, fsum((second - mx) ** 2) as px
			from record join axis on ${match('axis').replaceAll('behind.', 'record.')}
			where value is not null group by all
		), heavy as (
			select ${by} greatest(
				list_sum(max(px, 2)) / nullif(fsum(px), 0), list_sum(max(py, 2)) / nullif(fsum(py), 0)
			) as leverage
			from pull group by ${by === '' ? '()' : 'all'}
		)`;

const qualified = (by: string): string =>
	by
		.split(',')
		.map((place) => place.trim())
		.filter((place) => place !== '')
		.map((place) => `record.${place}, `)
		.join('');

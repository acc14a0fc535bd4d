import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { Evidence } from '#domain/disclosure/evidence.ts';
import type { Specification } from '#domain/disclosure/judge.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import { ofTwo } from '#domain/disclosure/statistic.ts';
import { dimensionsOf } from './compile.ts';
import { rows, type Row } from './database.ts';
import { fewFigures, fewOfUnits, leverageSql, rarerSql, valuesMatter } from './few-sql.ts';
import { endpoint, organisation, shared, tail, tailed } from './sharing-sql.ts';
import { insistNumeric, valueSql } from './values.ts';

/**
 * Adds up table `asked` per cell, in SQL. A unit's records in a cell are added up first, so that the
 * largest contributions are of people, not of records; the statistic itself is over records.
 */
export async function cellsOf(
	db: DuckDBConnection,
	specification: Specification,
	policy: Policy,
	organisations: boolean
): Promise<Evidence[]> {
	await prepare(db, specification);
	const places = dimensionsOf(specification).flatMap((_, d) => [`c${d}`, `k${d}`]);
	const by = places.length === 0 ? '' : `${places.join(', ')},`;
	const joined = await rows(db, everything(specification, policy, by, places, organisations));
	return evidenceOf(joined, specification);
}

/** One row of figures a cell as evidence; without records there is no cell. */
export const evidenceOf = (found: readonly Row[], specification: Specification): Evidence[] =>
	found.filter((row) => number(row['records']) > 0).map((row) => cell(row, specification));

/** View `record`: every record once under each label that it counts under. */
async function prepare(db: DuckDBConnection, specification: Specification): Promise<void> {
	const type = await insistNumeric(db, 'asked', specification);
	const dimensions = dimensionsOf(specification);
	const labels = dimensions.map((_, d) => `l${d}.label as c${d}, l${d}.level as k${d},`);
	const joins = dimensions.map((_, d) => `join l${d} on asked.d${d} = l${d}.leaf`);
	const value = valueSql(specification, type);
	await db.run(
		`create temp view record as
		select ${labels.join(' ')} unit, organisation, raw, ${value} as value
			${ofTwo.has(specification.statistic) ? ', second::double as second' : ''}
			${proportional(specification) ? ', coalesce(hit, false) as hit' : ''}
			${waived(specification) ? ', coalesce(waived::boolean, false) as waived' : ''}
		from asked ${joins.join(' ')}`
	);
}

function everything(
	specification: Specification,
	policy: Policy,
	by: string,
	places: readonly string[],
	organisations: boolean
): string {
	const largest = Math.max(2, policy.dominance?.n ?? 2);
	const line = ofTwo.has(specification.statistic);
	const match = (other: string): string =>
		places.length === 0
			? 'true'
			: places.map((place) => `${other}.${place} = behind.${place}`).join(' and ');
	return `
		with contribution as (
			select ${by} unit, count(*) as records, count(value) as present, fsum(value) as x,
				count(*) filter (value < 0) as negatives
				${valuesMatter(specification) ? `, ${fewFigures}` : ''}
				${proportional(specification) ? ', bool_or(hit) as hit' : ''}
				${waived(specification) ? ', bool_and(waived) as waived' : ''}
			from record group by all
		), behind as (
			select ${by} count(*) filter (present > 0 and unit is not null)::double as units,
				coalesce(sum(records), 0)::double as records, coalesce(fsum(x), 0)::double as x,
				max(x, ${largest}) filter (present > 0) as largest,
				coalesce(sum(negatives), 0)::double as negatives,
				coalesce(sum(case when unit is null then records else records - present end), 0)::double
					as missing
				${valuesMatter(specification) ? `, ${fewOfUnits}, sum(present) as n` : ''}
				${proportional(specification) ? ', count(*) filter (hit and unit is not null)::double as numerator' : ''}
				${waived(specification) ? ', max(x) filter (present > 0 and not waived) as exposed' : ''}
			from contribution group by all
		), asked_for as (${statistic(specification, by)}
		)${endpoint(specification, by, match)}${line ? leverageSql(by, match) : ''}${tailed(specification) ? tail(by, match) : ''}${organisations ? organisation(by) : ''}
		select behind.* ${valuesMatter(specification) ? 'exclude (xx, n)' : ''}, asked_for.* exclude (${[...places, 'nothing', 'low', 'high'].join(', ')})
			${shared(specification) ? ', shared.units_sharing' : ''}
			${valuesMatter(specification) ? `, ${rarerSql('n', 'x', 'xx', 'low', 'high')} as rarer` : ''}
			${line ? ', heavy.leverage' : ''}
			${tailed(specification) ? ', beyond.tail' : ''}
			${organisations ? ', house.houses, house.largest_house' : ''}
		from behind
		join asked_for on ${match('asked_for')}
		${tailed(specification) ? `left join beyond on ${match('beyond')}` : ''}
		${line ? `left join heavy on ${match('heavy')}` : ''}
		${shared(specification) ? `left join shared on ${match('shared')}` : ''}
		${organisations ? `left join house on ${match('house')}` : ''}`;
}

const proportional = ({ statistic }: Specification): boolean => statistic === 'proportion';
/** Whether the data say who gave a waiver. */
export const waived = (specification: Specification): boolean =>
	'waivers' in specification && specification.waivers !== null;

/** The statistic of each cell over its records, and whether all their values are one. */
function statistic(specification: Specification, by: string): string {
	const values: Record<Specification['statistic'], string> = {
		count: 'null',
		sum: 'fsum(value)',
		mean: 'favg(value)',
		std: 'stddev_samp(value)',
		median: 'median(value)',
		quantile: `quantile_cont(value, ${specification.q ?? 0.5})`,
		min: 'min(value)',
		max: 'max(value)',
		mode: 'mode(raw)',
		proportion: 'null',
		correlation: 'corr(value, second)',
		slope: 'regr_slope(value, second)',
		intercept: 'regr_intercept(value, second)',
		'r-squared': 'regr_r2(value, second)'
	};
	const equal = specification.statistic === 'mode' ? 'raw' : 'value';
	return `
			select ${by} ${values[specification.statistic]} as statistic,
				${ofTwo.has(specification.statistic) ? 'regr_r2(value, second) as explained,' : ''}
				coalesce(min(${equal}) = max(${equal}), false) as all_equal, 0 as nothing,
				min(value) as low, max(value) as high
			from record group by ${by === '' ? '()' : 'all'}`;
}

const number = (value: DuckDBValue | undefined): number => Number(value ?? 0);

function cell(row: Row, specification: Specification): Evidence {
	const labels = dimensionsOf(specification).map((_, d) => String(row[`c${d}`]));
	const width = specification.rows.length;
	const units = number(row['units']);
	const sharing = number(row['units_sharing']);
	const { statistic } = specification;
	const extreme = statistic === 'min' || statistic === 'max';
	return {
		row: labels.slice(0, width),
		column: labels.slice(width),
		levels: dimensionsOf(specification).map((_, d) => number(row[`k${d}`])),
		value: published(row, specification),
		units,
		rows: number(row['records']),
		sum: number(row['x']),
		largest: contributions(row['largest']),
		negatives: number(row['negatives']),
		missing: number(row['missing']),
		allEqual: row['all_equal'] === true,
		atEndpoint: extreme ? sharing : null,
		modeShare: statistic === 'mode' && units > 0 ? sharing / units : null,
		...(proportional(specification) ? { numerator: number(row['numerator']) } : {}),
		...(waived(specification) ? { exposed: orNull(row['exposed']) } : {}),
		...(ofTwo.has(statistic)
			? { explained: orNull(row['explained']), leverage: orNull(row['leverage']) }
			: {}),
		...(tailed(specification) ? { tail: orNull(row['tail']) } : {}),
		...(valuesMatter(specification)
			? { nonzero: number(row['nonzero']), rarer: orNull(row['rarer']) }
			: {}),
		organisations:
			row['houses'] === undefined || row['houses'] === null
				? null
				: { count: number(row['houses']), largestShare: number(row['largest_house']) }
	};
}

function published(row: Row, specification: Specification): number | string | null {
	if (specification.statistic === 'count')
		return number(specification.of === 'units' ? row['units'] : row['x']);
	if (proportional(specification)) {
		const units = number(row['units']);
		return units === 0 ? null : number(row['numerator']) / units;
	}
	const value = row['statistic'];
	if (value === null || value === undefined) return null;
	// DuckDB answers NaN for a line through points that are all above one another
	if (specification.statistic !== 'mode')
		return Number.isFinite(Number(value)) ? Number(value) : null;
	return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : String(value);
}

const orNull = (value: DuckDBValue | undefined): number | null =>
	value === null || value === undefined ? null : Number(value);

function contributions(list: DuckDBValue | undefined): number[] {
	if (typeof list !== 'object' || list === null || !('items' in list)) return [];
	return Array.isArray(list.items) ? list.items.map((item: DuckDBValue) => Number(item)) : [];
}

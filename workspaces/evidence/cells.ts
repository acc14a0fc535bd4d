import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { Evidence } from '#domain/disclosure/evidence.ts';
import type { Specification } from '#domain/disclosure/judge.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import { dimensionsOf } from './compile.ts';
import { rows, type Row } from './database.ts';
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
	const match = (other: string): string =>
		places.length === 0
			? 'true'
			: places.map((place) => `${other}.${place} = behind.${place}`).join(' and ');
	return `
		with contribution as (
			select ${by} unit, count(*) as records, count(value) as present, fsum(value) as x,
				count(*) filter (value < 0) as negatives
			from record group by all
		), behind as (
			select ${by} count(*) filter (present > 0 and unit is not null)::double as units,
				coalesce(sum(records), 0)::double as records, coalesce(fsum(x), 0)::double as x,
				max(x, ${largest}) filter (present > 0) as largest,
				coalesce(sum(negatives), 0)::double as negatives,
				coalesce(sum(case when unit is null then records else records - present end), 0)::double
					as missing
			from contribution group by all
		), asked_for as (${statistic(specification, by)}
		)${endpoint(specification, by, match)}${organisations ? organisation(by) : ''}
		select behind.*, asked_for.* exclude (${places.join(', ') || 'nothing'})
			${shared(specification) ? ', shared.units_sharing' : ''}
			${organisations ? ', house.houses, house.largest_house' : ''}
		from behind
		join asked_for on ${match('asked_for')}
		${shared(specification) ? `left join shared on ${match('shared')}` : ''}
		${organisations ? `left join house on ${match('house')}` : ''}`;
}

const shared = ({ statistic }: Specification): boolean =>
	statistic === 'min' || statistic === 'max' || statistic === 'mode';

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
		mode: 'mode(raw)'
	};
	const equal = specification.statistic === 'mode' ? 'raw' : 'value';
	return `
			select ${by} ${values[specification.statistic]} as statistic,
				coalesce(min(${equal}) = max(${equal}), false) as all_equal, 0 as nothing
			from record group by ${by === '' ? '()' : 'all'}`;
}

/** How many units share the value that is published: an end point or the mode. */
function endpoint(
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
const organisation = (by: string): string => `, served as (
			select ${by} organisation, count(distinct unit)::double as people
			from record where value is not null group by all
		), house as (
			select ${by} count(organisation)::double as houses,
				coalesce(max(people) filter (organisation is not null), 0) / sum(people) as largest_house
			from served group by all
		)`;

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
		organisations:
			row['houses'] === undefined || row['houses'] === null
				? null
				: { count: number(row['houses']), largestShare: number(row['largest_house']) }
	};
}

function published(row: Row, specification: Specification): number | string | null {
	if (specification.statistic === 'count')
		return number(specification.of === 'units' ? row['units'] : row['x']);
	const value = row['statistic'];
	if (value === null || value === undefined) return null;
	if (specification.statistic !== 'mode') return Number(value);
	return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : String(value);
}

function contributions(list: DuckDBValue | undefined): number[] {
	if (typeof list !== 'object' || list === null || !('items' in list)) return [];
	return Array.isArray(list.items) ? list.items.map((item: DuckDBValue) => Number(item)) : [];
}

import type { DuckDBConnection } from '@duckdb/node-api';
import type { Specification } from '#domain/disclosure/judge.ts';
import { dimensionsOf } from './compile.ts';
import { rows, type Row } from './database.ts';

/** The rows of a table by raw values under each of their labels, and how to group by those. */
export const underLabels = (specification: Specification, table: string) => {
	const dimensions = dimensionsOf(specification);
	const places = dimensions.flatMap((_, d) => [`l${d}.label as c${d}`, `l${d}.level as k${d}`]);
	const joins = dimensions.map(
		(_, d) => `join m${d} on ${table}.g${d} is not distinct from m${d}.g${d}
			join l${d} on m${d}.label = l${d}.leaf`
	);
	const names = dimensions.flatMap((_, d) => [`c${d}`, `k${d}`]);
	return {
		select: `select ${places.map((place) => `${place}, `).join('')} ${table}.* from ${table} ${joins.join('\n')}`,
		by: names.map((name) => `${name}, `).join(''),
		group: names.length === 0 ? '' : `group by ${names.join(', ')}`
	};
};

/** Adds how many organisations stand behind each cell, and the share of the largest. */
export async function withOrganisations(
	db: DuckDBConnection,
	specification: Specification,
	cells: readonly Row[],
	base: string,
	units: boolean
): Promise<Row[]> {
	const raw = dimensionsOf(specification)
		.map((_, d) => `g${d}, `)
		.join('');
	await db.run(
		`create temp table served as select ${raw} organisation, ${units ? 'unit,' : ''} count(*) as people
		from ${base} where value is not null group by all`
	);
	const { select, by, group } = underLabels(specification, 'served');
	const found = await rows(
		db,
		`select ${by} count(organisation)::double as houses,
			coalesce(max(people) filter (organisation is not null), 0) / sum(people) as largest_house
		from (
			select ${by} organisation, ${units ? 'count(distinct unit)' : 'sum(people)'}::double as people
			from (${select}) ${group === '' ? 'group by organisation' : `${group}, organisation`}
		) ${group}`
	);
	const place = (row: Row): string =>
		JSON.stringify(dimensionsOf(specification).map((_, d) => String(row[`c${d}`])));
	const known = new Map(found.map((row) => [place(row), row]));
	return cells.map((row) => ({ ...row, ...pick(known.get(place(row))) }));
}

const pick = (row: Row | undefined): Row =>
	row === undefined
		? {}
		: { houses: row['houses'] ?? null, largest_house: row['largest_house'] ?? null };

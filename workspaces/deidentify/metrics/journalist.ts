import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted, rows } from '../duck.ts';

export type Journalist = {
	/** Columns that the population was counted by. */
	readonly by: readonly string[];
	/** 1 ÷ the smallest population count of anybody's group; null when no group is counted. */
	readonly highest: number | null;
	readonly mean: number | null;
	/** People whose group the population does not count. */
	readonly unknown: number;
};

/**
 * k-map: how many people of the whole population are like somebody in the release. `population` has
 * a row a group, `persons` among its columns; it is compared by the columns both have.
 */
export async function journalist(
	db: DuckDBConnection,
	released: string,
	population: string,
	columns: readonly string[]
): Promise<Journalist> {
	const by = columns.map(quoted).join(', ');
	const same = columns.map((name) => `c.${quoted(name)} is not distinct from f.${quoted(name)}`);
	const [row] = await rows(
		db,
		`with class as (select ${by}, count(*) as size from ${released} group by ${by}),
			fold as (select ${by}, sum(persons) as persons from ${population} group by ${by})
		select max(1.0 / f.persons) as highest,
			sum(c.size / f.persons) / sum(c.size) filter (where f.persons is not null) as mean,
			coalesce(sum(c.size) filter (where f.persons is null), 0)::bigint as unknown
		from class c left join fold f on ${same.join(' and ')} and f.persons > 0`
	);
	const share = (value: unknown) =>
		value === null || value === undefined ? null : Math.round(Number(value) * 1e6) / 1e6;
	return {
		by: columns,
		highest: share(row?.['highest']),
		mean: share(row?.['mean']),
		unknown: Number(row?.['unknown'] ?? 0)
	};
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { number, quoted, rows } from '../duck.ts';

export type ColumnUtility = {
	readonly column: string;
	/** Share of the source's Shannon entropy that the release still has; null when it had none. */
	readonly entropy: number | null;
	/** Kolmogorov and Smirnov's distance between both distributions, 0 to 1; null for what is no number. */
	readonly distance: number | null;
};

const rounded = (value: number) => Math.abs(Math.round(value * 1e6) / 1e6);

/** Shannon entropy of a column, in nats; empty values count as one value. */
const entropyOf = (from: string, column: string) => `
	select coalesce(-sum(p * ln(p)), 0) from (
		select count(*) / sum(count(*)) over () as p from (${from}) group by ${quoted(column)}
	)`;

/** Largest gap between the two cumulated distributions. */
const gapOf = (before: string, after: string, column: string) => `
	with merged as (
		select ${quoted(column)}::double as v, 1.0 / (count(*) over ()) as b, 0.0 as a from (${before}) where ${quoted(column)} is not null
		union all
		select ${quoted(column)}::double, 0.0, 1.0 / (count(*) over ()) from (${after}) where ${quoted(column)} is not null
	), steps as (
		select v, sum(b) as b, sum(a) as a from merged group by v
	)
	select coalesce(max(gap), 0) from (select abs(sum(b - a) over (order by v)) as gap from steps)`;

/**
 * What use is left in a column: how much of its variety, and for numbers how far its distribution
 * has moved (deidentification.md §6). `before` and `after` yield the rows of the same people.
 */
export async function utilityOf(
	db: DuckDBConnection,
	before: string,
	after: string,
	column: { readonly name: string; readonly numeric: boolean }
): Promise<ColumnUtility> {
	const { name, numeric } = column;
	const [had, has] = [
		await number(db, entropyOf(before, name)),
		await number(db, entropyOf(after, name))
	];
	const filled = async (from: string) => {
		const [row] = await rows(db, `select count(${quoted(name)})::integer as n from (${from})`);
		return Number(row?.['n'] ?? 0) > 0;
	};
	const comparable = numeric && (await filled(before)) && (await filled(after));
	return {
		column: name,
		entropy: had < 1e-9 ? null : rounded(has / had),
		distance: comparable ? rounded(await number(db, gapOf(before, after, name))) : null
	};
}

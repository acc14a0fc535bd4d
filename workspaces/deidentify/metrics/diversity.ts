import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../duck.ts';

export type Diversity = {
	readonly attribute: string;
	readonly kind: 'categorical' | 'ordered';
	/** Fewest different values in a group. */
	readonly distinct: number;
	/** Fewest values by entropy, e^(−Σ p ln p): what as many evenly spread ones would be. */
	readonly entropy: number;
	/** Furthest distance of a group's values from everybody's, 0 to 1. */
	readonly closeness: number;
	/** Groups that were looked at, and all there are. */
	readonly groups: number;
	readonly of: number;
};

/** Groups compared at most: each costs as many rows as there are values. */
const mostGroups = 100_000;

const rounded = (value: unknown) => Math.round(Number(value ?? 0) * 1e6) / 1e6;

/**
 * ℓ-diversity and t-closeness of one sensitive attribute (deidentification.md §6). `from` yields a
 * row a person: `class` (whom they are like) and `value`; for `ordered` a whole number whose order
 * means something. Closeness is half the sum of differences for categories, and for ordered values
 * the earth mover's distance with steps of equal length (Li, Li and Venkatasubramanian 2007).
 */
export async function diversity(
	db: DuckDBConnection,
	attribute: string,
	kind: Diversity['kind'],
	from: string
): Promise<Diversity> {
	await db.run(`create or replace temp table held as
		select class, value, count(*)::double as n from (${from}) group by all`);
	await db.run(`create or replace temp table whole as
		select value, sum(n) / (select sum(n) from held) as q, row_number() over (order by value) as place
		from held group by value`);
	const [all] = await rows(db, 'select count(distinct class)::integer as n from held');
	await db.run(`create or replace temp table part as
		select h.class, h.value, h.n / c.size as p
		from held h join (
			select class, sum(n) as size from held group by class order by hash(class) limit ${String(mostGroups)}
		) c using (class)`);
	const [spread] = await rows(
		db,
		`select min(several)::integer as fewest, min(even) as even, count(*)::integer as groups from (
			select count(*) as several, exp(-sum(p * ln(p))) as even from part group by class
		)`
	);
	const [far] = await rows(db, kind === 'ordered' ? ordered : categorical);
	return {
		attribute,
		kind,
		distinct: Number(spread?.['fewest'] ?? 0),
		entropy: rounded(spread?.['even']),
		closeness: rounded(far?.['far']),
		groups: Number(spread?.['groups'] ?? 0),
		of: Number(all?.['n'] ?? 0)
	};
}

/** ½ Σ |p − q|: values that a group lacks count with their whole q. */
const categorical = `select max(t) as far from (
	select (sum(abs(p - q) - q) + 1) / 2 as t from part join whole using (value) group by class
)`;

/** Σ |cumulated difference| ÷ (number of values − 1). */
const ordered = `
	with grid as (
		select c.class, w.place, coalesce(p.p, 0) - w.q as gap
		from (select distinct class from part) c
		cross join whole w
		left join part p on p.class = c.class and p.value = w.value
	), moved as (
		select class, abs(sum(gap) over (partition by class order by place)) as step from grid
	)
	select max(t) as far from (
		select sum(step) / greatest((select count(*) from whole) - 1, 1) as t from moved group by class
	)`;

import type { DuckDBConnection } from '@duckdb/node-api';
import { key, type Evidence } from '#domain/disclosure/evidence.ts';
import type { Specification } from '#domain/disclosure/judge.ts';
import { organisationLimits, type Policy } from '#domain/disclosure/policy.ts';
import {
	columnNamed,
	dimensionsOf,
	recordsOf,
	registered,
	tablesOf,
	type Columns,
	type Organisation
} from './compile.ts';
import { rows, run } from './database.ts';
import { labelRecords } from './labels.ts';
import { insistNumeric, valueSql } from './values.ts';

/**
 * Where each kind of organisation that the policy asks about is found: with the records, else with
 * their people. A kind that the data do not name is left out.
 */
export function organisationsIn(
	specification: Specification,
	columns: Columns,
	policy: Policy
): Organisation[] {
	return organisationLimits(policy).flatMap(({ column }): Organisation[] => {
		const held = (table: string): boolean => columnNamed(columns, table, column) !== undefined;
		if (tablesOf(specification).some(held)) return [{ column, by: 'record' }];
		return specification.unit !== null && held(registered) ? [{ column, by: 'person' }] : [];
	});
}

/** Cells with how many organisations of further kinds stand behind each; of none that is always empty. */
export async function withFurther(
	open: <T>(work: (db: DuckDBConnection) => Promise<T>) => Promise<T>,
	cells: readonly Evidence[],
	specification: Specification,
	columns: Columns,
	kinds: readonly Organisation[]
): Promise<Evidence[]> {
	const further = new Map<string, Further[]>();
	for (const kind of kinds)
		for (const [place, found] of await open((db) => behind(db, specification, columns, kind)))
			further.set(place, [...(further.get(place) ?? []), found]);
	return cells.map((cell) => {
		const found = further.get(key(cell));
		return found === undefined ? cell : { ...cell, further: found };
	});
}

type Further = NonNullable<Evidence['further']>[number];

/** Per cell: how many organisations of a kind its people are with, and the share of the largest. */
async function behind(
	db: DuckDBConnection,
	specification: Specification,
	columns: Columns,
	kind: Organisation
): Promise<Map<string, Further>> {
	const records = recordsOf(specification, columns, kind);
	await run(db, { ...records, sql: `create temp table asked as ${records.sql}` });
	const [named] = await rows(db, 'select count(organisation)::double as named from asked');
	if (Number(named?.['named']) === 0) return new Map();
	await labelRecords(db, specification);
	const value = valueSql(specification, await insistNumeric(db, 'asked', specification));
	const labels = dimensionsOf(specification).map((_, d) => `l${d}.label as c${d}, `);
	const joins = labels.map((_, d) => `join l${d} on asked.d${d} = l${d}.leaf`);
	const by = labels.map((_, d) => `c${d}, `).join('');
	const found = await rows(
		db,
		`select ${by} count(organisation)::double as houses,
			coalesce(max(people) filter (organisation is not null), 0) / sum(people) as largest
		from (
			select ${by} organisation, count(distinct unit)::double as people
			from (select ${labels.join('')} unit, organisation, ${value} as value from asked ${joins.join(' ')})
			where value is not null group by all
		) ${labels.length === 0 ? '' : `group by ${by.slice(0, -2)}`}`
	);
	const width = specification.rows.length;
	return new Map(
		found.map((row) => {
			const place = labels.map((_, d) => String(row[`c${d}`]));
			const cell = { row: place.slice(0, width), column: place.slice(width) };
			const [count, largestShare] = [Number(row['houses']), Number(row['largest'])];
			return [key(cell), { column: kind.column, count, largestShare }];
		})
	);
}

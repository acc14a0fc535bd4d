import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literal, quoted, rows } from '#workspaces/deidentify/duck.ts';

export type ControllerCount = { readonly kind: string; readonly count: number };

type Table = { readonly name: string; readonly columns: readonly { readonly name: string }[] };

/**
 * Whose rows a delivery holds: controllers by kind, through the place of each row or of its visit.
 * Empty where neither the delivery nor the warehouse says which place belongs to whom.
 */
export async function controllersOf(
	db: DuckDBConnection,
	source: string,
	tables: readonly Table[]
): Promise<ControllerCount[]> {
	const there = (name: string): string | null => {
		if (tables.some((table) => table.name === name)) return quoted(name);
		const path = join(source, `${name}.parquet`);
		return existsSync(path) ? `read_parquet(${literal(path)})` : null;
	};
	const [site, controller, visit] = [
		there('care_site'),
		there('controller'),
		there('visit_occurrence')
	];
	if (site === null || controller === null) return [];
	const has = (table: Table, name: string) => table.columns.some((column) => column.name === name);
	const places = tables
		.filter(({ name }) => name !== 'care_site')
		.flatMap((table) => {
			if (has(table, 'care_site_id'))
				return [`select care_site_id::bigint as id from ${quoted(table.name)}`];
			if (has(table, 'visit_occurrence_id') && visit !== null)
				return [
					`select v.care_site_id::bigint as id from ${quoted(table.name)} o
					join ${visit} v on v.visit_occurrence_id = o.visit_occurrence_id`
				];
			return [];
		});
	if (places.length === 0) return [];
	const found = await rows(
		db,
		`select c.kind, count(distinct c.code) as number
		from (${places.join(' union all ')}) p
		join ${site} s on s.care_site_id = p.id
		join ${controller} c on c.code = s.care_site_source_value
		group by 1 order by 1`
	);
	return found.map(({ kind, number }) => ({ kind: String(kind), count: Number(number) }));
}

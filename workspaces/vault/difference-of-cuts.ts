import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Json } from '#platform/canonical.ts';
import { literal, number, openDuck, quoted, rows } from '#workspaces/deidentify/duck.ts';
import { protect, type Count } from './count.ts';
import { sidecarOf } from './person-index.ts';
import type { Place } from './provision.ts';

type Manifest = {
	readonly at: string;
	readonly source: Json;
	readonly tables: readonly {
		readonly name: string;
		readonly columns: readonly { readonly name: string; readonly type: string }[];
	}[];
};
type Columns = Manifest['tables'][number]['columns'];

const manifestOf = (folder: string): Manifest =>
	JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;

const file = (folder: string, table: string) =>
	`read_parquet(${literal(join(folder, `${table}.parquet`))})`;

const shown = ({ shown: words, count }: Count): Json => ({ shown: words, count });

/**
 * Empty cells that a cut has and the one before did not have, person by person: what a rule took
 * out since. Rows that came or went with their people are counted as rows and not here.
 */
async function suppressed(
	db: DuckDBConnection,
	[before, after]: readonly [string, string],
	table: string,
	column: string
): Promise<Count> {
	const empty = (folder: string) =>
		`(select person_id, count(*) filter (where ${quoted(column)} is null) as empty
		from ${file(folder, table)} group by 1)`;
	return protect(
		await number(
			db,
			`select coalesce(sum(greatest(a.empty - b.empty, 0)), 0)
			from ${empty(after)} a join ${empty(before)} b using (person_id)`
		)
	);
}

async function tableOf(
	db: DuckDBConnection,
	folders: readonly [string, string],
	name: string,
	[old, now]: readonly [Columns | null, Columns | null]
): Promise<Json> {
	const [before, after] = folders;
	const count = async (folder: string, columns: Columns | null) =>
		shown(protect(columns ? await number(db, `select count(*) from ${file(folder, name)}`) : 0));
	const columns: Json[] = [];
	for (const { name: column } of [...(now ?? []), ...(old ?? [])]) {
		if (columns.some((one) => (one as { name: string }).name === column)) continue;
		const [was, is] = [old, now].map((list) => list?.find((one) => one.name === column)?.type);
		const change = was === is ? null : was === undefined ? 'added' : is ? 'changed' : 'removed';
		if (old === null || now === null || column === 'person_id') continue;
		const cells = change === null ? await suppressed(db, folders, name, column) : null;
		// a number below 10 is not told apart from none
		const many = cells !== null && cells.count !== null;
		if (change !== null || many)
			columns.push({ name: column, change, newlyEmpty: many ? shown(cells) : null });
	}
	return {
		name,
		change: old === null ? 'added' : now === null ? 'removed' : null,
		rows: { before: await count(before, old), after: await count(after, now) },
		columns
	};
}

/** People by the vault's own numbers, which stay the same from cut to cut. */
async function people(db: DuckDBConnection, before: string, after: string): Promise<Json> {
	const numbers = (path: string) => `(select number from read_parquet(${literal(path)}))`;
	const [old, now] = [numbers(before), numbers(after)];
	const [row] = await rows(
		db,
		`select
			(select count(*) from ${old}) as before,
			(select count(*) from ${now}) as after,
			(select count(*) from (from ${now} except from ${old})) as added,
			(select count(*) from (from ${old} except from ${now})) as removed`
	);
	const of = (key: string) => shown(protect(Number(row?.[key])));
	return { before: of('before'), after: of('after'), added: of('added'), removed: of('removed') };
}

/**
 * How a project's new cut differs from the one in use: people, rows and newly empty cells, each
 * rounded to 5 and nothing below 10, so that it may be shown to the project's members.
 * @throws when either is not there in full.
 */
export async function differenceOfCuts(
	{ snapshots, keys }: Pick<Place, 'snapshots' | 'keys'>,
	base: string,
	snapshot: string
): Promise<Json> {
	const [before, after] = [join(snapshots, base), join(snapshots, snapshot)] as const;
	const [old, now] = [manifestOf(before), manifestOf(after)];
	const sidecars = [sidecarOf(keys, base), sidecarOf(keys, snapshot)] as const;
	const names = [...new Set([...now.tables, ...old.tables].map(({ name }) => name))];
	const duck = await openDuck(null);
	try {
		const columns = ({ tables }: Manifest, name: string) =>
			tables.find((table) => table.name === name)?.columns ?? null;
		const tables: Json[] = [];
		for (const name of names)
			tables.push(
				await tableOf(duck.db, [before, after], name, [columns(old, name), columns(now, name)])
			);
		const [from, to] = sidecars;
		return {
			schema: 'refresh/1',
			before: { snapshot: base, at: old.at, source: old.source },
			after: { snapshot, at: now.at, source: now.source },
			persons: from && to && existsSync(from) ? await people(duck.db, from, to) : null,
			tables
		};
	} finally {
		duck.close();
	}
}

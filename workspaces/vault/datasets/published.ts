import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { canonical, type Json } from '#platform/canonical.ts';
import { digest } from '#platform/digest.server.ts';
import { parseCatalogue, type Known } from '#workspaces/deidentify/catalogue.ts';
import { Refusal } from '#workspaces/deidentify/refusal.ts';
import { writeWhole } from '#workspaces/deidentify/run.ts';
import { readJson } from '#workspaces/deidentify/source.ts';
import { hashOf } from './hash.ts';
import { keptFolder } from './read.ts';

export type PublishedColumn = {
	readonly name: string;
	readonly type: string;
	readonly class: string;
	readonly values: readonly (string | number)[] | null;
};
/** The published version of a dataset, as the database holds it. */
export type Published = {
	readonly id: string;
	readonly code: string;
	readonly version: string;
	/** Null for what came with the installation: its files are the warehouse's own. */
	readonly delivery: string | null;
	readonly tables: readonly {
		readonly name: string;
		readonly sha256: string | null;
		readonly columns: readonly PublishedColumn[];
	}[];
};

type Warehouse = { readonly source: string; readonly lists: string };
type Folders = { readonly kept: string; readonly composed: string };

const refuse = (what: string): never => {
	throw new Refusal('UNCLASSIFIED_COLUMN', what);
};

const columnKey = ({ name, type, class: group }: Omit<PublishedColumn, 'values'>) =>
	`${name} ${type.toUpperCase()} ${group}`;

/**
 * What came with the installation must still say what was published of it: a column that was added,
 * removed, or has another type or class since stops every extract until it is registered anew.
 */
function insistSame(known: Known, published: Published): void {
	for (const table of published.tables) {
		const now = known.tables.get(table.name);
		if (now?.dataset !== published.code)
			refuse(`${table.name} was published but is not in the catalogue any more; register it anew.`);
		const [before, after] = [table.columns.map(columnKey), (now?.columns ?? []).map(columnKey)];
		const changed =
			after.find((key) => !before.includes(key)) ?? before.find((key) => !after.includes(key));
		if (changed !== undefined)
			refuse(
				`${table.name}.${changed.split(' ')[0] ?? ''} is not as it was published; classify it in a new version of ${published.code}.`
			);
	}
	for (const [name, { dataset }] of known.tables)
		if (dataset === published.code && !published.tables.some((table) => table.name === name))
			refuse(`${name} is in the catalogue but was not published; register it in a new version.`);
}

type Document = Readonly<Record<string, Json>>;
const word = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const listOf = (document: Document, key: string): Document[] =>
	Array.isArray(document[key]) ? (document[key] as Document[]) : [];

/** The catalogue of a composed source: published datasets offered, all else known but internal. */
function catalogueOf(base: Document, published: readonly Published[], version: string): Json {
	const delivered = published.filter(({ delivery }) => delivery !== null);
	const replaced = new Set(delivered.flatMap(({ tables }) => tables.map(({ name }) => name)));
	const offered = new Set(published.map(({ code }) => code));
	const kept = (tables: Document[]) => tables.filter(({ name }) => !replaced.has(word(name)));
	const sets = listOf(base, 'datasets');
	return {
		...base,
		version,
		datasets: [
			...sets
				.filter(
					({ code }) => offered.has(word(code)) && !delivered.some((one) => one.code === code)
				)
				.map((set) => ({ ...set, tables: kept(listOf(set, 'tables')) })),
			...delivered.map(({ code, tables }) => ({
				code,
				name: code,
				tables: tables.map(({ name, columns }) => ({
					name,
					columns: columns.map(({ values, ...column }) => ({
						...column,
						...(values ? { values: [...values] } : {})
					}))
				}))
			}))
		],
		internal: kept([
			...listOf(base, 'internal'),
			...sets.filter(({ code }) => !offered.has(word(code))).flatMap((set) => listOf(set, 'tables'))
		]).map((table) => ({ ...table, internal: true }))
	};
}

/** The files that a version was confirmed with, unchanged since. */
async function insistKept(kept: string, { id, code, tables }: Published): Promise<void> {
	for (const { name, sha256 } of tables) {
		const path = join(keptFolder(kept, id), `${name}.parquet`);
		if (!existsSync(path) || (await hashOf(path)) !== sha256)
			refuse(`The file of ${code}.${name} is not the one that was confirmed; register it anew.`);
	}
}

/** A folder of links: the warehouse's own tables, but the delivered ones in their place. */
function link(source: string, folders: Folders, published: readonly Published[], to: string): void {
	for (const name of readdirSync(source))
		if (name.endsWith('.parquet')) symlinkSync(join(source, name), join(to, name));
	for (const { id, delivery, tables } of published)
		for (const { name } of delivery === null ? [] : tables) {
			const path = join(to, `${name}.parquet`);
			rmSync(path, { force: true });
			symlinkSync(join(keptFolder(folders.kept, id), `${name}.parquet`), path);
		}
}

/**
 * The source that extracts and counts are made from: exactly what is published, and refused when the
 * warehouse is not as it was published. A database that knows no dataset leaves it to the catalogue
 * of the warehouse itself.
 * @throws Refusal UNCLASSIFIED_COLUMN naming the table and column.
 */
export async function publishedSource(
	warehouse: Warehouse,
	folders: Folders,
	published: readonly Published[]
): Promise<Warehouse> {
	if (published.length === 0) return warehouse;
	const path = join(warehouse.source, 'catalogue.json');
	const base = readJson(path) as Document;
	const known = parseCatalogue(base, 'catalogue.json');
	const delivered = published.filter(({ delivery }) => delivery !== null);
	for (const one of published) if (one.delivery === null) insistSame(known, one);
	const codes = new Set(published.map(({ code }) => code));
	const unpublished = [...known.tables.values()].some(
		({ dataset }) => dataset !== null && !codes.has(dataset)
	);
	if (delivered.length === 0 && !unpublished) return warehouse;
	for (const one of delivered) await insistKept(folders.kept, one);
	const name = digest({ base, published: published as unknown as Json }).slice(0, 24);
	const folder = join(folders.composed, name);
	if (existsSync(folder)) return { ...warehouse, source: folder };
	const partial = `${folder}.partial`;
	rmSync(partial, { recursive: true, force: true });
	mkdirSync(partial, { recursive: true, mode: 0o700 });
	link(warehouse.source, folders, published, partial);
	const version = `${word(base['version'])}+${name.slice(0, 12)}`;
	writeWhole(join(partial, 'catalogue.json'), canonical(catalogueOf(base, published, version)));
	renameSync(partial, folder);
	return { ...warehouse, source: folder };
}

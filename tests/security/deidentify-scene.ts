import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { generate } from '../../workspaces/population/generate.ts';
import type { Report } from '../../workspaces/deidentify/account.ts';
import { deidentify, type StepEvent } from '../../workspaces/deidentify/engine.ts';
import type { Options } from '../../workspaces/deidentify/options.ts';
import { parseRules, type Rules } from '../../workspaces/deidentify/rules.ts';

export const master = Buffer.alloc(32, 42);

export const everyTable = [
	'person',
	'observation_period',
	'visit_occurrence',
	'condition_occurrence',
	'drug_exposure',
	'measurement',
	'death'
];

export const rulesFor = (changes: object = {}): Rules =>
	parseRules({
		project: 'P1',
		purpose: 'research',
		at: '2026-11-01',
		tables: everyTable.map((name) => ({ name })),
		...changes
	});

/** The day of the clock, for a source that a vault of the day is to read. */
export const today = (): string => Temporal.Now.plainDateISO('Europe/London').toString();

/**
 * A folder of our own, and a population in it that tests may copy and spoil. Its lists are of
 * `listsAsOf`: an extract refuses those that are too old at its day.
 */
export async function scene(persons: number, listsAsOf = '2026-11-01') {
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-deid-'));
	const source = join(folder, 'source');
	await generate({ persons, seed: 7, out: source, listsAsOf });
	let copies = 0;
	return {
		folder,
		source,
		lists: join(source, 'lists'),
		/** A copy of the source that may be changed. */
		copy(): string {
			copies += 1;
			const to = join(folder, `copy-${String(copies)}`);
			cpSync(source, to, { recursive: true });
			return to;
		},
		out(): string {
			copies += 1;
			return join(folder, `out-${String(copies)}`);
		},
		remove() {
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

export type Ran = { readonly report: Report; readonly events: readonly StepEvent[] };

export async function ran(
	options: Omit<Options, 'master'> & { master?: Uint8Array }
): Promise<Ran> {
	const run = deidentify({ master, ...options });
	const events: StepEvent[] = [];
	let next = await run.next();
	while (!next.done) {
		events.push(next.value);
		next = await run.next();
	}
	return { report: next.value, events };
}

/** Asks DuckDB, apart from the engine, about files; answers come as JSON values. */
export async function ask(sql: string): Promise<Record<string, unknown>[]> {
	const instance = await DuckDBInstance.create(':memory:');
	const db = await instance.connect();
	try {
		return (await db.runAndReadAll(sql)).getRowObjectsJson();
	} finally {
		db.closeSync();
		instance.closeSync();
	}
}

/** The first value of the first row, as a number. */
export async function one(sql: string): Promise<number> {
	const [row] = await ask(sql);
	return Number(Object.values(row ?? {})[0]);
}

export const hashes = (folder: string): Record<string, string> =>
	Object.fromEntries(
		readdirSync(folder)
			.sort()
			.map((name) => [
				name,
				createHash('sha256')
					.update(readFileSync(join(folder, name)))
					.digest('hex')
			])
	);

/** Rewrites one Parquet file through a query that may name the old one as `t`. */
export async function rewrite(path: string, query: string): Promise<void> {
	await ask(`copy (with t as materialized (from read_parquet('${path}')) ${query})
		to '${path}.new' (format parquet)`);
	cpSync(`${path}.new`, path);
	rmSync(`${path}.new`);
}

/** Describes a list again after a test has changed it. */
export async function describeList(
	lists: string,
	name: string,
	changes: object = {}
): Promise<void> {
	const path = join(lists, 'lists.json');
	const document = JSON.parse(readFileSync(path, 'utf8')) as Record<string, object>;
	const bytes = readFileSync(join(lists, `${name}.parquet`));
	document[name] = {
		...document[name],
		rows: await one(`select count(*) from '${join(lists, `${name}.parquet`)}'`),
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...changes
	};
	writeFileSync(path, JSON.stringify(document));
}

import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Json } from '#platform/canonical.ts';
import { literal, quoted } from './duck.ts';
import { installPseudonyms } from './keyed.ts';
import { deriveKey } from './pseudonym.ts';
import type { Rules } from './rules.ts';
import type { Share } from './share.ts';
import type { Source } from './source.ts';

export type Detail = Readonly<Record<string, Json>>;

/** One extract under way. Steps pass each other tables in `work`, which is never released. */
export type Run = {
	readonly db: DuckDBConnection;
	readonly source: Source;
	readonly rules: Rules;
	readonly listsDir: string;
	/** Lengths of the lists at the run before, by list, where they are known. */
	readonly previousLists: Readonly<Record<string, number>>;
	readonly master: Uint8Array;
	/** Which master key this is, for the manifest. */
	readonly keyVersion: number;
	/** Scratch folder; null keeps everything in memory, for counts. */
	readonly work: string | null;
	/** Folder of the files to be released. */
	readonly release: string;
	/** Keeps whom the cohort leaves out until the last, to count how many each part leaves out. */
	readonly whole?: boolean;
	/** How the work is shared with other vaults; alone without it. */
	readonly share?: Share | undefined;
	/** What each step that is done has said. */
	readonly details: Map<string, Detail>;
};

export type Step = {
	readonly name: string;
	readonly title: string;
	/** Idempotent: run again after a crash it writes the same bytes. */
	run(run: Run): Promise<Detail>;
};

/** Writes a small file so that it is either there in full or not at all. */
export function writeWhole(path: string, text: string, mode = 0o600): void {
	const temporary = `${path}.tmp`;
	const file = openSync(temporary, 'w', mode);
	try {
		writeSync(file, text);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
	renameSync(temporary, path);
}

const scratch = (work: string, table: string) => join(work, `${table}.parquet`);

/** Keeps a query's rows for later steps, as table `name`. */
export async function keep(run: Run, name: string, sql: string): Promise<void> {
	if (run.work === null) {
		await run.db.run(`create or replace temp table ${quoted(name)} as ${sql}`);
		return;
	}
	const path = scratch(run.work, name);
	await run.db.run(
		`copy (${sql}) to ${literal(`${path}.tmp`)} (format parquet, compression snappy)`
	);
	renameSync(`${path}.tmp`, path);
	await recall(run, name);
}

/** Makes what an earlier step kept visible again. Whether it was there. */
export async function recall(run: Run, name: string): Promise<boolean> {
	if (run.work === null) return true;
	const path = scratch(run.work, name);
	if (!existsSync(path)) return false;
	await run.db.run(
		`create or replace temp view ${quoted(name)} as select * from read_parquet(${literal(path)})`
	);
	return true;
}

/** Makes ready to give pseudonyms in these domains, in this run's database only. */
export function loadKeys(run: Run, domains: Iterable<string>): void {
	for (const domain of new Set(domains)) {
		const key = deriveKey(run.master, run.rules.project, domain);
		installPseudonyms(run.db, domain, key);
		key.fill(0);
	}
}

/** The data set that a table belongs to, as controllers sign up to it. */
export const datasetOf = (run: Run, table: string): string =>
	run.source.known.tables.get(table)?.dataset ?? '';

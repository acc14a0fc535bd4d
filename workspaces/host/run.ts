import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { failed, judge, tableOrFailure, treeOrFailure } from './judge.ts';
import type { Failure, Outcome, Shape, Table, Tree } from './judge.ts';
import { launch, type Launched, type Observe } from './launch.ts';
import { limits, longestSql, rowsShown, type Limits } from './limits.ts';
import type { Request } from './protocol.ts';
import type { Bind, Runtime } from './runtime.ts';
import type { Machine } from './sandbox.ts';

export type Job = {
	/** A new plain word; it names the run's control groups. */
	readonly name: string;
	readonly workspace: string;
	/** Folder of the snapshot; null when nothing is read (a text is only parsed). */
	readonly snapshot: string | null;
	readonly sql: string;
	readonly limits?: Limits;
	readonly observe?: Observe | undefined;
};

export type Running<T> = { readonly done: Promise<Outcome<T>>; readonly stop: () => void };

/** Runs one query over a snapshot in a sandbox of its own. The answer is checked before it is believed. */
export const run = (machine: Machine, runtime: Runtime, job: Job): Running<Table> =>
	start<Table>(machine, runtime, job, 'run', tableOrFailure);

/** DuckDB's syntax tree of a text, made in a sandbox without data; the text is not run. */
export const serialise = (machine: Machine, runtime: Runtime, job: Job): Running<Tree> =>
	start<Tree>(machine, runtime, { ...job, snapshot: null }, 'serialise', treeOrFailure);

function start<T>(
	machine: Machine,
	runtime: Runtime,
	job: Job,
	mode: Request['mode'],
	shape: Shape<T>
): Running<T> {
	if (job.sql.length > longestSql)
		return ended(failed('too-long', `Shorten the text to ${longestSql} characters.`));
	let snapshot: Snapshot;
	try {
		snapshot = job.snapshot === null ? { tables: [], folder: null } : snapshotIn(job.snapshot);
	} catch {
		return ended(
			failed('data', 'The snapshot of this workspace cannot be read; tell the service.')
		);
	}
	const allowed = job.limits ?? limits;
	const launched = begin(machine, runtime, job, snapshot, mode, allowed);
	return {
		stop: launched.stop,
		done: launched.done.then((ending) => judge(ending, shape, allowed))
	};
}

const ended = (outcome: Failure): Running<never> => ({
	done: Promise.resolve(outcome),
	stop: () => undefined
});

type Snapshot = {
	readonly folder: string | null;
	readonly tables: readonly string[];
};

/**
 * The tables of a snapshot: regular Parquet files only, so that no link leads out of the folder.
 * @throws Error when the folder cannot be read or holds none.
 */
export function snapshotIn(folder: string): Snapshot {
	const at = resolve(folder);
	const tables = readdirSync(at, { withFileTypes: true })
		.filter((entry) => entry.isFile() && /^[a-z][a-z0-9_]*\.parquet$/.test(entry.name))
		.map((entry) => entry.name.replace(/\.parquet$/, ''));
	if (tables.length === 0) throw new Error('no tables');
	return { folder: at, tables: tables.sort() };
}

/**
 * A system user per workspace: 200,000 and a number from a digest of its id. Two of 10,000 workspaces
 * share one with a chance of 5 %; then they share a limit on processes, and nothing else.
 */
export function userOf(workspace: string): number {
	return (
		200_000 + (createHash('sha256').update(workspace).digest().readUInt32BE(0) % 1_000_000_000)
	);
}

/** The folder once, or its files one by one (slower) where the run's own user could not enter it. */
export function stagedTables({ folder, tables }: Snapshot): Bind[] {
	if (folder === null) return [];
	const files = tables.map((name) => `${name}.parquet`);
	return (statSync(folder).mode & 0o001) !== 0
		? [{ from: folder, to: '/data', files }]
		: files.map((file) => ({ from: `${folder}/${file}`, to: `/data/${file}` }));
}

function begin(
	machine: Machine,
	runtime: Runtime,
	job: Job,
	snapshot: Snapshot,
	mode: Request['mode'],
	allowed: Limits
): Launched {
	const uid = userOf(job.workspace);
	const request: Request = {
		mode,
		sql: job.sql,
		tables: snapshot.tables,
		rows: rowsShown,
		memory: Math.floor(allowed.memory * 0.6)
	};
	const cell = {
		uid,
		gid: uid, // no group of ours: snapshots are readable by all who can reach them, and only we can
		staged: [...runtime.parts, ...stagedTables(snapshot)],
		open: runtime.libraries,
		environment: { LD_LIBRARY_PATH: runtime.libraryPath, HOME: '/tmp', TZ: 'UTC', LANG: 'C.UTF-8' },
		command: runtime.command,
		limits: allowed
	};
	return launch(machine, job.name, cell, JSON.stringify(request), job.observe);
}

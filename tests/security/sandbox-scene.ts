import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { capabilities, type Found } from '#workspaces/host/capabilities.ts';
import type { Groups } from '#workspaces/host/groups.ts';
import { launch, type Ending, type Launched } from '#workspaces/host/launch.ts';
import { limits, type Limits } from '#workspaces/host/limits.ts';
import { run, userOf } from '#workspaces/host/run.ts';
import type { Runtime } from '#workspaces/host/runtime.ts';
import type { Cell, Machine } from '#workspaces/host/sandbox.ts';
import { find } from '#workspaces/host/tools.ts';

/** Why these tests cannot run here; the only good reason is that bubblewrap is not installed. */
export const missing: string | null =
	find('bwrap') === null
		? 'bubblewrap is not installed; install it with: apt-get install -y bubblewrap'
		: null;
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

export const small: Limits = { ...limits, memory: 1024 ** 3, wall: 20_000 };

export type Scene = {
	readonly machine: Machine;
	readonly runtime: Runtime;
	readonly folder: string;
	/** A snapshot of 5,000 people and 20,000 conditions. */
	readonly snapshot: string;
	readonly close: () => void;
	readonly start: (command: readonly string[], change?: Partial<Cell>) => Launched;
	/** Runs JavaScript in a sandbox; `say` sends words back. */
	readonly probe: (code: string, change?: Partial<Cell>) => Promise<Ending & { said: string }>;
	readonly query: (sql: string, change?: Partial<Limits>) => ReturnType<typeof run>['done'];
};

let names = 0;
export const fresh = (): string => `test-${process.pid}-${names++}`;

/** A proven sandbox and a snapshot. @throws with the machine's own words when no sandbox can be made. */
export async function scene(groups?: Groups): Promise<Scene> {
	const found: Found = await capabilities(groups ? { groups } : {});
	const { machine, runtime } = found;
	if (machine === null || runtime === null) throw new Error(found.capabilities.says.join(' '));
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-sandbox-'));
	chmodSync(folder, 0o755); // what a run may read must be reachable for its own user
	const snapshot = join(folder, 'snapshot');
	await writeSnapshot(snapshot);
	const start = (command: readonly string[], change: Partial<Cell> = {}) => {
		const uid = userOf('a-workspace');
		const cell: Cell = {
			uid,
			gid: uid,
			staged: runtime.parts,
			open: runtime.libraries,
			environment: { LD_LIBRARY_PATH: runtime.libraryPath },
			command,
			limits: small,
			...change
		};
		return launch(machine, fresh(), cell, '');
	};
	return {
		machine,
		runtime,
		folder,
		snapshot,
		start,
		close: () => {
			found.close();
			rmSync(folder, { recursive: true, force: true });
		},
		probe: async (code, change) => {
			const prelude = `const fs = require('node:fs'); const say = (words) => fs.writeSync(4, String(words));
				const attempt = (work) => { try { return work() ?? 'done'; } catch (error) { return error.code ?? error.message; } };`;
			const ending = await start(['/runtime/node', '-e', prelude + code], change).done;
			return { ...ending, said: ending.answer.toString() };
		},
		query: (sql, change = {}) =>
			run(machine, runtime, {
				name: fresh(),
				workspace: 'a-workspace',
				snapshot,
				sql,
				limits: { ...small, ...change }
			}).done
	};
}

/** Parquet as the vault leaves it: pseudonyms are UUIDs, one file a table. */
export async function writeSnapshot(folder: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	const tables = {
		person: `select md5('p' || i)::uuid as person_id, (i % 2)::int as gender_concept_id,
			(1930 + i % 80)::int as year_of_birth, i::bigint * 1000000000000000 as large,
			(i / 7)::decimal(10, 2) as amount, date '2020-01-01' + (i % 400)::int as entry
			from range(5000) t(i)`,
		condition_occurrence: `select md5('c' || i)::uuid as condition_occurrence_id,
			md5('p' || (i % 5000))::uuid as person_id, (i % 50)::int as condition_concept_id
			from range(20000) t(i)`
	};
	for (const [name, sql] of Object.entries(tables))
		await connection.run(`copy (${sql}) to '${join(folder, `${name}.parquet`)}'`);
	connection.closeSync();
	instance.closeSync();
}

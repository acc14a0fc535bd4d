import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { OutputStage } from '#db/seed/stage.ts';
import type { PersonKey } from '#db/seed/people.ts';
import { openWorkspace } from '#db/seed/workspaces.ts';
import { approveRefresh } from '#domain/workspaces/refresh/approve.server.ts';
import { ask } from '#domain/workspaces/refresh/ask.server.ts';
import { makeRefresh } from '#domain/workspaces/refresh/make.server.ts';
import * as refreshes from '#domain/workspaces/refresh/store.server.ts';
import { gateOf } from '#domain/workspaces/gate.ts';
import { hostAt, type HostClient } from '#platform/host.server.ts';
import { fileObjects } from '#platform/objects.server.ts';
import { startHost } from '#workspaces/host/main.ts';
import { missing } from '../security/sandbox-scene.ts';
import { at, sceneOf, study, type Scene } from './workspaces-scene.ts';

export { missing, at };

/** Everybody may be in it, so that its tables have large cells. */
const everybody = {
	...study,
	cohort: { ...study.cohort, conditions: [], ageFrom: 0, ageTo: 120 }
};

export type RefreshScene = Scene & {
	/** An open workspace with the service's own first cut, and what outputs are made with. */
	readonly outputs: OutputStage;
	readonly host: HostClient;
	readonly workspace: string;
	/**
	 * Another edition of the warehouse, made from the first by DuckDB statements over `src` (the folder);
	 * each gives a table its new rows.
	 */
	edition(version: string, tables: Readonly<Record<string, string>>): Promise<void>;
};

/** An open workspace over a real vault and a real host, whose warehouse may be changed. */
export const test = sceneOf(everybody).extend<{ open: RefreshScene }>({
	open: async ({ scene }, use) => {
		const { home, db, stage, project, vault } = scene;
		const warehouse = join(home, 'warehouse');
		const catalogue = readFileSync(join(warehouse, 'catalogue.json'));
		const changed: string[] = [];
		const workspace = await openWorkspace(stage, project);
		const host = await startHost({ ALDGATE_HOME: home, DATABASE_URL: db.hostUrl });
		const edition: RefreshScene['edition'] = async (version, tables) => {
			const known = JSON.parse(catalogue.toString('utf8')) as object;
			for (const [table, sql] of Object.entries(tables)) {
				await rewrite(warehouse, table, sql);
				changed.push(table);
			}
			writeFileSync(join(warehouse, 'catalogue.json'), JSON.stringify({ ...known, version }));
		};
		try {
			await use({
				...scene,
				workspace,
				host: hostAt(home),
				outputs: {
					tools: { vault, host: hostAt(home), objects: fileObjects(join(home, 'objects')) },
					sql: db.portal,
					workspace,
					member: 'joseph',
					at
				},
				edition
			});
		} finally {
			await host.stop();
			for (const table of changed) renameSync(before(warehouse, table), now(warehouse, table));
			writeFileSync(join(warehouse, 'catalogue.json'), catalogue);
		}
	}
});

const now = (warehouse: string, table: string) => join(warehouse, `${table}.parquet`);
const before = (warehouse: string, table: string) => join(warehouse, `${table}.before`);

/** Puts new rows in the place of a table's; `src` in the statement is the table as it was. */
async function rewrite(warehouse: string, table: string, sql: string): Promise<void> {
	const [from, to] = [before(warehouse, table), now(warehouse, table)];
	renameSync(to, from);
	const instance = await DuckDBInstance.create(':memory:');
	const duck = await instance.connect();
	await duck.run(`create view src as select * from read_parquet('${from}')`);
	await duck.run(`copy (${sql}) to '${to}' (format parquet)`);
	duck.closeSync();
	instance.closeSync();
}

/** New data asked for by the data manager and made by the vault, waiting at the gate. */
export async function refreshAsked(scene: RefreshScene, when = at): Promise<string> {
	const { db, actor } = await scene.as('ingrid');
	const id = await ask(db, actor, scene.jobs, {
		workspace: scene.workspace,
		reason: 'The yearly refresh that the agreement names.',
		once: crypto.randomUUID(),
		at: when
	});
	await makeRefresh({ sql: scene.db.worker, vault: scene.vault }, { refresh: id, now: () => when });
	return id;
}

export async function refreshApproved(
	scene: RefreshScene,
	id: string,
	key: PersonKey,
	when = at
): Promise<{ open: boolean }> {
	const { db, actor } = await scene.as(key);
	const [{ snapshotId }, report] = await db.read(
		async (tx) => [await refreshes.find(tx, id), await refreshes.report(tx, id)] as const
	);
	return approveRefresh(
		db,
		actor,
		{
			refresh: id,
			snapshot: snapshotId ?? '',
			note: '',
			acknowledged: gateOf(report).acknowledge,
			at: when
		},
		scene.jobs
	);
}

/** Both approvals: the workspace works with the new data from then on. */
export async function refreshed(scene: RefreshScene, when = at): Promise<string> {
	const id = await refreshAsked(scene, when);
	await refreshApproved(scene, id, 'ingrid', when);
	await refreshApproved(scene, id, 'farah', when);
	return id;
}

import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll } from 'vitest';
import * as applications from '#db/seed/applications.ts';
import { organisationId, personId, type PersonKey } from '#db/seed/people.ts';
import { seedPolicy } from '#db/seed/policy.ts';
import type { OutputStage } from '#db/seed/stage.ts';
import { player, type Player } from '#db/seed/stage.ts';
import { depression } from '#db/seed/studies/depression.ts';
import { hostAt } from '#platform/host.server.ts';
import { fileObjects } from '#platform/objects.server.ts';
import { vaultAt } from '#platform/vault.server.ts';
import { startHost } from '#workspaces/host/main.ts';
import { startVault } from '#workspaces/vault/main.ts';
import { missing } from '../security/sandbox-scene.ts';
import { ran, rulesFor, scene as population } from '../security/deidentify-scene.ts';
import { test as base } from './applications-scene.ts';

export { missing, personId };
export const at = Temporal.Now.instant();
const snapshot = `s${'0'.repeat(23)}1`;

let place: Awaited<ReturnType<typeof population>> | undefined;
let home = '';

/** One small population, de-identified by the real engine: the snapshot of every test's project. */
beforeAll(async () => {
	if (missing !== null) return;
	place = await population(1500);
	home = mkdtempSync(join(tmpdir(), 'aldgate-outputs-'));
	mkdirSync(join(home, 'snapshots'));
	await ran({
		source: place.source,
		lists: place.lists,
		rules: rulesFor(),
		out: join(home, 'snapshots', snapshot)
	});
	await numbered(join(home, 'snapshots', snapshot), join(home, 'keys', 'vault', 'sidecars'));
	renameSync(place.source, join(home, 'warehouse'));
}, 180_000);
afterAll(() => {
	place?.remove();
	if (home !== '') rmSync(home, { recursive: true, force: true });
});

/** Numbers for the snapshot's people, as the vault gives them when it makes an extract itself. */
async function numbered(from: string, to: string): Promise<void> {
	mkdirSync(to, { recursive: true, mode: 0o700 });
	const instance = await DuckDBInstance.create(':memory:');
	const db = await instance.connect();
	await db.run(
		`copy (select person_id as pid, (row_number() over (order by person_id))::uinteger as number
			from read_parquet('${join(from, 'person.parquet')}'))
		to '${join(to, `${snapshot}.parquet`)}' (format parquet)`
	);
	db.closeSync();
	instance.closeSync();
}

export type OutputScene = {
	readonly stage: OutputStage;
	readonly project: string;
	readonly application: string;
	/** The folder of the vault and the host that the scene's workspace lies with. */
	readonly home: string;
	readonly as: (key: PersonKey) => Promise<Player>;
};

/**
 * An open workspace of an approved study, with Amara its lead and Tomas its researcher, over a real
 * vault and a real host on sockets of their own.
 */
export const test = base.extend<{ outputs: OutputScene }>({
	outputs: async ({ scene }, use) => {
		const { owner, portal } = scene;
		const application = await applications.approved(portal, depression, at);
		const [agreement, project, workspace] = [
			crypto.randomUUID(),
			crypto.randomUUID(),
			crypto.randomUUID()
		];
		await owner.begin(async (tx) => {
			await seedPolicy(tx);
			// agreement and gate have their own tests: here only what the host and the vault look at
			await tx`set local session_replication_role = replica`;
			await tx`
				insert into project (id, application_id, agreement_id, organisation_id, title, status, starts_on, ends_on, status_since, created_at)
				values (${project}, ${application}, ${agreement}, ${organisationId('thames')}, ${depression.project.title}, 'active',
					(${at}::timestamptz - interval '10 days')::date, (${at}::timestamptz + interval '300 days')::date, ${at}, ${at})
			`;
			for (const [key, role] of [
				['amara', 'lead'],
				['tomas', 'researcher']
			] as const)
				await tx`insert into project_member (project_id, person_id, role, added_at, terms_accepted_at) values (${project}, ${personId(key)}, ${role}, ${at}, ${at})`;
			await tx`insert into workspace (id, project_id, status, snapshot_id, opened_at, status_since) values (${workspace}, ${project}, 'open', ${snapshot}, ${at}, ${at})`;
			for (const [key, role] of [
				['ingrid', 'data-manager'],
				['farah', 'privacy-officer']
			] as const)
				await tx`insert into gate_approval (workspace_id, snapshot_id, person_id, role, at) values (${workspace}, ${snapshot}, ${personId(key)}, ${role}, ${at})`;
		});
		const vault = await startVault({ ALDGATE_HOME: home, DATABASE_URL: scene.vaultUrl });
		const host = await startHost({ ALDGATE_HOME: home, DATABASE_URL: scene.hostUrl });
		const tools = {
			vault: vaultAt(home),
			host: hostAt(home),
			objects: fileObjects(`${home}/objects`)
		};
		try {
			await use({
				stage: { tools, sql: portal, workspace, member: 'amara', at },
				project,
				application,
				home,
				as: (key) => player(portal, key)
			});
		} finally {
			await host.stop();
			await vault.stop();
		}
	}
});

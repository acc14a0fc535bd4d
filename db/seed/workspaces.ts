import { approveGate } from '#domain/workspaces/approve-gate.server.ts';
import { gateOf } from '#domain/workspaces/gate.ts';
import { provision } from '#domain/workspaces/provision.server.ts';
import { run } from '#domain/workspaces/run.server.ts';
import { find, ofProject, report } from '#domain/workspaces/store.server.ts';
import type { Sql } from '#platform/db.server.ts';
import type { HostClient } from '#platform/host.server.ts';
import type { VaultClient } from '#platform/vault.server.ts';
import { termsAccepted } from './agreements.ts';
import type { PersonKey } from './people.ts';
import { player } from './stage.ts';
import type { Study } from './studies/study.ts';

type Stage = {
	/** As the portal's role. */
	readonly sql: Sql;
	readonly vault: Pick<VaultClient, 'provision'>;
	readonly study: Study;
	readonly at: Temporal.Instant;
};

/**
 * Has the vault make the extract of a project that is being provisioned, and leaves its workspace at
 * the gate. A worker that is at the same job does no harm: the vault makes one extract at a time, and
 * the same inputs give the same one. Gives the workspace's id.
 */
export async function atTheGate({ sql, vault, at }: Stage, project: string): Promise<string> {
	const { db } = await player(sql, 'ingrid');
	const workspace = await db.read((tx) => ofProject(tx, project));
	await provision({ sql, vault }, { workspace, now: () => at });
	return workspace;
}

/** One of the two approvals, by somebody who has read and ticked everything the report asks for. */
async function approved(sql: Sql, key: PersonKey, workspace: string, at: Temporal.Instant) {
	const { db, actor } = await player(sql, key);
	const [{ snapshotId }, read] = await db.read((tx) =>
		Promise.all([find(tx, workspace), report(tx, workspace)])
	);
	const { acknowledge } = gateOf(read);
	await approveGate(db, actor, {
		workspace,
		snapshot: snapshotId ?? '',
		note: '',
		acknowledged: acknowledge,
		at
	});
}

/** At the gate with the data manager's approval, waiting for the privacy officer's. */
export async function halfOpened(stage: Stage, project: string): Promise<string> {
	const workspace = await atTheGate(stage, project);
	await approved(stage.sql, 'ingrid', workspace, stage.at);
	return workspace;
}

/** Open, with the terms accepted by every member of the study. Gives the workspace's id. */
export async function openWorkspace(stage: Stage, project: string): Promise<string> {
	const workspace = await halfOpened(stage, project);
	await approved(stage.sql, 'farah', workspace, stage.at);
	await termsAccepted(stage, project);
	return workspace;
}

/** Runs a query as somebody, so that a history is there. @throws the reason when it gives no answer. */
export async function ranQuery(
	sql: Sql,
	host: Pick<HostClient, 'run'>,
	{
		key,
		workspace,
		query,
		at
	}: { key: PersonKey; workspace: string; query: string; at: Temporal.Instant }
): Promise<void> {
	const { db, actor } = await player(sql, key);
	const asked = { workspace, run: crypto.randomUUID(), sql: query, now: () => at };
	const answer = await run(db, actor, host, asked);
	if (!answer.ok) throw new Error(answer.error.message);
}

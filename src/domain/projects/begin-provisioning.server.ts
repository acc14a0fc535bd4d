import type { Tx } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { moved, type MoveName, type Project } from './project.ts';
import * as store from './store.server.ts';

type Beginning = {
	/** Locked by the caller, so that two payments cannot begin it twice. */
	readonly project: Project;
	/** What opens it: an accepted purchase order or the payment of the invoice. */
	readonly by: Extract<MoveName, 'project.accept-po' | 'invoice.record-payment'>;
	readonly at: Temporal.Instant;
};

/**
 * Takes a project that is paid for, or whose purchase order was accepted, to provisioning: its
 * workspace with every step waiting, and the job that has the vault make the extract, sent in this
 * transaction so that both happen or neither. Answers the workspace's id.
 * @throws Problem 409 when the project is past that.
 */
export async function beginProvisioning(
	tx: Tx,
	jobs: Pick<Jobs, 'send'>,
	{ project, by, at }: Beginning
): Promise<string> {
	const status = moved(project.status, by);
	await store.setStatus(tx, project.id, status, at);
	const workspace = await store.insertWorkspace(tx, project.id, at);
	await jobs.send(tx, 'workspace.provision', { workspace }, workspace);
	return workspace;
}

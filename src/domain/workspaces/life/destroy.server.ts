import { act } from '#domain/audit/act.server.ts';
import { service, type Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { bind, type Bound } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import type { Services } from '#platform/services.server.ts';
import * as workspaces from '../store.server.ts';
import { moved } from '../workspace.ts';
import { step } from './change.server.ts';
import * as store from './store.server.ts';

type Order = { readonly workspace: string; readonly reason: string; readonly at: Temporal.Instant };

/** Asks that an archived workspace be destroyed, for good. Another person confirms it. */
export const askDestruction = (
	db: Bound,
	who: Actor,
	{ workspace: id, reason, at }: Order
): Promise<void> =>
	act(db, who, async (tx) => {
		const workspace = await workspaces.lock(tx, id);
		insist(may(who, 'workspace.ask-destruction'));
		moved(workspace.status, 'workspace.destroy');
		if (await store.destruction(tx, id))
			throw new Problem(409, 'The destruction of this workspace was asked for already.');
		await store.askDestruction(tx, { workspace: id, person: who.id, reason, at });
		return {
			result: undefined,
			event: {
				action: 'workspace.ask-destruction',
				subject: { kind: 'workspace', id },
				organisation: workspace.organisationId,
				detail: { reason },
				at
			}
		};
	});

/**
 * The second person's word: the vault then destroys snapshots, sidecars and the project's key.
 * @throws Problem 403 for who asked for it; 404 | 409.
 */
export const confirmDestruction = (
	db: Bound,
	who: Actor,
	jobs: Pick<Jobs, 'send'>,
	{ workspace: id, at }: Omit<Order, 'reason'>
): Promise<void> =>
	act(db, who, async (tx) => {
		const workspace = await workspaces.lock(tx, id);
		insist(may(who, 'workspace.confirm-destruction'));
		moved(workspace.status, 'workspace.destroy');
		const asked = await store.destruction(tx, id);
		if (!asked) throw new Problem(409, 'Nobody asked for the destruction of this workspace.');
		if (asked.confirmedAt) throw new Problem(409, 'This was confirmed already.');
		if (asked.askedBy === who.id)
			throw new Problem(403, 'Another person confirms what you asked for.');
		await store.confirmDestruction(tx, id, { person: who.id, at });
		await jobs.send(tx, 'workspace.destroy', { workspace: id }, id);
		return {
			result: undefined,
			event: {
				action: 'workspace.confirm-destruction',
				subject: { kind: 'workspace', id },
				organisation: workspace.organisationId,
				detail: { reason: asked.reason },
				at
			}
		};
	});

type Tools = Pick<Services, 'sql'> & {
	readonly vault: Pick<Services['vault'], 'destroy' | 'recordReleases'>;
};

/** Has the vault destroy what two people decided, and closes the project. Sent twice it is done once. */
export async function destroy(
	{ sql, vault }: Tools,
	{ workspace: id, at }: Omit<Order, 'reason'>
): Promise<void> {
	const db = bind(sql, service.id);
	const { status } = await db.read((tx) => workspaces.find(tx, id));
	if (status !== 'archived') return;
	// later requests are compared with the people behind its releases: by numbers, which stay
	await vault.recordReleases();
	const { sha256 } = await vault.destroy({ person: service.id, workspace: id });
	await act(db, service, async (tx) => {
		const workspace = await workspaces.lock(tx, id);
		if (workspace.status === 'destroyed') return { result: undefined, event: [] };
		const reason = (await store.destruction(tx, id))?.reason ?? '';
		const move = 'workspace.destroy';
		const detail = { certificate: sha256 };
		return { result: undefined, event: await step(tx, { workspace, move, reason, at, detail }) };
	});
}

/** Destructions whose job was lost, for the clock. */
export const destructionsDue = (db: Bound): Promise<string[]> => db.read(store.destructionsDue);

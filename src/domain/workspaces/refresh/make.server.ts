import { act } from '#domain/audit/act.server.ts';
import { service } from '#domain/people/actor.ts';
import type { Json } from '#platform/canonical.ts';
import { bind, type Bound, type Tx } from '#platform/db.server.ts';
import type { Services } from '#platform/services.server.ts';
import type { RefreshEvent } from '#platform/vault.server.ts';
import { contentsOf } from '../report.ts';
import * as workspaces from '../store.server.ts';
import { moved, type Refresh } from './refresh.ts';
import * as store from './store.server.ts';

type Tools = Pick<Services, 'sql'> & { readonly vault: Pick<Services['vault'], 'refresh'> };
type Task = { readonly refresh: string; readonly now: () => Temporal.Instant };

/**
 * Has the vault make a workspace's next snapshot and compare it with the one in use, noting each
 * step. Sent twice, or again after a kill, it goes on and ends the same.
 *
 * @throws whatever stopped it, after noting the reason at the step, so that the queue tries again.
 */
export async function makeRefresh(
	{ sql, vault }: Tools,
	{ refresh: id, now }: Task
): Promise<void> {
	const db = bind(sql, service.id);
	const { status } = await db.read((tx) => store.find(tx, id));
	if (status !== 'making') return;
	try {
		for await (const said of vault.refresh({ person: service.id, refresh: id }))
			await note(db, id, now(), (tx) => take(tx, id, said, now()));
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'Something went wrong.';
		await note(db, id, now(), async (tx) => {
			await store.failStep(tx, id, reason, now());
			return { status: 'failed', reason };
		});
		throw error;
	}
}

/** Writes something about a refresh that is still being made: a twin of this job may be ahead. */
function note(
	db: Bound,
	id: string,
	at: Temporal.Instant,
	write: (tx: Tx, refresh: Refresh) => Promise<Readonly<Record<string, Json>>>
): Promise<void> {
	return act(db, service, async (tx) => {
		const refresh = await store.lock(tx, id);
		if (refresh.status !== 'making') return { result: undefined, event: [] };
		const { organisationId } = await workspaces.find(tx, refresh.workspaceId);
		const detail = { refresh: id, ...(await write(tx, refresh)) };
		return {
			result: undefined,
			event: {
				action: 'refresh.step',
				subject: { kind: 'workspace', id: refresh.workspaceId },
				organisation: organisationId,
				detail,
				at
			}
		};
	});
}

async function take(
	tx: Tx,
	id: string,
	said: RefreshEvent,
	at: Temporal.Instant
): Promise<Readonly<Record<string, Json>>> {
	if (said.type === 'step') {
		const { step, status, title, position, message } = said;
		await store.noteStep(tx, id, { position, name: step, status, detail: message ?? title, at });
		return { step, status };
	}
	const { snapshot, report, difference } = said;
	const status = moved('making', 'refresh.step');
	await store.setSnapshot(tx, id, {
		snapshot,
		contents: contentsOf(report as Json),
		difference: difference as Json,
		report: report as Json
	});
	await store.setStatus(tx, id, { status, at });
	return { snapshot, gate: report.gate.verdict, to: status };
}

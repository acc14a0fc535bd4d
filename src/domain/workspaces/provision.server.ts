import { act } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import { service } from '#domain/people/actor.ts';
import type { Json } from '#platform/canonical.ts';
import { bind } from '#platform/db.server.ts';
import type { Services } from '#platform/services.server.ts';
import type { ProvisionEvent } from '#platform/vault.server.ts';
import { contentsOf } from './report.ts';
import * as store from './store.server.ts';
import { moved } from './workspace.ts';

type Task = { readonly workspace: string; readonly now: () => Temporal.Instant };

/**
 * Has the vault make a workspace's snapshot and notes each step as it happens, so that a page can
 * show progress and a restart goes on from the last step done. Sent twice it does nothing twice:
 * the vault gives the same inputs the same snapshot.
 *
 * @throws whatever stopped it, after noting the reason at the step, so that the queue tries again.
 */
export async function provision(
	{ sql, vault }: Pick<Services, 'sql'> & { readonly vault: Pick<Services['vault'], 'provision'> },
	{ workspace, now }: Task
): Promise<void> {
	const db = bind(sql, service.id);
	const { projectId, status } = await db.read((tx) => store.find(tx, workspace));
	if (status !== 'provisioning') return;
	try {
		for await (const said of vault.provision({ person: service.id, project: projectId }))
			await note(db, workspace, said, now());
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'Something went wrong.';
		await act(db, service, async (tx) => {
			const found = await store.lock(tx, workspace);
			if (found.status !== 'provisioning') return { result: undefined, event: [] };
			await store.failRunningStep(tx, workspace, reason, now());
			return { result: undefined, event: stepEvent(found, { status: 'failed', reason }, now()) };
		});
		throw error;
	}
}

const stepEvent = (
	{ id, organisationId }: Pick<store.Workspace, 'id' | 'organisationId'>,
	detail: Record<string, Json>,
	at: Temporal.Instant
): Event => ({
	action: 'workspace.step',
	subject: { kind: 'workspace', id },
	organisation: organisationId,
	detail,
	at
});

function note(
	db: ReturnType<typeof bind>,
	workspace: string,
	said: ProvisionEvent,
	at: Temporal.Instant
): Promise<void> {
	return act(db, service, async (tx) => {
		const found = await store.lock(tx, workspace);
		// a twin of this job, taken up when its worker seemed gone, was there first
		if (found.status !== 'provisioning') return { result: undefined, event: [] };
		if (said.type === 'step') {
			const { step, status, title } = said;
			// the reasons of a refusal are for staff; counts stay in the report
			const detail = said.message ?? title;
			await store.noteStep(tx, workspace, {
				position: said.position,
				name: step,
				status,
				detail,
				at
			});
			return { result: undefined, event: stepEvent(found, { step, status }, at) };
		}
		const status = moved(found.status, 'workspace.step');
		await store.setSnapshot(tx, workspace, {
			snapshot: said.snapshot,
			contents: contentsOf(said.report as Json),
			report: said.report as Json
		});
		await store.setStatus(tx, workspace, { status, at });
		const { verdict } = said.report.gate;
		return {
			result: undefined,
			event: stepEvent(found, { snapshot: said.snapshot, gate: verdict, to: status }, at)
		};
	});
}

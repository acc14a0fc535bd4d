import { act } from '#domain/audit/act.server.ts';
import { service } from '#domain/people/actor.ts';
import { bind } from '#platform/db.server.ts';
import type { Services } from '#platform/services.server.ts';
import * as workspaces from '../store.server.ts';
import * as store from './store.server.ts';

type Signing = Pick<Services, 'sql'> & {
	readonly vault: Pick<Services['vault'], 'signGate'>;
};

/** Has the vault sign what a gate has let through. The vault reads the approvals itself and signs once. */
export async function signGate(
	{ sql, vault }: Signing,
	{ gate: id, at }: { readonly gate: string; readonly at: Temporal.Instant }
): Promise<void> {
	const db = bind(sql, service.id);
	if (await db.read((tx) => store.signed(tx, id))) return;
	const made = await vault.signGate({ person: service.id, gate: id });
	await act(db, service, async (tx) => {
		const gate = await store.find(tx, id);
		const workspace = await workspaces.find(tx, gate.workspaceId);
		return {
			result: undefined,
			event: {
				action: 'gate.sign',
				subject: { kind: 'workspace', id: workspace.id },
				organisation: workspace.organisationId,
				detail: { snapshot: gate.snapshotId, manifest: made.sha256, key: made.keyId },
				at
			}
		};
	});
}

/** Signs what is in use and not signed: the sweep behind the job that each opening sends. */
export async function signGates(services: Signing, at: Temporal.Instant): Promise<number> {
	const waiting = await bind(services.sql, service.id).read((tx) => store.unsigned(tx));
	for (const gate of waiting) await signGate(services, { gate, at });
	return waiting.length;
}

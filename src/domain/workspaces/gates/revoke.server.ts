import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import * as workspaces from '../store.server.ts';
import { mayRevoke } from './policy.ts';
import * as store from './store.server.ts';

type Asked = {
	readonly workspace: string;
	readonly snapshot: string;
	readonly reason: string;
	readonly at: Temporal.Instant;
};

/**
 * Takes data that are in use away: from this moment host and vault mount them no more. Either of the
 * two roles of the gate may, alone: shutting is the safe side. @throws Problem 403 | 404 | 409.
 */
export const revokeGate = (db: Bound, who: Actor, asked: Asked): Promise<void> =>
	act(db, who, async (tx) => {
		const { workspace: id, snapshot, reason, at } = asked;
		const workspace = await workspaces.lock(tx, id);
		const found = await store.gateOfSnapshot(tx, id, snapshot);
		if (!found) throw new Problem(404, 'There is no such gate.');
		const gate = await store.lock(tx, found.id);
		const verdict = mayRevoke(who, gate.status);
		insist(mayRevoke(who, 'released'));
		if (!verdict.allowed) throw new Problem(409, verdict.because);
		await store.revoke(tx, gate.id, { reason, at });
		return {
			result: undefined,
			event: {
				action: 'gate.revoke',
				subject: { kind: 'workspace', id },
				organisation: workspace.organisationId,
				detail: { snapshot, from: gate.status, to: 'revoked', reason },
				at
			}
		};
	});

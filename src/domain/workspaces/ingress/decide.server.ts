import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist, Problem, type Verdict } from '#platform/problems.ts';
import * as workspaces from '../store.server.ts';
import { moved, type MoveName } from './ingress.ts';
import { mayDecide, mayRemove, mayWithdraw } from './policy.ts';
import * as store from './store.server.ts';

type Order = {
	readonly workspace: string;
	readonly file: string;
	readonly at: Temporal.Instant;
};
type Asked = { readonly file: store.File; readonly member: boolean };

function move(
	db: Bound,
	who: Actor,
	order: Order & { readonly reason: string },
	action: MoveName,
	{ judge, decides }: { judge: (asked: Asked) => Verdict; decides: boolean }
): Promise<void> {
	return act(db, who, async (tx: Tx) => {
		const workspace = await workspaces.find(tx, order.workspace);
		const file = await store.lock(tx, order.workspace, order.file);
		const member = await store.isMember(tx, workspace.projectId, who.id);
		insist(judge({ file, member }));
		const status = moved(file.status, action);
		const { reason, at } = order;
		await store.setStatus(tx, file.id, { status, by: decides ? who.id : null, reason, at });
		return {
			result: undefined,
			event: {
				action,
				subject: { kind: 'workspace', id: order.workspace },
				organisation: workspace.organisationId,
				detail: { file: file.id, name: file.name, from: file.status, to: status, reason },
				at
			}
		};
	});
}

/**
 * A data manager's answer on a file: it appears in the shared folder, or it is refused with a reason.
 * @throws Problem 403 for who sent it, a member, or another role; 404; 409 when it was decided before.
 */
export function decide(
	db: Bound,
	who: Actor,
	order: Order & { readonly accept: boolean; readonly reason: string }
): Promise<void> {
	if (!order.accept && order.reason === '')
		throw new Problem(409, 'Say why the file may not come in.');
	return move(db, who, order, order.accept ? 'ingress.accept' : 'ingress.refuse', {
		judge: ({ file, member }) => mayDecide(who, file, member),
		decides: true
	});
}

/** Takes back a file that waits. @throws Problem 403 for anybody but who sent it; 404; 409. */
export const withdraw = (db: Bound, who: Actor, order: Order): Promise<void> =>
	move(db, who, { ...order, reason: '' }, 'ingress.withdraw', {
		judge: ({ file }) => mayWithdraw(who, file),
		decides: false
	});

/** Takes a file out of the shared folder; its bytes and its story are kept. @throws Problem 403 | 404 | 409. */
export const remove = (
	db: Bound,
	who: Actor,
	order: Order & { readonly reason: string }
): Promise<void> =>
	move(db, who, order, 'ingress.remove', {
		judge: ({ member }) => mayRemove(who, member),
		decides: false
	});

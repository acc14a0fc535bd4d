import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import type { Order } from './change.server.ts';
import * as files from './files/store.server.ts';
import { moved } from './output.ts';
import { mayAsMember } from './policy.ts';
import * as store from './store.server.ts';

/** Sends a request to the checkers, with the words that go with it. @throws Problem 403 | 404 | 409. */
export const submit = (
	db: Bound,
	who: Actor,
	asked: Order & { readonly title: string; readonly purpose: string; readonly description: string }
): Promise<void> =>
	act(db, who, async (tx) => {
		const request = await store.lock(tx, asked.id);
		insist(mayAsMember(who, 'output.submit', await store.standing(tx, request.projectId, who.id)));
		const to = moved(request.status, 'output.submit');
		if (request.version !== asked.version) throw store.stale();
		const held = await files.files(tx, asked.id);
		if (held.length === 0) throw new Problem(409, 'Add a table or a file before you submit.');
		await store.setWords(tx, asked.id, asked);
		await store.setStatus(tx, request, { status: to, at: asked.at });
		return {
			result: undefined,
			event: {
				action: 'output.submit',
				subject: { kind: 'output', id: asked.id },
				organisation: request.organisationId,
				detail: {
					from: request.status,
					to,
					files: held.map(({ name, sha256 }) => `${name} ${sha256}`)
				},
				at: asked.at
			}
		};
	});

/** Takes a request back for good. */
export const withdraw = (
	db: Bound,
	who: Actor,
	{ id, at }: Omit<Order, 'version'>
): Promise<void> =>
	act(db, who, async (tx) => {
		const request = await store.lock(tx, id);
		insist(
			mayAsMember(who, 'output.withdraw', await store.standing(tx, request.projectId, who.id))
		);
		const to = moved(request.status, 'output.withdraw');
		await store.setStatus(tx, request, { status: to, at });
		return {
			result: undefined,
			event: {
				action: 'output.withdraw',
				subject: { kind: 'output', id },
				organisation: request.organisationId,
				detail: { from: request.status, to },
				at
			}
		};
	});

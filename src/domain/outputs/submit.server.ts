import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import type { Order } from './change.server.ts';
import { described, problemsOf } from './files/context.ts';
import type { OutputFile } from './files/file.ts';
import * as files from './files/store.server.ts';
import { moved, type Request } from './output.ts';
import { mayAsMember } from './policy.ts';
import * as store from './store.server.ts';
import * as turns from './turns/store.server.ts';

/**
 * Sends a request to the checkers as its page showed it: every file says what it is, a plot names its
 * table, and something would leave. What is sent is kept as a turn. @throws Problem 403 | 404 | 409.
 */
export const submit = (db: Bound, who: Actor, asked: Order): Promise<void> =>
	act(db, who, async (tx) => {
		const request = await store.lock(tx, asked.id);
		insist(mayAsMember(who, 'output.submit', await store.standing(tx, request.projectId, who.id)));
		const to = moved(request.status, 'output.submit');
		if (request.version !== asked.version) throw store.stale();
		const held = await files.files(tx, asked.id);
		insistComplete(request, held);
		const turn = request.turn + (request.status === 'changes_requested' ? 1 : 0);
		const { id, title, purpose, description } = request;
		const sent = { title, purpose, description, files: held, person: who.id, at: asked.at };
		await turns.keepTurn(tx, { id, turn }, sent);
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

/**
 * That a request could be sent as it is, asked before it is compared with what others released: what
 * cannot be sent learns nothing of them. @throws Problem 403 | 404 | 409.
 */
export const insistReady = (db: Bound, who: Actor, id: string): Promise<void> =>
	db.read(async (tx) => {
		const request = await store.find(tx, id);
		insist(mayAsMember(who, 'output.submit', await store.standing(tx, request.projectId, who.id)));
		moved(request.status, 'output.submit');
		insistComplete(request, await files.files(tx, id));
	});

/** The page asks for the same at each field; here is where it holds. */
function insistComplete(
	{ purpose, description }: Pick<Request, 'purpose' | 'description'>,
	held: readonly OutputFile[]
): void {
	if (held.length === 0) throw new Problem(409, 'Add a table or a file before you submit.');
	if (held.every(({ supporting }) => supporting))
		throw new Problem(
			409,
			'Every file here is a supporting one, which never leaves. Add the table or file that you ask for.'
		);
	if (purpose === '') throw new Problem(409, 'Say what the output is for.');
	if (description === '')
		throw new Problem(409, 'Describe the people, the variables and how cells were made safe.');
	for (const file of held) {
		const [problem] = Object.values(problemsOf(described(file)));
		if (problem !== undefined) throw new Problem(409, `${file.name}: ${problem}.`);
	}
}

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

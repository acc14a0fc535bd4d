import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import * as files from './files/store.server.ts';
import { sideOf } from './policy.ts';
import * as review from './review/store.server.ts';
import * as store from './store.server.ts';

export type Remark = {
	readonly id: string;
	/** The file and the cell meant, by its labels; empty for the request as a whole. */
	readonly file: string;
	readonly cell: string;
	/** Between checkers only. */
	readonly private: boolean;
	readonly words: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/** Adds to the conversation. A checker's words are shown to others once both have voted. */
export const comment = (db: Bound, who: Actor, said: Remark): Promise<string> =>
	actOnce(db, who, said.once, async (tx) => {
		const request = await store.lock(tx, said.id);
		const side = sideOf(who, await store.standing(tx, request.projectId, who.id));
		if (side === null)
			throw new Problem(403, 'Only members of the project and its checkers write here.');
		const file = said.file === '' ? null : (await files.file(tx, request.id, said.file)).id;
		await review.addComment(tx, {
			...said,
			file,
			request: request.id,
			turn: request.turn,
			side,
			person: who.id,
			private: side === 'checker' && said.private
		});
		return {
			result: request.id,
			event: {
				action: 'output.comment',
				subject: { kind: 'output', id: request.id },
				organisation: request.organisationId,
				detail: { side, turn: request.turn },
				at: said.at
			}
		};
	});

import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import * as files from '../files/store.server.ts';
import * as requests from '../store.server.ts';
import { mayEnd, mayPropose } from './policy.ts';
import { nextAfter, type Schedule } from './regular.ts';
import * as store from './store.server.ts';

export type Proposal = {
	/** The released request, and the file of it that is to be computed again. */
	readonly request: string;
	readonly file: string;
	readonly schedule: Schedule;
	readonly endsOn: Temporal.PlainDate;
	readonly reason: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Proposes that a released table be computed and released again on schedule. Answers the id.
 * @throws Problem 403 | 404, 409 when it is proposed already or its end date does not do.
 */
export const propose = (db: Bound, who: Actor, asked: Proposal): Promise<string> =>
	actOnce(db, who, asked.once, async (tx) => {
		const request = await requests.lock(tx, asked.request);
		const standing = await requests.standing(tx, request.projectId, who.id);
		const file = await files.file(tx, request.id, asked.file);
		insist(mayPropose(who, standing, request, file));
		const today = londonDay(asked.at);
		const end = mayEnd(asked.endsOn, today);
		if (!end.allowed) throw new Problem(409, end.because);
		if (await store.repeated(tx, request.id, file.name))
			throw new Problem(409, 'A regular release of this table is proposed or in force already.');
		const { schedule, endsOn, reason, at } = asked;
		const id = await store.insert(tx, {
			project: request.projectId,
			request: request.id,
			file: file.id,
			person: who.id,
			title: request.title,
			schedule,
			reason,
			endsOn,
			nextOn: nextAfter(schedule, today),
			at
		});
		return {
			result: id,
			event: {
				action: 'regular.propose',
				subject: { kind: 'regular', id },
				organisation: request.organisationId,
				detail: {
					to: 'proposed',
					request: request.id,
					file: file.name,
					schedule,
					endsOn: endsOn.toString()
				},
				at
			}
		};
	});

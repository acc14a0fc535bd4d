import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { hasSeat, mayLeave, mayManage } from './policy.ts';
import * as store from './store.server.ts';

type Change = {
	readonly project: string;
	readonly person: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Gives a researcher of the approved organisation a seat, with no amendment (domain.md, Contract
 * and IP). They still accept the end-user terms themselves.
 * @throws Problem 403 without the role or a free seat; 404; 409 for who cannot be added.
 */
export const addMember = (db: Bound, who: Actor, order: Change): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const { project: id, person, at } = order;
		const project = await store.lock(tx, id);
		insist(mayManage(who, 'project.add-member', project));
		insist(hasSeat(await store.members(tx, id), await store.seats(tx, id)));
		if (!(await store.addable(tx, id)).some((one) => one.id === person))
			throw new Problem(
				409,
				'This person cannot be added: they are on the project or are no researcher of your organisation.'
			);
		await store.addMember(tx, id, { personId: person, role: 'researcher' }, at);
		return {
			result: id,
			event: {
				action: 'project.add-member',
				subject: { kind: 'project', id },
				organisation: project.organisationId,
				detail: { person },
				at
			}
		};
	});

/** Takes a seat back; host and vault ask again at every request, so access ends at once. */
export const removeMember = (db: Bound, who: Actor, order: Change): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const { project: id, person, at } = order;
		const project = await store.lock(tx, id);
		insist(mayManage(who, 'project.remove-member', project));
		const seat = (await store.members(tx, id)).find(({ personId }) => personId === person);
		if (!seat) throw new Problem(409, 'This person is not on the project any more.');
		insist(mayLeave(seat));
		await store.removeMember(tx, id, person, at);
		return {
			result: id,
			event: {
				action: 'project.remove-member',
				subject: { kind: 'project', id },
				organisation: project.organisationId,
				detail: { person },
				at
			}
		};
	});

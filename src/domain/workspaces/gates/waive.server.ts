import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { everMember } from '../approvals/store.server.ts';
import { limitsOf } from '../limits.ts';
import * as workspaces from '../store.server.ts';
import { mayWaive, waiverUntil } from './policy.ts';
import * as store from './store.server.ts';

type Asked = {
	readonly workspace: string;
	readonly limit: string;
	readonly reason: string;
	readonly until: Temporal.PlainDate;
	readonly at: Temporal.Instant;
};

/**
 * Sets one limit aside for one workspace, for a reason and until a day. It takes effect when the
 * extract is made again, and is shown wherever the data are. @throws Problem 403 | 404 | 409.
 */
export const waive = (db: Bound, who: Actor, asked: Asked): Promise<string> =>
	act(db, who, async (tx) => {
		const { workspace: id, limit, reason, until, at } = asked;
		const workspace = await workspaces.lock(tx, id);
		const researcher = await everMember(tx, workspace.projectId, who.id);
		insist(mayWaive(who, { researcher }));
		const known = limitsOf(await workspaces.report(tx, id));
		if (!known.some(({ name }) => name === limit))
			throw new Problem(
				409,
				'The report measures no such limit, so there is nothing to set aside.'
			);
		const day = waiverUntil(until, londonDay(at));
		if (!day.allowed) throw new Problem(409, day.because);
		const waiver = await store.grant(tx, {
			workspace: id,
			limit,
			reason,
			until,
			person: who.id,
			at
		});
		return {
			result: waiver,
			event: {
				action: 'gate.waive',
				subject: { kind: 'workspace', id },
				organisation: workspace.organisationId,
				detail: { waiver, limit, reason, until: until.toString() },
				at
			}
		};
	});

/** Ends a waiver before its day: data that leaned on it are no longer mounted. */
export const endWaiver = (
	db: Bound,
	who: Actor,
	{
		workspace: id,
		waiver,
		at
	}: { readonly workspace: string; readonly waiver: string; readonly at: Temporal.Instant }
): Promise<void> =>
	act(db, who, async (tx) => {
		const workspace = await workspaces.lock(tx, id);
		const researcher = await everMember(tx, workspace.projectId, who.id);
		insist(mayWaive(who, { researcher }));
		if (!(await store.end(tx, { workspace: id, waiver, at })))
			throw new Problem(409, 'This waiver has ended already.');
		return {
			result: undefined,
			event: {
				action: 'gate.end-waiver',
				subject: { kind: 'workspace', id },
				organisation: workspace.organisationId,
				detail: { waiver },
				at
			}
		};
	});

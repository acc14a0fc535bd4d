import { act, actOnce } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { gateOf } from '../gate.ts';
import * as workspaces from '../store.server.ts';
import { mayAsk, mayRetry } from './policy.ts';
import { moved } from './refresh.ts';
import * as store from './store.server.ts';

type Asked = {
	readonly workspace: string;
	readonly reason: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

const said = (
	action: Event['action'],
	{ id, organisationId }: Pick<workspaces.Workspace, 'id' | 'organisationId'>,
	detail: NonNullable<Event['detail']>,
	at: Temporal.Instant
): Event => ({
	action,
	subject: { kind: 'workspace', id },
	organisation: organisationId,
	detail,
	at
});

/**
 * Has the vault cut the data of an open workspace anew, by today's opt-outs and sign-up. The cut in
 * use stays in use until two people open the new one. Answers the refresh's id.
 * @throws Problem 403 | 404; 409 when one is under way.
 */
export const ask = (
	db: Bound,
	who: Actor,
	jobs: Pick<Jobs, 'send'>,
	{ workspace: id, reason, once, at }: Asked
): Promise<string> =>
	actOnce(db, who, once, async (tx) => {
		const workspace = await workspaces.lock(tx, id);
		insist(may(who, 'refresh.ask'));
		const verdict = mayAsk(who, workspace, await store.current(tx, id));
		if (!verdict.allowed) throw new Problem(409, verdict.because);
		const base = workspace.snapshotId ?? '';
		const cutOn = londonDay(at);
		const refresh = await store.insert(tx, {
			workspace: id,
			person: who.id,
			reason,
			base,
			cutOn,
			at
		});
		await jobs.send(tx, 'workspace.refresh', { refresh }, refresh);
		const detail = { refresh, base, cutOn: cutOn.toString(), reason };
		return { result: refresh, event: said('refresh.ask', workspace, detail, at) };
	});

/** Makes the new data again after a failed step or a shut gate; steps that are done are kept. */
export const retry = (
	db: Bound,
	who: Actor,
	jobs: Pick<Jobs, 'send'>,
	{ refresh: id, at }: { readonly refresh: string; readonly at: Temporal.Instant }
): Promise<void> =>
	act(db, who, async (tx) => {
		const refresh = await store.lock(tx, id);
		const workspace = await workspaces.find(tx, refresh.workspaceId);
		insist(may(who, 'refresh.retry'));
		const failed = (await store.steps(tx, id)).some(({ status }) => status === 'failed');
		const gate = gateOf(await store.report(tx, id));
		const verdict = mayRetry(who, { ...refresh, gate, failed });
		if (!verdict.allowed) throw new Problem(409, verdict.because);
		const status = moved(refresh.status, 'refresh.retry');
		await store.resetSteps(tx, id);
		await store.setStatus(tx, id, { status, at });
		await jobs.send(tx, 'workspace.refresh', { refresh: id }, id);
		return { result: undefined, event: said('refresh.retry', workspace, { refresh: id }, at) };
	});

/** Gives new data up; the workspace keeps what it works with. @throws Problem 403 | 404 | 409. */
export const drop = (
	db: Bound,
	who: Actor,
	{ refresh: id, at }: { readonly refresh: string; readonly at: Temporal.Instant }
): Promise<void> =>
	act(db, who, async (tx) => {
		const refresh = await store.lock(tx, id);
		const workspace = await workspaces.find(tx, refresh.workspaceId);
		insist(may(who, 'refresh.drop'));
		const status = moved(refresh.status, 'refresh.drop');
		await store.setStatus(tx, id, { status, at });
		const detail = { refresh: id, from: refresh.status, to: status };
		return { result: undefined, event: said('refresh.drop', workspace, detail, at) };
	});

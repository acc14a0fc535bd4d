import { act } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { HostClient, Ran, RunFailed } from '#platform/host.server.ts';
import { Problem } from '#platform/problems.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { londonDay } from '#platform/time.ts';
import { hindrance } from './policy.ts';
import * as runs from './runs/store.server.ts';
import * as store from './store.server.ts';
import { failed, keepable, withheld } from './withheld.ts';

type Asked = {
	readonly workspace: string;
	/** A new uuid made with the page, so that a form sent twice runs once. */
	readonly run: string;
	readonly sql: string;
	readonly now: () => Temporal.Instant;
	/** Ends when the person has gone away; the run is stopped then. */
	readonly signal?: AbortSignal;
};

/**
 * Runs one query in the sandbox and gives its answer to this one request. Postgres keeps what was
 * asked and how it went; rows, and words that may quote them, are never stored.
 * @throws Problem 403 with what stands in the way; 404; 409 for a run that was sent before.
 */
export async function run(
	db: Bound,
	who: Actor,
	host: Pick<HostClient, 'run'>,
	{ workspace, run: id, sql, now, signal }: Asked
): Promise<Ran | RunFailed> {
	const at = now();
	const event = await act(db, who, async (tx) => {
		const found = await store.find(tx, workspace);
		const seat = await runs.seat(tx, found.projectId, who.id);
		const stands = hindrance(who, { ...found, seat, today: londonDay(at) });
		if (stands) throw new Problem(403, stands.because);
		if (!(await runs.noteBegun(tx, { id, workspace, person: who.id, sql, at })))
			throw new Problem(409, 'This run was sent before and runs once. Press Run to run it again.');
		const about = (detail: NonNullable<Event['detail']>, when: Temporal.Instant): Event => ({
			action: 'workspace.run',
			subject: { kind: 'workspace', id: workspace },
			organisation: found.organisationId,
			detail: { run: id, ...detail },
			at: when
		});
		return { result: about, event: about({ status: 'running' }, at) };
	});
	const answer = withheld(
		who,
		await asked(host, { person: who.id, workspace, sql, run: id }, signal)
	);
	const status = answer.ok ? 'done' : 'failed';
	await act(db, who, async (tx) => {
		await runs.noteEnded(tx, id, {
			status,
			error: answer.ok ? '' : keepable(answer),
			rowCount: answer.ok ? answer.rowCount : null,
			rowsShown: answer.ok ? answer.rows.length : 0,
			ms: answer.ok ? answer.ms : null
		});
		return { result: undefined, event: event({ status }, now()) };
	});
	return answer;
}

async function asked(
	host: Pick<HostClient, 'run'>,
	ask: Parameters<HostClient['run']>[0],
	signal: AbortSignal | undefined
): Promise<Ran | RunFailed> {
	try {
		return await host.run(ask, signal);
	} catch (error) {
		if (signal?.aborted) return failed('stopped', 'The run was stopped.');
		if (error instanceof ServiceError) return failed(error.code, error.message);
		throw error;
	}
}

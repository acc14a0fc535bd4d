import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { isJob } from './view.ts';

type Order = { readonly name: string; readonly job: string; readonly at: Temporal.Instant };

/**
 * Puts a job that was given up on back on its queue. Every job is idempotent, so this never does
 * anything twice. @throws Problem 403, 404, or 409 when somebody retried it before.
 */
export const retryJob = (
	db: Bound,
	who: Actor,
	jobs: Pick<Jobs, 'retry'>,
	{ name, job, at }: Order
): Promise<void> =>
	act(db, who, async (tx) => {
		insist(may(who, 'job.retry'));
		if (!isJob(name)) throw new Problem(404, 'There is no such job.');
		if (!(await jobs.retry(tx, name, job)))
			throw new Problem(409, 'This job is not among the failed ones any more.');
		return {
			result: undefined,
			event: { action: 'job.retry', subject: { kind: 'job', id: job }, detail: { name }, at }
		};
	});

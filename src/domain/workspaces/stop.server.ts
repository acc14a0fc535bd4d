import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { HostClient } from '#platform/host.server.ts';
import { Problem } from '#platform/problems.ts';
import * as runs from './runs/store.server.ts';

/**
 * Stops one of one's own runs; its own request then ends as "stopped" and says so in the history.
 * Answers whether there was still something to stop. @throws Problem 404 for a run of anybody else.
 */
export async function stop(
	db: Bound,
	who: Actor,
	host: Pick<HostClient, 'stop'>,
	{ workspace, run }: { workspace: string; run: string }
): Promise<boolean> {
	const found = await db.read((tx) => runs.one(tx, { workspace, person: who.id, run }));
	if (!found) throw new Problem(404, 'There is no such run.');
	return found.status === 'running' && host.stop(run);
}

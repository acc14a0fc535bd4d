import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import * as store from './store.server.ts';

export type Pinned = {
	/** The service's version, and all versions that an output is held to, its own among them. */
	readonly version: number;
	readonly versions: readonly number[];
};

/**
 * The versions that a project's outputs are held to on a day: the service's and those of the
 * controllers whose data it uses. What they say is read by vault and host alone (workspaces/policies).
 * @throws Problem 409 when the service has no policy in force.
 */
export async function policiesFor(
	tx: Tx,
	{ project, day }: { readonly project: string; readonly day: Temporal.PlainDate }
): Promise<Pinned> {
	const versions = await store.inForce(tx, project, day);
	const found = await store.owned(tx, versions);
	const own = found.find(({ owner }) => owner === null);
	if (own === undefined || found.length < versions.length)
		throw new Problem(409, 'No disclosure policy is in force yet, so no output can be made.');
	return { version: own.version, versions: found.map(({ version }) => version) };
}

import * as v from 'valibot';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { PolicySchema, strictest, type Policy } from '../policy.ts';
import * as store from './store.server.ts';

export type Pinned = {
	/** The service's version, and all versions that the policy is made of, its own among them. */
	readonly version: number;
	readonly versions: readonly number[];
	readonly content: Policy;
};

/**
 * The strictest of the service's policy and those of the controllers whose data a project uses, on a
 * day; or of the versions that were pinned before, so that it comes out the same again.
 * @throws Problem 409 when the service has no policy in force.
 */
export async function policyFor(
	tx: Tx,
	wanted: { project: string; day: Temporal.PlainDate } | { versions: readonly number[] }
): Promise<Pinned> {
	const versions =
		'versions' in wanted ? wanted.versions : await store.inForce(tx, wanted.project, wanted.day);
	const found = await store.contents(tx, versions);
	const own = found.find(({ owner }) => owner === null);
	if (own === undefined || found.length < versions.length)
		throw new Problem(409, 'No disclosure policy is in force yet, so no output can be made.');
	return {
		version: own.version,
		versions: found.map(({ version }) => version),
		content: strictest(found.map(({ content }) => v.parse(PolicySchema, content)))
	};
}

import type { Json } from '#platform/canonical.ts';
import { Problem } from '#platform/problems.ts';
import type { Approved } from './access.ts';
import { differenceOfCuts } from './difference-of-cuts.ts';
import { catalogueOf, provision, rulesOf, snapshotName, type Place } from './provision.ts';

export type Made = { readonly snapshot: string; readonly report: Json; readonly difference: Json };

type Order = { readonly project: string; readonly base: string; readonly approved: Approved };

/**
 * Makes a project's next snapshot with the very engine of the first, saying each step, and compares
 * the two. The snapshot in use is not touched. Asked again it goes on, or answers the same.
 * @throws Problem 409 when the service has no newer data than those in use.
 */
export async function refresh(
	place: Place,
	{ project, base, approved }: Order,
	say: (line: Json) => void
): Promise<Made> {
	const known = catalogueOf(place.warehouse);
	if (snapshotName(place, rulesOf(project, approved, known), known) === base)
		throw new Problem(409, 'There are no newer data: this would be the cut that is in use.');
	const run = provision(place, project, approved);
	let next = await run.next();
	while (!next.done) {
		say({ type: 'step', ...next.value });
		next = await run.next();
	}
	const { snapshot, report } = next.value;
	const sealed = report.gate['verdict'] === 'open-able';
	const difference = sealed ? await differenceOfCuts(place, base, snapshot) : null;
	return { snapshot, report, difference };
}

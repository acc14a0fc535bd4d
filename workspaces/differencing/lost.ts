import { Problem } from '#platform/problems.ts';
import type { Fresh } from './compare.ts';
import type { Lost } from './record.ts';

/**
 * A request that counts nothing that a lost release counts cannot be taken away from it, so it goes on;
 * any other waits. Which release it is its asker may not know. @throws Problem 409 with what to do.
 */
export function insistComparable(
	lost: readonly Lost[],
	request: string,
	fresh: readonly Pick<Fresh, 'measure'>[]
): void {
	const stands = lost.filter(
		({ release, measures }) =>
			release.request !== request &&
			fresh.some(({ measure }) => measures === null || measures.includes(measure))
	);
	if (stands.length === 0) return;
	const [what, them] =
		stands.length === 1
			? ['One earlier release', 'it is']
			: [`${String(stands.length)} earlier releases`, 'they are'];
	throw new Problem(
		409,
		`${what} can no longer be compared with, because what was kept of the people behind the figures is lost. This request counts the same, so it cannot be sent or released until ${them} restored. Nothing is wrong with your request; the service’s staff see what to do under Lost releases.`
	);
}

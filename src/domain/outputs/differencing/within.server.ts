import type { Redacted } from '#domain/disclosure/differencing/difference.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * The researcher's pre-check: which cells another table of the same request makes recoverable.
 * Nothing of other projects is in it and nothing is stored (settled.md 17).
 * @throws Problem 403 | 409; ServiceError when the vault cannot be reached.
 */
export async function seeWithin(
	vault: Pick<Services['vault'], 'difference'>,
	who: Actor,
	request: string
): Promise<readonly Redacted[]> {
	return (await vault.difference({ person: who.id, request, within: true })).researcher;
}

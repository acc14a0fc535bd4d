import { Problem } from '#platform/problems.ts';
import type { Actor } from '#domain/people/actor.ts';

/** The person behind a page that needs one. hooks.server.ts has already sent everyone else to sign in. */
export function someone(locals: App.Locals): Actor {
	if (!locals.actor) throw new Problem(403, 'Sign in to see this page.');
	return locals.actor;
}

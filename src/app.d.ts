import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Services } from '#platform/services.server.ts';

declare global {
	// `interface`, because SvelteKit's own declarations are merged with these
	/* eslint-disable @typescript-eslint/consistent-type-definitions */
	namespace App {
		interface Locals {
			/** Who is asking; null when nobody signed in. */
			actor: Actor | null;
			/** Reads and writes as that person: row-level security sees no one else. */
			db: Bound;
			/** When the request came in. The domain is told the time, it never asks. */
			at: Temporal.Instant;
			requestId: string;
			/** Jobs, files, vault and host; the pool inside is for signing in only. */
			services: Services;
		}
		interface Error {
			requestId?: string;
		}
		interface PageData {
			title?: string;
			/** How many things wait for this person: the number beside Home. */
			waiting?: number;
		}
	}
}

export {};

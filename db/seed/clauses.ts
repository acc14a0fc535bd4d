import { library, libraryJson } from '#domain/agreements/clauses.ts';
import type { Tx } from '#platform/db.server.ts';
import { digest } from '#platform/digest.server.ts';

/** The clause library that ships with Aldgate, as the owner; run again, it changes nothing. */
export async function seedClauses(tx: Tx): Promise<void> {
	const content = libraryJson(library);
	await tx`
		insert into clause_library (version, effective_from, content, sha256)
		values (${library.version}, ${library.effectiveFrom}, ${tx.json(content)}, ${digest(content)})
		on conflict (version) do nothing
	`;
}

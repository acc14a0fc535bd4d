import { usualPolicy } from '#domain/disclosure/policy.ts';
import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import { digest } from '#platform/digest.server.ts';

/** Version 1 of the disclosure policy, as the owner; run again, it changes nothing. */
export async function seedPolicy(tx: Tx): Promise<void> {
	const content = usualPolicy as unknown as Json;
	await tx`
		insert into disclosure_policy (version, effective_from, content, sha256, status)
		values (1, '2026-01-01', ${tx.json(content)}, ${digest(content)}, 'approved')
		on conflict do nothing
	`;
}

import { approvePolicy } from '#domain/disclosure/policies/decide.server.ts';
import { draftPolicy } from '#domain/disclosure/policies/draft.server.ts';
import * as store from '#domain/disclosure/policies/store.server.ts';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import type { Json } from '#platform/canonical.ts';
import type { Sql, Tx } from '#platform/db.server.ts';
import { digest } from '#platform/digest.server.ts';
import { londonDay } from '#platform/time.ts';
import { player } from './stage.ts';

/** Version 1 of the disclosure policy, as the owner; run again, it changes nothing. */
export async function seedPolicy(tx: Tx): Promise<void> {
	const content = usualPolicy as unknown as Json;
	await tx`
		insert into disclosure_policy (version, effective_from, content, sha256, status)
		values (1, '2026-01-01', ${tx.json(content)}, ${digest(content)}, 'approved')
		on conflict do nothing
	`;
}

/**
 * The demonstration's first trust by code asks for more against concentration than the service does:
 * a data manager writes it down, the privacy officer approves it. Run again, it changes nothing.
 */
export async function seedControllerPolicy(portal: Sql, at: Temporal.Instant): Promise<void> {
	const [author, approver] = [await player(portal, 'ingrid'), await player(portal, 'farah')];
	const { trust, written } = await author.db.read(async (tx) => {
		const owners = await store.owners(tx);
		const all = await store.all(tx);
		const [row] = await tx<{ code: string }[]>`
			select code from controller where kind = 'trust' order by code limit 1
		`;
		return {
			trust: owners.find(({ code }) => code === row?.code) ?? null,
			written: all.some(({ owner }) => owner !== null)
		};
	});
	if (trust === null || written) return;
	const version = await draftPolicy(author.db, author.actor, {
		owner: trust.code,
		from: londonDay(at),
		policy: { ...usualPolicy, dominance: { n: 2, k: 85 }, pPercent: 15 },
		reason: 'The trust asks for more where a few of its departments make up most of a figure.',
		once: crypto.randomUUID(),
		at
	});
	await approvePolicy(approver.db, approver.actor, { version: Number(version), at });
}

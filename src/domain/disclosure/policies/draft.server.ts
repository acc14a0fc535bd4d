import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Json } from '#platform/canonical.ts';
import type { Bound } from '#platform/db.server.ts';
import { digest } from '#platform/digest.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import type { Policy } from '../policy.ts';
import { mayDraft } from './record.ts';
import * as store from './store.server.ts';

/**
 * Writes a new version for somebody else to approve. Answers its number.
 * @throws Problem 403; 409 when its first day is past.
 */
export const draftPolicy = (
	db: Bound,
	who: Actor,
	asked: {
		readonly owner: string | null;
		readonly from: Temporal.PlainDate;
		readonly policy: Policy;
		readonly reason: string;
		readonly once: string;
		readonly at: Temporal.Instant;
	}
): Promise<string> =>
	actOnce(db, who, asked.once, async (tx) => {
		const { owner, from, policy, reason, at } = asked;
		insist(mayDraft(who, { owner }));
		if (Temporal.PlainDate.compare(from, londonDay(at)) < 0)
			throw new Problem(409, 'A policy cannot begin on a day that is past.');
		const content = policy as unknown as Json;
		const sha256 = digest(content);
		const made = { owner, from, content, sha256, reason, person: who.id, at };
		const version = String(await store.insert(tx, made));
		return {
			result: version,
			event: {
				action: 'policy.draft',
				subject: { kind: 'policy', id: version },
				detail: { to: 'draft', owner: owner ?? 'service', from: String(from), sha256 },
				at
			}
		};
	});

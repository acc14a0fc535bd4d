import { defaultCard } from '#domain/pricing/cards.ts';
import { approveCard, draftCard } from '#domain/pricing/publish.server.ts';
import { rateCardInput } from '#domain/pricing/rate-card-input.ts';
import { publicCard } from '#domain/pricing/store.server.ts';
import type { Sql } from '#platform/db.server.ts';
import { player } from './stage.ts';

/**
 * Publishes the card that ships with Aldgate, once: the commercial manager writes it, the commercial
 * director approves it. `portal` connects as the portal's role.
 */
export async function seedRateCards(portal: Sql, at: Temporal.Instant): Promise<void> {
	const { code, version } = defaultCard;
	const author = await player(portal, 'nadia');
	if (await author.db.read((tx) => publicCard(tx, code, version))) return;
	await draftCard(author.db, author.actor, { content: rateCardInput(defaultCard), at });
	const approver = await player(portal, 'peter');
	await approveCard(approver.db, approver.actor, { code, version, at });
}

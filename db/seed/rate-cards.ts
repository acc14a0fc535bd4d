import { defaultCard } from '#domain/pricing/cards.ts';
import { approveCard, draftCard } from '#domain/pricing/publish.server.ts';
import { rateCardInput } from '#domain/pricing/rate-card-input.ts';
import { publicCard } from '#domain/pricing/store.server.ts';
import type { Sql } from '#platform/db.server.ts';
import { player, type Player } from './stage.ts';

/** Publishes the card that ships with Aldgate, once: one person writes it, another approves it. */
export async function publishDefaultCard(
	author: Player,
	approver: Player,
	at: Temporal.Instant
): Promise<void> {
	const { code, version } = defaultCard;
	if (await author.db.read((tx) => publicCard(tx, code, version))) return;
	await draftCard(author.db, author.actor, { content: rateCardInput(defaultCard), at });
	await approveCard(approver.db, approver.actor, { code, version, at });
}

/** The demonstration's: its commercial manager and director. `portal` connects as the portal's role. */
export const seedRateCards = async (portal: Sql, at: Temporal.Instant): Promise<void> =>
	publishDefaultCard(await player(portal, 'nadia'), await player(portal, 'peter'), at);

import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { mayApprove, moved, readRateCard, type RateCardInput } from './rate-card.ts';
import { rateCardDigest } from './seal.server.ts';
import * as store from './store.server.ts';

/** What events and addresses call a version: "nhs-england-2026-v1". */
export const versionName = ({ code, version }: { code: string; version: number }): string =>
	`${code}-v${String(version)}`;

/**
 * Writes a version of a rate card for somebody else to approve.
 * @throws BadInput when the card is not one; Problem 403, or 409 when the version exists.
 */
export function draftCard(
	db: Bound,
	who: Actor,
	{ content, at }: { content: RateCardInput; at: Temporal.Instant }
): Promise<void> {
	const card = readRateCard(content);
	return act(db, who, async (tx) => {
		insist(may(who, 'rate-card.draft'));
		const sha256 = rateCardDigest(card);
		if (!(await store.addCard(tx, card, content, sha256, who.id)))
			throw new Problem(409, `There is a version ${String(card.version)} of this card already.`);
		return {
			result: undefined,
			event: {
				action: 'rate-card.draft',
				subject: { kind: 'rate-card', id: versionName(card) },
				detail: { to: 'draft', sha256 },
				at
			}
		};
	});
}

/**
 * Approves a draft and publishes it. From then on its prices never change: the portal's role may
 * change a card's status, not its content.
 * @throws Problem 403 for its author, 409 when it is no draft or overlaps a published card.
 */
export function approveCard(
	db: Bound,
	who: Actor,
	{ code, version, at }: { code: string; version: number; at: Temporal.Instant }
): Promise<void> {
	return act(db, who, async (tx) => {
		const found = await store.lockCard(tx, code, version);
		if (!found) throw new Problem(404, 'There is no such rate card.');
		insist(may(who, 'rate-card.approve'));
		insist(mayApprove(found.authorId, who.id));
		const status = moved(moved(found.status, 'rate-card.approve'), 'rate-card.publish');
		const [other] = await store.overlapping(tx, found.card);
		if (other)
			throw new Problem(
				409,
				`The card ${versionName(other)} is in force on some of these days; retire it first.`
			);
		await store.setCardStatus(tx, found.card, status, who.id);
		return {
			result: undefined,
			event: {
				action: 'rate-card.approve',
				subject: { kind: 'rate-card', id: versionName(found.card) },
				detail: { from: found.status, to: status, sha256: found.sha256 },
				at
			}
		};
	});
}

import { actOnce } from '#domain/audit/act.server.ts';
import { ownerOfCount } from '#domain/catalogue/feasibility/store.server.ts';
import { organisationsOf, type Actor } from '#domain/people/actor.ts';
import { may, rolesWith } from '#domain/people/permissions.ts';
import type { Json } from '#platform/canonical.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { BadInput } from './bad-input.ts';
import { quote } from './quote.ts';
import { readQuoteRequest, type QuoteRequestInput } from './request.ts';
import { sealed } from './seal.server.ts';
import * as store from './store.server.ts';

type Making = {
	/** What is priced. A day in it is not believed: a quote is made on the day it is made. */
	readonly request: QuoteRequestInput;
	/** The answers on the page that led to the request, kept beside it for people to read. */
	readonly asked?: Readonly<Record<string, Json>>;
	readonly feasibility?: string | null;
	/** Whose price it is; by default the first organisation that the person may price for. */
	readonly organisation?: string | undefined;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Prices a study with the card in force today and keeps the answer, which never changes again:
 * pinned to the card's version and to the SHA-256 of its own canonical form. Answers the quote's id.
 * @throws BadInput at the field the card does not price; Problem 403, or 404 for a count that is
 * not this person's.
 */
export function makeQuote(db: Bound, who: Actor, making: Making): Promise<string> {
	const { request, asked = {}, feasibility = null, once, at } = making;
	const organisation = making.organisation ?? organisationsOf(who, rolesWith('quote.make'))[0];
	return actOnce(db, who, once, async (tx) => {
		insist(may(who, 'quote.make', organisation));
		if (feasibility !== null) await insistOwnCount(tx, feasibility, who);
		const today = londonDay(at);
		const card = await store.currentCard(tx, today);
		if (!card) throw new BadInput('', 'No price list is in force today, so nothing can be priced.');
		const made = quote(readQuoteRequest({ ...request, at: today.toString() }), card.card, today);
		const whole = sealed(made);
		const id = await store.addQuote(tx, {
			personId: who.id,
			organisationId: organisation ?? null,
			feasibilityId: feasibility,
			request: { ...made.request, asked },
			answer: whole,
			sha256: whole.sha256,
			rateCardCode: card.card.code,
			rateCardVersion: card.card.version,
			net: made.net,
			vat: made.vat,
			validUntil: made.validUntil,
			at
		});
		return {
			result: id,
			event: {
				action: 'quote.make',
				subject: { kind: 'quote', id },
				organisation: organisation ?? null,
				detail: {
					net: String(made.net),
					vat: String(made.vat),
					rateCard: `${card.card.code} version ${String(card.card.version)}`,
					sha256: whole.sha256
				},
				at
			}
		};
	});
}

async function insistOwnCount(tx: Tx, id: string, who: Actor): Promise<void> {
	if ((await ownerOfCount(tx, id)) !== who.id) throw new Problem(404, 'There is no such count.');
}

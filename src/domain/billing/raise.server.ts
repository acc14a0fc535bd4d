import type { Event } from '#domain/audit/event.ts';
import type { SealedQuote } from '#domain/pricing/quote.ts';
import { publicCard, quoteById } from '#domain/pricing/store.server.ts';
import type { Tx } from '#platform/db.server.ts';
import { londonDay } from '#platform/time.ts';
import { book } from './books/store.server.ts';
import { billed, chargesOf, dueOn, grossOf, invoiceNumber } from './invoice.ts';
import { invoiceRaised } from './ledger.ts';
import * as store from './store.server.ts';

type Raising = {
	readonly projectId: string;
	readonly organisationId: string;
	readonly agreementId: string;
	/** The quote that the agreement binds: it is billed line by line, to the penny. */
	readonly quoteId: string;
	/** Empty when there is none. */
	readonly poNumber: string;
	readonly at: Temporal.Instant;
};

/**
 * Issues an invoice, due in 30 days, and books it: what is owed against income and VAT. Part of the
 * act that makes it due; answers its number and the event.
 */
export async function raiseInvoice(
	tx: Tx,
	{ quoteId, at, ...for_ }: Raising
): Promise<{ number: string; event: Event }> {
	const quote = await quoteById(tx, quoteId);
	const card = quote && (await publicCard(tx, quote.rateCardCode, quote.rateCardVersion));
	if (!quote || !card) throw new Error('The quote of an agreement or its rate card is missing.');
	const content = billed(quote.answer as unknown as SealedQuote, card.card);
	const issuedOn = londonDay(at);
	const number = invoiceNumber(issuedOn.year, await store.nextInYear(tx, issuedOn.year));
	const id = await store.insert(
		tx,
		{ ...for_, number, content, issuedOn, dueOn: dueOn(issuedOn) },
		at
	);
	await book(tx, invoiceRaised(chargesOf(content)), {
		organisationId: for_.organisationId,
		projectId: for_.projectId,
		sourceId: id,
		memo: `Invoice ${number}`,
		bookedOn: issuedOn,
		at
	});
	return {
		number,
		event: {
			action: 'invoice.raise',
			subject: { kind: 'invoice', id },
			organisation: for_.organisationId,
			detail: {
				number,
				gross: String(grossOf(content)),
				dueOn: dueOn(issuedOn).toString(),
				poNumber: for_.poNumber
			},
			at
		}
	};
}

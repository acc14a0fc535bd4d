import type { Json } from '#platform/canonical.ts';
import { sum, type Pence } from '#platform/money.ts';
import { dayInWords } from '#platform/time.ts';
import { BadInput } from './bad-input.ts';
import { linesOf, type QuoteLine } from './lines.ts';
import { inForce, type RateCard } from './rate-card.ts';
import type { QuoteRequest } from './request.ts';
import { vatClasses, type VatClass } from './vat.ts';

/** How long a price is held (domain.md, Money). */
export const validity = { days: 90 } as const;

/**
 * How far from the day of the quote a study may begin: ahead, for the costing of a grant; behind,
 * so that a wrong tier can be priced again from the day the study began.
 */
const reach = { ahead: { months: 18 }, behind: { months: 12 } } as const;

/** `request` is what was priced, with every default filled in; dates are year-month-day. */
export type Quote = {
	readonly request: QuoteRequest & { readonly at: string };
	readonly lines: readonly QuoteLine[];
	readonly vatClasses: readonly VatClass[];
	readonly net: Pence;
	readonly vat: Pence;
	readonly gross: Pence;
	readonly note: string | null;
	readonly validUntil: Temporal.PlainDate;
	readonly rateCard: { readonly code: string; readonly version: number };
};

function checkDays(start: Temporal.PlainDate, at: Temporal.PlainDate, card: RateCard): void {
	if (!inForce(card, at)) {
		const until = card.effectiveTo ? ` to ${dayInWords(card.effectiveTo)}` : '';
		throw new BadInput(
			'at',
			`The rate card ${card.code} is in force from ${dayInWords(card.effectiveFrom)}${until}; choose the card of that day.`
		);
	}
	if (Temporal.PlainDate.compare(start, at.add(reach.ahead)) > 0)
		throw new BadInput('start', 'Enter a start at most 18 months after the day of the quote');
	if (Temporal.PlainDate.compare(start, at.subtract(reach.behind)) < 0)
		throw new BadInput('start', 'Enter a start at most 12 months before the day of the quote');
}

/**
 * What a study costs. Pure: the same request, card and day give the same quote to the byte.
 * `at` is the day the quote is made, unless the request itself names one. Amounts are pence.
 * @throws BadInput when the card does not price what is asked for or is not in force that day.
 */
export function quote(request: QuoteRequest, card: RateCard, at: Temporal.PlainDate): Quote {
	const made = request.at === undefined ? at : Temporal.PlainDate.from(request.at);
	checkDays(Temporal.PlainDate.from(request.start), made, card);
	const lines = linesOf(request, card);
	const classes = vatClasses(lines, request.customer);
	const net = sum(lines.map((line) => line.net));
	const vat = sum(classes.map((each) => each.vat));
	const notes = classes.flatMap(({ note }) => note ?? []);
	if (net + vat > BigInt(Number.MAX_SAFE_INTEGER))
		throw new BadInput('', 'The total is too large to be quoted; ask for less at once.');
	return {
		request: { ...request, at: made.toString() },
		lines,
		vatClasses: classes,
		net,
		vat,
		gross: net + vat,
		note: notes.length > 0 ? notes.join(' ') : null,
		validUntil: made.add(validity),
		rateCard: { code: card.code, version: card.version }
	};
}

/** Whether the price still binds on a day; the last day counts. */
export const holds = (
	{ validUntil }: Pick<Quote, 'validUntil'>,
	day: Temporal.PlainDate
): boolean => Temporal.PlainDate.compare(day, validUntil) <= 0;

const form = <Money extends number | string>(answer: Quote, amount: (pence: Pence) => Money) => ({
	lines: answer.lines.map(({ code, description, quantity, unit, unitNet, net, reason }) => ({
		code,
		description,
		quantity,
		unit,
		unitNet: amount(unitNet),
		net: amount(net),
		reason
	})),
	vatClasses: answer.vatClasses.map(({ code, treatment, rate, because, net, vat }) => ({
		code,
		treatment,
		ratePercent: Number(rate) / 100,
		net: amount(net),
		vat: amount(vat),
		reason: because
	})),
	net: amount(answer.net),
	vat: amount(answer.vat),
	gross: amount(answer.gross),
	note: answer.note,
	validUntil: answer.validUntil.toString(),
	rateCard: answer.rateCard,
	request: answer.request
});

/** The answer for the wire (interfaces.md, `quote`): money in integer pence. */
export const quoteJson = (answer: Quote) => form(answer, Number);

/** The answer as it is printed, stored and pinned: with the hash of its canonical form. */
export type SealedQuote = ReturnType<typeof quoteJson> & { readonly sha256: string };

/** What the quote's SHA-256 covers: the same answer, each amount a string of pence (settled.md 8). */
export const quoteCanonical = (answer: Quote): Json => form(answer, String);

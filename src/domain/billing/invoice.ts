import * as v from 'valibot';
import type { SealedQuote } from '#domain/pricing/quote.ts';
import { categories, type RateCard } from '#domain/pricing/rate-card.ts';
import { sum, type Pence } from '#platform/money.ts';
import { Problem } from '#platform/problems.ts';
import type { Charges } from './ledger.ts';

/** An invoice exists from the day it is issued: a number is never given to a draft. */
export const statuses = ['issued', 'paid', 'credited'] as const;
export type Status = (typeof statuses)[number];

type Move = { readonly from: readonly Status[]; readonly to: Status };

/** Every way an invoice can change status. A part payment leaves it issued. */
export const moves = {
	'invoice.settle': { from: ['issued'], to: 'paid' },
	'invoice.credit': { from: ['issued', 'paid'], to: 'credited' }
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

export function moved(status: Status, name: MoveName): Status {
	const move: Move = moves[name];
	if (!move.from.includes(status)) throw new Problem(409, `This invoice is ${status}.`);
	return move.to;
}

/** Payment is due this long after issue (domain.md, Billing: net 30). */
export const terms = { days: 30 } as const;

export const dueOn = (issuedOn: Temporal.PlainDate): Temporal.PlainDate => issuedOn.add(terms);

/** The last day is not late. */
export const isOverdue = (
	{ status, dueOn: due }: { readonly status: Status; readonly dueOn: Temporal.PlainDate },
	day: Temporal.PlainDate
): boolean => status === 'issued' && Temporal.PlainDate.compare(day, due) > 0;

/** INV-2026-00042: one run of numbers a year, without gaps. */
export const invoiceNumber = (year: number, sequence: bigint): string =>
	`INV-${String(year)}-${String(sequence).padStart(5, '0')}`;

export type InvoiceLine = {
	readonly code: string;
	readonly description: string;
	readonly category: (typeof categories)[number];
	readonly quantity: number;
	readonly unit: string;
	readonly unitNet: Pence;
	readonly net: Pence;
};

export type InvoiceVat = {
	readonly code: string;
	readonly ratePercent: number;
	readonly net: Pence;
	readonly vat: Pence;
};

/** What an invoice charges. Amounts are pence; `note` is what the law asks it to say about VAT. */
export type InvoiceContent = {
	readonly lines: readonly InvoiceLine[];
	readonly vatClasses: readonly InvoiceVat[];
	readonly note: string | null;
};

/** Bills a quote line by line, to the penny; `card` is the version that priced it. */
export const billed = (quote: SealedQuote, card: RateCard): InvoiceContent => ({
	lines: quote.lines.map(({ code, description, quantity, unit, unitNet, net }) => ({
		code,
		description,
		category: categoryOf(code, card),
		quantity,
		unit,
		unitNet: BigInt(unitNet),
		net: BigInt(net)
	})),
	vatClasses: quote.vatClasses.map(({ code, ratePercent, net, vat }) => ({
		code,
		ratePercent,
		net: BigInt(net),
		vat: BigInt(vat)
	})),
	note: quote.note
});

function categoryOf(code: string, card: RateCard): InvoiceLine['category'] {
	const item = card.items.find((each) => each.code === code);
	if (!item) throw new Problem(409, `The rate card ${card.code} does not price “${code}”.`);
	return item.category;
}

export const netOf = ({ lines }: InvoiceContent): Pence => sum(lines.map(({ net }) => net));
export const vatOf = ({ vatClasses }: InvoiceContent): Pence =>
	sum(vatClasses.map(({ vat }) => vat));
export const grossOf = (content: InvoiceContent): Pence => netOf(content) + vatOf(content);

/** What the ledger books for it. */
export const chargesOf = (content: InvoiceContent): Charges => ({
	income: content.lines.map(({ category, net }) => ({ account: `income-${category}`, net })),
	vat: vatOf(content)
});

/** As the database holds it: amounts are strings of pence. */
export const contentJson = ({ lines, vatClasses, note }: InvoiceContent) => ({
	lines: lines.map((line) => ({
		...line,
		unitNet: String(line.unitNet),
		net: String(line.net)
	})),
	vatClasses: vatClasses.map((each) => ({
		...each,
		net: String(each.net),
		vat: String(each.vat)
	})),
	note
});

const pence = v.pipe(
	v.string(),
	v.regex(/^-?\d{1,18}$/),
	v.transform((text): Pence => BigInt(text))
);

const Content = v.object({
	lines: v.array(
		v.object({
			code: v.string(),
			description: v.string(),
			category: v.picklist(categories),
			quantity: v.number(),
			unit: v.string(),
			unitNet: pence,
			net: pence
		})
	),
	vatClasses: v.array(
		v.object({ code: v.string(), ratePercent: v.number(), net: pence, vat: pence })
	),
	note: v.nullable(v.string())
});

/** Reads back `contentJson`. @throws ValiError when the record was not written by it: a bug. */
export const readContent = (json: unknown): InvoiceContent => v.parse(Content, json);

import { pounds } from '#platform/money.ts';
import type { quoteJson } from './quote.ts';
import type { RateCard, RateItem } from './rate-card.ts';
import { tierNames, tiers } from './tier.ts';
import { vatRules } from './vat.ts';

export type QuoteAnswer = ReturnType<typeof quoteJson>;

const money = (pence: number) => pounds(BigInt(pence));

/** A quote as a page shows it: amounts in pounds, days as text. Takes what the API answers. */
export const quoteView = (answer: QuoteAnswer) => ({
	lines: answer.lines.map(({ code, description, quantity, unit, unitNet, net, reason }, at) => ({
		key: `${code} ${String(at)}`,
		description,
		sum: `${quantity.toLocaleString('en-GB')} × ${money(unitNet)} per ${unit.replace('user-month', 'user and month')}`,
		net: money(net),
		reason
	})),
	vat: answer.vatClasses.map(({ code, ratePercent, vat, reason }) => ({
		code,
		label: ratePercent === 0 ? 'No UK VAT' : `VAT at ${String(ratePercent)}%`,
		amount: money(vat),
		reason
	})),
	net: money(answer.net),
	gross: money(answer.gross),
	note: answer.note,
	validUntil: answer.validUntil,
	rateCard: answer.rateCard
});

export type QuoteView = ReturnType<typeof quoteView>;

/** What is free before an item costs anything, in words. */
function includedInWords({ included }: RateItem): string {
	if (!included) return '';
	const per = { project: 'project', month: 'month', 'user-month': 'user and month' }[included.per];
	return `The first ${included.quantity.toLocaleString('en-GB')} for each ${per} are included.`;
}

const flat = ({ amounts }: RateItem) => tiers.every((tier) => amounts[tier] === amounts.commercial);

/** A card as a page shows it. With `everyTier` null, one price holds for all tiers. */
export const cardView = (card: RateCard, sha256: string) => ({
	code: card.code,
	version: card.version,
	slug: `${card.code}-v${String(card.version)}`,
	name: card.name,
	effectiveFrom: card.effectiveFrom.toString(),
	effectiveTo: card.effectiveTo?.toString() ?? null,
	sha256,
	vatPercent: Number(vatRules.uk.rate) / 100,
	tiers: card.items.every(flat) ? null : tiers.map((tier) => ({ tier, name: tierNames[tier] })),
	items: card.items.map((item) => ({
		code: item.code,
		description: item.description,
		unit: item.unit.replace('user-month', 'user and month'),
		included: includedInWords(item),
		price: pounds(item.amounts.commercial),
		prices: Object.fromEntries(tiers.map((tier) => [tier, pounds(item.amounts[tier])]))
	}))
});

export type CardView = ReturnType<typeof cardView>;

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const decimal = (pence: bigint) =>
	`${String(pence / 100n)}.${String(pence % 100n).padStart(2, '0')}`;

/** A card as a CSV file: one line an item, amounts in pounds before VAT, one column a tier. */
export function cardCsv(card: RateCard): string {
	const head = ['code', 'description', 'category', 'unit', ...tiers, 'included', 'vat'];
	const lines = card.items.map((item) => [
		item.code,
		item.description,
		item.category,
		item.unit,
		...tiers.map((tier) => decimal(item.amounts[tier])),
		item.included ? `${String(item.included.quantity)} per ${item.included.per}` : '',
		item.vatClass
	]);
	return [head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n';
}

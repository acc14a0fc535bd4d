import { parse, type Errors, type Values } from '#platform/forms.ts';
import { askSchema, askedFirst, fieldOf, requestOf, type Ask, type Offer } from './ask.ts';
import { BadInput } from './bad-input.ts';
import { quote, type Quote } from './quote.ts';
import type { RateCard } from './rate-card.ts';
import { readQuoteRequest } from './request.ts';
import { tierOf, type TierChoice } from './tier.ts';

/** A study as the calculator sees it: priced, or with what to correct at each field. */
export type Calculated =
	| {
			readonly ok: true;
			readonly values: Values;
			readonly ask: Ask;
			readonly tier: TierChoice;
			readonly quote: Quote;
	  }
	| {
			readonly ok: false;
			readonly values: Values;
			readonly errors: Errors;
			readonly message?: string;
	  };

/** The answers in an address, with the first example's for every question it leaves out. */
function answersIn(
	query: URLSearchParams,
	offers: readonly Offer[],
	today: Temporal.PlainDate
): FormData {
	const data = new FormData();
	// unticked boxes send nothing: only an address without the form's own answers gets the example's
	const asked = query.has('months');
	for (const [name, value] of Object.entries(askedFirst(offers, today))) {
		const box = name === 'datasets' || name === 'evidence';
		if (query.has(name) || (box && asked)) continue;
		for (const one of [value].flat()) data.append(name, one);
	}
	for (const [name, value] of query) if (!name.startsWith('/')) data.append(name, value);
	return data;
}

/**
 * Prices the study that an address describes (`?use=research&months=12…`), so that a price can be
 * shared as a link. Pure; `today` is the day the price is made.
 */
export function calculate(
	query: URLSearchParams,
	offers: readonly Offer[],
	card: RateCard,
	today: Temporal.PlainDate
): Calculated {
	const parsed = parse(answersIn(query, offers, today), askSchema(offers), {
		lists: ['datasets']
	});
	if (!parsed.ok) return parsed;
	try {
		const request = readQuoteRequest(requestOf(parsed.value, offers));
		return {
			ok: true,
			values: parsed.values,
			ask: parsed.value,
			tier: tierOf(parsed.value),
			quote: quote(request, card, today)
		};
	} catch (error) {
		if (!(error instanceof BadInput)) throw error;
		const field = fieldOf(error.place);
		return {
			ok: false,
			values: parsed.values,
			errors: field === undefined ? {} : { [field]: error.message },
			...(field === undefined ? { message: error.message } : {})
		};
	}
}

import { datasets } from '#domain/catalogue/store.server.ts';
import { calculate } from '#domain/pricing/calculate.ts';
import { currentCard } from '#domain/pricing/store.server.ts';
import { pounds } from '#platform/money.ts';
import { londonDay } from '#platform/time.ts';
import type { PageServerLoad } from './$types';

/** The examples on the front doors, as the calculator would answer them. */
const examples = {
	research: new URLSearchParams({ use: 'research' }),
	industry: new URLSearchParams({ use: 'product', funder: 'company' })
};

export const load: PageServerLoad = async ({ locals }) => {
	const today = londonDay(locals.at);
	const { stored, offers } = await locals.db.read(async (tx) => ({
		stored: await currentCard(tx, today),
		offers: await datasets(tx)
	}));
	const from = (query: URLSearchParams): string | null => {
		const made = stored && calculate(query, offers, stored.card, today);
		return made?.ok ? pounds(made.quote.net).replace(/\.00$/, '') : null;
	};
	return {
		title: '',
		research: from(examples.research),
		industry: from(examples.industry),
		signedIn: locals.actor !== null
	};
};

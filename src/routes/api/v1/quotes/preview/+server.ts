import { quote } from '#domain/pricing/quote.ts';
import { readQuoteRequest } from '#domain/pricing/request.ts';
import { sealed } from '#domain/pricing/seal.server.ts';
import { currentCard } from '#domain/pricing/store.server.ts';
import { londonDay } from '#platform/time.ts';
import { problem, refusal } from '../../problem.ts';
import type { RequestHandler } from './$types';

/** Prices a study and keeps nothing (interfaces.md, `quote`): the card in force on the day it names. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const text = await request.text();
	let input: unknown;
	try {
		input = JSON.parse(text);
	} catch {
		return problem(400, 'Not JSON', 'Send the study to be priced as a JSON object.');
	}
	try {
		const study = readQuoteRequest(input);
		const today = londonDay(locals.at);
		const day = study.at === undefined ? today : Temporal.PlainDate.from(study.at);
		const stored = await locals.db.read((tx) => currentCard(tx, day));
		if (!stored)
			return problem(422, 'Bad input', 'No price list is in force on that day.', [
				{ place: 'at', message: 'No price list is in force on that day; choose another.' }
			]);
		return Response.json(sealed(quote(study, stored.card, today)));
	} catch (error) {
		return refusal(error);
	}
};

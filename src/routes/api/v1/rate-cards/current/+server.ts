import { rateCardInput } from '#domain/pricing/rate-card-input.ts';
import { currentCard } from '#domain/pricing/store.server.ts';
import { londonDay } from '#platform/time.ts';
import { problem } from '../../problem.ts';
import type { RequestHandler } from './$types';

/** The price list in force today, as a file of `aldgate quote --rate-card`, with its SHA-256. */
export const GET: RequestHandler = async ({ locals }) => {
	const stored = await locals.db.read((tx) => currentCard(tx, londonDay(locals.at)));
	if (!stored) return problem(404, 'Not found', 'No price list is in force today.');
	return Response.json({ rateCard: rateCardInput(stored.card), sha256: stored.sha256 });
};

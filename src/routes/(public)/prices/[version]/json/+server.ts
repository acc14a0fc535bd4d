import { rateCardInput } from '#domain/pricing/rate-card-input.ts';
import { published } from '../published.ts';
import type { RequestHandler } from './$types';

/** The file that `aldgate quote --rate-card FILE` takes. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { card } = await published(locals, params.version);
	return Response.json(rateCardInput(card), {
		headers: { 'content-disposition': `attachment; filename="${params.version}.json"` }
	});
};

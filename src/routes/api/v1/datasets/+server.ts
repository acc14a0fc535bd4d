import { datasetJson } from '#domain/catalogue/json.ts';
import { wholeDatasets } from '#domain/catalogue/store.server.ts';
import { coverage } from '#domain/controllers/store.server.ts';
import { londonDay } from '#platform/time.ts';
import type { RequestHandler } from './$types';

/** The catalogue: datasets with tables, variables and sign-up today. Row counts are rounded to 5. */
export const GET: RequestHandler = async ({ locals }) => {
	const day = londonDay(locals.at);
	const { all, signed } = await locals.db.read(async (tx) => ({
		all: await wholeDatasets(tx),
		signed: await coverage(tx, day)
	}));
	return Response.json({
		items: all.map((one) => datasetJson(one, signed)),
		next: null
	});
};

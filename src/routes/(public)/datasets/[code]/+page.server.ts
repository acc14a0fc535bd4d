import { dataset } from '#domain/catalogue/store.server.ts';
import { publishedFor } from '#domain/catalogue/versions/page.server.ts';
import { datasetView } from '#domain/catalogue/view.ts';
import { coverage } from '#domain/controllers/store.server.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { found, signed, version } = await locals.db.read(async (tx) => ({
		found: await dataset(tx, params.code),
		signed: await coverage(tx, londonDay(locals.at), params.code),
		version: await publishedFor(tx, params.code)
	}));
	if (!found) throw new Problem(404, 'There is no such dataset.');
	return { title: found.name, dataset: datasetView(found, signed), version };
};

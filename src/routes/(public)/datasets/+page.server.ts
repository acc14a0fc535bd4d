import { datasets } from '#domain/catalogue/store.server.ts';
import { datasetInList } from '#domain/catalogue/view.ts';
import { coverage } from '#domain/controllers/store.server.ts';
import { londonDay } from '#platform/time.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const search = (url.searchParams.get('search') ?? '').replaceAll('\0', '').trim().slice(0, 80);
	const { found, signed } = await locals.db.read(async (tx) => ({
		found: await datasets(tx, search),
		signed: await coverage(tx, londonDay(locals.at))
	}));
	return {
		title: 'Datasets',
		search,
		datasets: found.map((dataset) => datasetInList(dataset, signed))
	};
};

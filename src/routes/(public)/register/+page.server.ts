import { tierNames, tiers } from '#domain/pricing/tier.ts';
import { list } from '#domain/transparency/read.server.ts';
import { filtersOf, organisationKinds } from '#domain/transparency/register.ts';
import { pageOf, queryOf } from '../../query.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'public, max-age=60' });
	const filters = filtersOf(url.searchParams);
	return {
		title: 'Register of approved projects',
		filters,
		query: queryOf(url),
		kinds: Object.entries(organisationKinds).map(([value, label]) => ({ value, label })),
		tiers: tiers.map((value) => ({ value, label: tierNames[value] })),
		...(await list(locals.db, filters, pageOf(url)))
	};
};

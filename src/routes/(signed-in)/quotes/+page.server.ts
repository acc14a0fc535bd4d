import { countQuotesOf, quotesOf } from '#domain/pricing/store.server.ts';
import { pounds } from '#platform/money.ts';
import { pageOf } from '../../query.ts';
import { someone } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	const page = pageOf(url);
	const { quotes, total } = await locals.db.read(async (tx) => ({
		quotes: await quotesOf(tx, actor.id, page),
		total: await countQuotesOf(tx, actor.id)
	}));
	return {
		title: 'Your quotes',
		paging: { page, size: 20, total },
		quotes: quotes.map(({ id, net, vat, validUntil, at, months, users }) => ({
			id,
			made: at.toString(),
			months,
			users,
			net: pounds(net),
			gross: pounds(net + vat),
			validUntil: validUntil.toString()
		}))
	};
};

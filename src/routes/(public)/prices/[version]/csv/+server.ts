import { cardCsv } from '#domain/pricing/view.ts';
import { published } from '../published.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const { card } = await published(locals, params.version);
	return new Response(cardCsv(card), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${params.version}.csv"`
		}
	});
};

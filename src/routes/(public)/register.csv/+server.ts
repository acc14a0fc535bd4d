import { after } from '#domain/transparency/read.server.ts';
import { filtersOf } from '#domain/transparency/register.ts';
import { registerCsv } from '#domain/transparency/view.ts';
import type { RequestHandler } from './$types';

/** More projects than this are fetched page by page from the API. */
const most = 5000;

export const GET: RequestHandler = async ({ locals, url }) => {
	const { items } = await after(locals.db, filtersOf(url.searchParams), null, most);
	return new Response(registerCsv(items), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="register.csv"',
			'cache-control': 'public, max-age=60'
		}
	});
};

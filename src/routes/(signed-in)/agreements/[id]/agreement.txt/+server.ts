import { find } from '#domain/agreements/store.server.ts';
import type { RequestHandler } from './$types';

/** The very bytes that are signed: their SHA-256 is the agreement's. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { text, number } = await locals.db.read((tx) => find(tx, params.id));
	return new Response(text, {
		headers: {
			'content-type': 'text/plain; charset=utf-8',
			'content-disposition': `attachment; filename="agreement-${String(number)}.txt"`
		}
	});
};

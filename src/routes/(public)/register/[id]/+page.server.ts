import { one } from '#domain/transparency/read.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	const entry = await one(locals.db, params.id);
	setHeaders({ 'cache-control': 'public, max-age=60' });
	return { title: entry.title, entry };
};

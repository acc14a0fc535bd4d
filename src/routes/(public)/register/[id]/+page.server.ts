import { published } from '#domain/outputs/publications/store.server.ts';
import { one } from '#domain/transparency/read.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	const entry = await one(locals.db, params.id);
	setHeaders({ 'cache-control': 'public, max-age=60' });
	const found = await locals.db.read((tx) => published(tx, entry.id));
	const publications = found.map(({ title, journal, plannedOn }) => ({
		title,
		journal,
		plannedOn: plannedOn.toString()
	}));
	return { title: entry.title, entry, publications };
};

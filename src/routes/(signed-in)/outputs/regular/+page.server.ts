import { list } from '#domain/outputs/regular/read.server.ts';
import { pageOf } from '../../../query.ts';
import { someone } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const project = url.searchParams.get('project') ?? '';
	const known = /^[0-9a-f-]{36}$/.test(project) ? project : null;
	const asked = { project: known, page: pageOf(url) };
	return { title: 'Regular releases', ...(await list(locals.db, someone(locals), asked)) };
};

import { list } from '#domain/outputs/list.server.ts';
import { may } from '#domain/people/permissions.ts';
import { pageOf } from '../../query.ts';
import { someone } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	const asked = url.searchParams.get('show');
	const checker = may(actor, 'output.vote').allowed;
	const show = asked === 'all' || (asked !== 'open' && !checker) ? 'all' : 'open';
	const page = pageOf(url);
	const found = await list(locals.db, actor, { show, page, at: locals.at });
	return { title: checker ? 'Output checks' : 'Outputs', show, ...found };
};

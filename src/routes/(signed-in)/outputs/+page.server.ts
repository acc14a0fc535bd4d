import { list } from '#domain/outputs/list.server.ts';
import { shows } from '#domain/outputs/list/show.ts';
import { lostReleases } from '#domain/outputs/release/lost.server.ts';
import { may } from '#domain/people/permissions.ts';
import { pageOf } from '../../query.ts';
import { someone } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	const checker = may(actor, 'output.vote').allowed;
	const asked = shows.find((one) => one === url.searchParams.get('show'));
	const show = asked ?? (checker ? 'open' : 'all');
	const page = pageOf(url);
	const found = await list(locals.db, actor, { show, page, at: locals.at });
	const staff = may(actor, 'read.lost-releases').allowed;
	const lost = staff ? (await lostReleases(locals.db, actor)).length : null;
	return { title: checker ? 'Output checks' : 'Outputs', show, lost, ...found };
};

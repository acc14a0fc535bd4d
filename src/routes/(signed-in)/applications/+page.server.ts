import { listView } from '#domain/applications/list/view.server.ts';
import { organisationsOf } from '#domain/people/actor.ts';
import { mayStart } from '#domain/applications/policy.ts';
import { someone } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	return {
		title: 'Applications',
		...(await locals.db.read((tx) => listView(tx, actor, url.searchParams))),
		mayStart: organisationsOf(actor).some((id) => mayStart(actor, id).allowed)
	};
};

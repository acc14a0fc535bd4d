import { mayRead } from '#domain/catalogue/versions/policy.ts';
import * as store from '#domain/catalogue/versions/store.server.ts';
import { lineOf } from '#domain/catalogue/versions/view.ts';
import { may } from '#domain/people/permissions.ts';
import { Problem } from '#platform/problems.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { pageOf } from '../../../query.ts';
import { someone } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	if (!mayRead(actor).allowed) throw new Problem(404, 'There is no such page.');
	const page = pageOf(url);
	const { list, total } = await locals.db.read(async (tx) => ({
		list: await store.all(tx, page),
		total: await store.count(tx)
	}));
	const manages = may(actor, 'dataset.register').allowed;
	return {
		title: 'Dataset versions',
		versions: list.map(lineOf),
		paging: { page, size: 20, total },
		manages,
		deliveries: manages ? await delivered(locals, actor.id) : []
	};
};

/** Null when the vault does not answer: the list of versions is there all the same. */
async function delivered(locals: App.Locals, person: string) {
	try {
		return await locals.services.vault.deliveries(person);
	} catch (error) {
		if (!(error instanceof ServiceError)) throw error;
		return null;
	}
}

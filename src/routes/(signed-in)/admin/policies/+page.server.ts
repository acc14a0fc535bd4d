import { mayDraft, mayRead } from '#domain/disclosure/policies/record.ts';
import * as store from '#domain/disclosure/policies/store.server.ts';
import { lineOf } from '#domain/disclosure/policies/view.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { someone } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const actor = someone(locals);
	if (!mayRead(actor).allowed) throw new Problem(404, 'There is no such page.');
	const [all, owners] = await locals.db.read((tx) =>
		Promise.all([store.all(tx), store.owners(tx)])
	);
	const day = londonDay(locals.at);
	return {
		title: 'Disclosure policies',
		versions: all.map((one) => lineOf(one, all, day)),
		owners: [{ code: 'service', name: 'The service' }, ...owners]
			.filter(({ code }) => mayDraft(actor, { owner: code === 'service' ? null : code }).allowed)
			.map(({ code, name }) => ({ value: code, label: name }))
	};
};

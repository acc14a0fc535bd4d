import { redirect } from '@sveltejs/kit';
import { deskOf } from '#domain/outputs/desk.server.ts';
import { differencesOf } from '#domain/outputs/differencing/read.server.ts';
import { sinceCleared } from '#domain/outputs/files/since-cleared.server.ts';
import { precheck } from '#domain/outputs/precheck.server.ts';
import { read } from '#domain/outputs/read.server.ts';
import { releaseOf } from '#domain/outputs/release/read.server.ts';
import { someone } from '../../../signed-in.ts';
import { checking } from './desk/checking.server.ts';
import { preparing } from './ask/preparing.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { db, services, at } = locals;
	const actor = someone(locals);
	const [page, release, differences, since] = await Promise.all([
		read(db, actor, params.id, at),
		releaseOf(db, params.id),
		differencesOf(db, params.id),
		sinceCleared(services.objects, db, params.id)
	]);
	return {
		title: page.request.title,
		once: crypto.randomUUID(),
		...page,
		release,
		desk: page.may.member ? null : await deskOf(db, actor, params.id, at),
		differences,
		since,
		compared:
			page.may.change && url.searchParams.has('compare')
				? await precheck(services.vault, actor, page)
				: null
	};
};

/** What both sides do comes back to the page it was done on. */
const back = (id: string): never => redirect(303, `/outputs/${id}`);

export const actions: Actions = {
	...preparing(back),
	...checking(back)
};

import { redirect } from '@sveltejs/kit';
import { read } from '#domain/outputs/read.server.ts';
import { someone } from '../../../signed-in.ts';
import { checking } from './desk/checking.server.ts';
import { preparing } from './ask/preparing.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const page = await read(locals.db, someone(locals), params.id, locals.at);
	return { title: page.request.title, once: crypto.randomUUID(), ...page };
};

/** What both sides do comes back to the page it was done on. */
const back = (id: string): never => redirect(303, `/outputs/${id}`);

export const actions: Actions = {
	...preparing(back),
	...checking(back)
};

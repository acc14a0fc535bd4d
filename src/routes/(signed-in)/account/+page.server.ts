import { redirect } from '@sveltejs/kit';
import { roleName } from '#domain/people/roles.ts';
import { cookieName } from '#domain/people/sessions.server.ts';
import { signOutEverywhere } from '#domain/people/sign-out.server.ts';
import { mySessions } from '#domain/people/store.server.ts';
import { someone } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const actor = someone(locals);
	const sessions = await locals.db.read(mySessions);
	return {
		title: 'Your account',
		name: actor.name,
		email: actor.email,
		held: [...new Set(actor.roles.map(({ role }) => roleName(role)))],
		sessions: sessions.map(({ id, address, userAgent, createdAt, seenAt }) => ({
			id: id.slice(0, 12),
			address,
			userAgent,
			createdAt: createdAt.toString(),
			seenAt: seenAt.toString()
		}))
	};
};

export const actions = {
	everywhere: async ({ locals, cookies }) => {
		await signOutEverywhere(locals.db, someone(locals), locals.at);
		cookies.delete(cookieName, { path: '/' });
		redirect(303, '/sign-in');
	}
} satisfies Actions;

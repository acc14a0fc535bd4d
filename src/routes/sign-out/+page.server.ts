import { redirect } from '@sveltejs/kit';
import { closeSession, cookieName } from '#domain/people/sessions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => redirect(303, '/');

export const actions = {
	default: async ({ cookies, locals }) => {
		const token = cookies.get(cookieName);
		if (token !== undefined) await closeSession(locals.services.sql, token, locals.at);
		cookies.delete(cookieName, { path: '/' });
		redirect(303, '/');
	}
} satisfies Actions;

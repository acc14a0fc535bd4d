import { fail, redirect } from '@sveltejs/kit';
import { may } from '#domain/people/permissions.ts';
import { roleName } from '#domain/people/roles.ts';
import { cookieName } from '#domain/people/sessions.server.ts';
import { signOutEverywhere } from '#domain/people/sign-out.server.ts';
import { mySessions } from '#domain/people/store.server.ts';
import { declareTie, endTie } from '#domain/people/ties/declare.server.ts';
import { Declare, End } from '#domain/people/ties/forms.ts';
import { tiesOf } from '#domain/people/ties/store.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../answer.ts';
import { someone } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const actor = someone(locals);
	const { sessions, ties } = await locals.db.read(async (tx) => ({
		sessions: await mySessions(tx),
		ties: await tiesOf(tx, actor.id)
	}));
	return {
		title: 'Your account',
		name: actor.name,
		email: actor.email,
		held: [...new Set(actor.roles.map(({ role }) => roleName(role)))],
		mayTie: may(actor, 'person.declare-tie').allowed,
		ties: ties.map((tie) => ({ ...tie, until: tie.until?.toString() ?? null })),
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
	},
	declare: async ({ request, locals }) => {
		const parsed = parse(await request.formData(), Declare, { form: 'declare' });
		if (!parsed.ok) return fail(422, parsed);
		const said = { ...parsed.value, at: locals.at };
		const done = await answer(
			parsed,
			() => declareTie(locals.db, someone(locals), said),
			'declare'
		);
		if (!done.ok) return done;
		redirect(303, '/account');
	},
	end: async ({ request, locals }) => {
		const parsed = parse(await request.formData(), End, { form: 'end' });
		if (!parsed.ok) return fail(422, parsed);
		const asked = { ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => endTie(locals.db, someone(locals), asked), 'end');
		if (!done.ok) return done;
		redirect(303, '/account');
	}
} satisfies Actions;

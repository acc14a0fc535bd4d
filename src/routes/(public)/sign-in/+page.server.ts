import { fail, redirect, type Cookies } from '@sveltejs/kit';
import * as v from 'valibot';
import { roleName } from '#domain/people/roles.ts';
import { signIn, signInDemo, type SignIn } from '#domain/people/sign-in.server.ts';
import { cookieName } from '#domain/people/sessions.server.ts';
import { demoPeople } from '#domain/people/store.server.ts';
import { failed, parse } from '#platform/forms.ts';
import { Problem } from '#platform/problems.ts';
import { destination } from '../../destination.ts';
import { queryOf } from '../../query.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const Given = v.object({
	email: v.pipe(
		v.string(),
		v.trim(),
		v.nonEmpty('Enter your e-mail address'),
		v.email('Enter an e-mail address in the right form, like name@example.org'),
		v.maxLength(254, 'Enter an e-mail address of at most 254 characters')
	),
	password: v.pipe(
		v.string(),
		v.nonEmpty('Enter your password'),
		v.maxLength(512, 'Enter a password of at most 512 characters')
	)
});

const Chosen = v.object({
	person: v.pipe(v.string(), v.uuid('Choose one of the people in the list'))
});

export const load: PageServerLoad = async ({ locals, url }) => {
	const people = locals.services.settings.demo ? await demoPeople(locals.services.sql) : [];
	return {
		title: 'Sign in',
		// a form's own action replaces the query, and with it where the person was going
		query: queryOf(url),
		people: people.map(({ id, name, organisation, demoNote, roles }) => ({
			id,
			name,
			organisation,
			demoNote,
			roles: [...new Set(roles.map(({ role }) => roleName(role)))].join(', ')
		}))
	};
};

const from = ({ getClientAddress, request }: RequestEvent) => ({
	address: getClientAddress(),
	userAgent: request.headers.get('user-agent') ?? ''
});

function welcome({ token }: SignIn & { ok: true }, cookies: Cookies, url: URL): never {
	cookies.set(cookieName, token, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: 24 * 60 * 60
	});
	redirect(303, destination(url.searchParams.get('to')));
}

export const actions = {
	password: async (event) => {
		const { request, locals, cookies, url } = event;
		const given = parse(await request.formData(), Given, { form: 'password' });
		if (!given.ok) return fail(422, given);
		const done = await signIn(locals.services.sql, given.value, from(event), locals.at);
		if (!done.ok) return fail(done.status, failed(given, {}, done.message, 'password'));
		return welcome(done, cookies, url);
	},
	demo: async (event) => {
		const { request, locals, cookies, url } = event;
		if (!locals.services.settings.demo) throw new Problem(404, 'There is no such page.');
		const chosen = parse(await request.formData(), Chosen, { form: 'demo' });
		if (!chosen.ok) return fail(422, chosen);
		const done = await signInDemo(locals.services.sql, chosen.value.person, from(event), locals.at);
		if (!done.ok) return fail(done.status, failed(chosen, {}, done.message, 'demo'));
		return welcome(done, cookies, url);
	}
} satisfies Actions;

import { fail, redirect } from '@sveltejs/kit';
import { setCap, setDriver } from '#domain/workspaces/usage/decide.server.ts';
import { CapForm, DriverForm, PlaceForm } from '#domain/workspaces/usage/forms.ts';
import { insistMember, usagePage } from '#domain/workspaces/usage/read.server.ts';
import { parse } from '#platform/forms.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = someone(locals);
	const view = await usagePage(locals.db, actor, params.id, locals.at);
	const { host, settings } = locals.services;
	return {
		...view,
		title: 'What the workspace uses, and where its people work',
		hub: settings.jupyterhub?.url ?? null,
		place:
			view.member && view.driver === 'jupyterhub'
				? await asked(() => host.place.look({ person: actor.id, workspace: params.id }))
				: null
	};
};

/** What the host says, or why it says nothing, as a sentence. */
async function asked<Told extends { ok: true } | { ok: false; error: { message: string } }>(
	ask: () => Promise<Told>
): Promise<Extract<Told, { ok: true }> | { ok: false; message: string }> {
	try {
		const told = await ask();
		return told.ok
			? (told as Extract<Told, { ok: true }>)
			: { ok: false, message: told.error.message };
	} catch (error) {
		if (!(error instanceof ServiceError)) throw error;
		return { ok: false, message: error.message };
	}
}

const page = (id: string) => `/workspaces/${id}/usage`;

export const actions = {
	open: async ({ locals, params }) => {
		const whose = { person: someone(locals).id, workspace: params.id };
		await insistMember(locals.db, someone(locals), params.id);
		const told = await asked(() => locals.services.host.place.open(whose));
		if (!told.ok) return fail(409, { form: 'open', message: told.message });
		// the link is good once and for a minute; what it leads to is not known to this page
		return { form: 'open', state: told.state, ticket: told.ticket };
	},
	stop: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), PlaceForm, { form: 'stop' });
		if (!parsed.ok) return fail(422, parsed);
		const whose = { person: someone(locals).id, workspace: params.id };
		await insistMember(locals.db, someone(locals), params.id);
		await locals.services.host.place.stop(whose);
		redirect(303, page(params.id));
	},
	cap: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), CapForm, { form: 'cap' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => setCap(locals.db, someone(locals), order), 'cap');
		return done.ok ? redirect(303, page(params.id)) : done;
	},
	driver: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), DriverForm, { form: 'driver' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => setDriver(locals.db, someone(locals), order), 'driver');
		return done.ok ? redirect(303, page(params.id)) : done;
	}
} satisfies Actions;

import { fail, redirect } from '@sveltejs/kit';
import { decide, remove, withdraw } from '#domain/workspaces/ingress/decide.server.ts';
import {
	DecideForm,
	RemoveForm,
	SendForm,
	WithdrawForm
} from '#domain/workspaces/ingress/forms.ts';
import { folderPage } from '#domain/workspaces/ingress/read.server.ts';
import { send } from '#domain/workspaces/ingress/send.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import { textOf } from '../../../../text-of.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const view = await folderPage(locals.db, someone(locals), params.id);
	return { ...view, title: 'Shared folder', once: crypto.randomUUID() };
};

const page = (id: string) => `/workspaces/${id}/files`;

export const actions = {
	send: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), SendForm, { form: 'send' });
		if (!parsed.ok) return fail(422, parsed);
		const { file, purpose, once } = parsed.value;
		const bytes = new Uint8Array(await file.arrayBuffer());
		const sent = { workspace: params.id, name: file.name, bytes, purpose, once, at: locals.at };
		const done = await answer(
			parsed,
			() => send(locals.services, locals.db, someone(locals), sent),
			'send'
		);
		return done.ok ? redirect(303, `${page(params.id)}#waiting`) : done;
	},
	decide: async ({ locals, params, request }) => {
		const data = await request.formData();
		const form = `decide-${textOf(data, 'file')}`;
		const parsed = parse(data, DecideForm, { form });
		if (!parsed.ok) return fail(422, parsed);
		const { file, decision, reason } = parsed.value;
		const order = { workspace: params.id, file, accept: decision === 'accept', reason };
		const done = await answer(
			parsed,
			() => decide(locals.db, someone(locals), { ...order, at: locals.at }),
			form
		);
		return done.ok ? redirect(303, page(params.id)) : done;
	},
	withdraw: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), WithdrawForm);
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, file: parsed.value.file, at: locals.at };
		const done = await answer(parsed, () => withdraw(locals.db, someone(locals), order));
		return done.ok ? redirect(303, page(params.id)) : done;
	},
	remove: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), RemoveForm);
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => remove(locals.db, someone(locals), order));
		return done.ok ? redirect(303, page(params.id)) : done;
	}
} satisfies Actions;

import { fail, redirect } from '@sveltejs/kit';
import { archive, revive } from '#domain/workspaces/life/archive.server.ts';
import { changeLife } from '#domain/workspaces/life/change.server.ts';
import { askDestruction, confirmDestruction } from '#domain/workspaces/life/destroy.server.ts';
import { ChangeForm, ReasonForm, ReviveForm, WithdrawForm } from '#domain/workspaces/life/forms.ts';
import { lifePage } from '#domain/workspaces/life/read.server.ts';
import { withdraw } from '#domain/workspaces/life/withdraw.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const view = await lifePage(locals.db, someone(locals), params.id);
	return { ...view, title: 'Life of the workspace', once: crypto.randomUUID() };
};

const page = (id: string) => `/workspaces/${id}/life`;

export const actions = {
	change: async ({ locals, params, request }) => {
		const data = await request.formData();
		const change = data.get('change');
		const form = `change-${typeof change === 'string' ? change : ''}`;
		const parsed = parse(data, ChangeForm, { form });
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => changeLife(locals.db, someone(locals), order), form);
		return done.ok ? redirect(303, page(params.id)) : done;
	},
	withdraw: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), WithdrawForm, { form: 'withdraw' });
		if (!parsed.ok) return fail(422, parsed);
		const { controller, ...rest } = parsed.value;
		const whose = controller === '' ? null : controller;
		const order = { workspace: params.id, ...rest, controller: whose, at: locals.at };
		const done = await answer(
			parsed,
			() => withdraw(locals.db, someone(locals), order),
			'withdraw'
		);
		return done.ok ? redirect(303, page(params.id)) : done;
	},
	archive: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), ReasonForm, { form: 'archive' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, ...parsed.value, at: locals.at };
		const { vault } = locals.services;
		const done = await answer(
			parsed,
			() => archive(locals.db, someone(locals), vault, order),
			'archive'
		);
		return done.ok ? redirect(303, page(params.id)) : done;
	},
	revive: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), ReviveForm, { form: 'revive' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, ...parsed.value, at: locals.at };
		const { vault } = locals.services;
		const done = await answer(
			parsed,
			() => revive(locals.db, someone(locals), vault, order),
			'revive'
		);
		return done.ok ? redirect(303, page(params.id)) : done;
	},
	destruction: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), ReasonForm, { form: 'destruction' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, ...parsed.value, at: locals.at };
		const done = await answer(
			parsed,
			() => askDestruction(locals.db, someone(locals), order),
			'destruction'
		);
		return done.ok ? redirect(303, page(params.id)) : done;
	},
	confirm: async ({ locals, params }) => {
		const order = { workspace: params.id, at: locals.at };
		const { jobs } = locals.services;
		const done = await answer(
			{ values: {} },
			() => confirmDestruction(locals.db, someone(locals), jobs, order),
			'confirm'
		);
		return done.ok ? redirect(303, page(params.id)) : done;
	}
} satisfies Actions;

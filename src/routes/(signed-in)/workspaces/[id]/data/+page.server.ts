import { fail, redirect } from '@sveltejs/kit';
import { approveRefresh } from '#domain/workspaces/refresh/approve.server.ts';
import { ask, drop, retry } from '#domain/workspaces/refresh/ask.server.ts';
import { AskForm, RefreshApprovalForm, RefreshForm } from '#domain/workspaces/refresh/forms.ts';
import { dataPage } from '#domain/workspaces/refresh/read.server.ts';
import { failed, parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const view = await dataPage(locals.db, someone(locals), params.id);
	return { ...view, title: 'Data of the workspace', once: crypto.randomUUID() };
};

export const actions = {
	ask: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), AskForm, { form: 'ask' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, ...parsed.value, at: locals.at };
		const { jobs } = locals.services;
		const done = await answer(parsed, () => ask(locals.db, someone(locals), jobs, order), 'ask');
		return done.ok ? redirect(303, `/workspaces/${params.id}/data`) : done;
	},
	approve: async ({ locals, params, request }) => {
		const actor = someone(locals);
		const form = 'approve';
		const parsed = parse(await request.formData(), RefreshApprovalForm, { lists: ['seen'], form });
		if (!parsed.ok) return fail(422, parsed);
		const { snapshot, note, seen } = parsed.value;
		const { current } = await dataPage(locals.db, actor, params.id);
		const gate = current?.gate;
		const acknowledged = (gate?.acknowledge ?? []).filter((_, at) => seen.includes(String(at)));
		if (gate?.may && gate.snapshot === snapshot && acknowledged.length < gate.acknowledge.length)
			return fail(
				422,
				failed(parsed, { seen: 'Tick each of these once you have seen it' }, undefined, form)
			);
		const order = { refresh: current?.id ?? '', snapshot, note, acknowledged, at: locals.at };
		const { jobs } = locals.services;
		const done = await answer(parsed, () => approveRefresh(locals.db, actor, order, jobs), form);
		return done.ok ? redirect(303, `/workspaces/${params.id}/data`) : done;
	},
	retry: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), RefreshForm, { form: 'retry' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { ...parsed.value, at: locals.at };
		const { jobs } = locals.services;
		const done = await answer(
			parsed,
			() => retry(locals.db, someone(locals), jobs, order),
			'retry'
		);
		return done.ok ? redirect(303, `/workspaces/${params.id}/data`) : done;
	},
	drop: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), RefreshForm, { form: 'drop' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => drop(locals.db, someone(locals), order), 'drop');
		return done.ok ? redirect(303, `/workspaces/${params.id}/data`) : done;
	}
} satisfies Actions;

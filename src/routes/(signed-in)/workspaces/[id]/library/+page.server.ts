import { fail, redirect } from '@sveltejs/kit';
import { answer as answerRequest, ask } from '#domain/workspaces/library/ask.server.ts';
import { AnswerForm, AskForm, WithdrawForm } from '#domain/workspaces/library/forms.ts';
import { libraryPage } from '#domain/workspaces/library/read.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import { textOf } from '../../../../text-of.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { db, services } = locals;
	const view = await libraryPage(db, someone(locals), services.host, params.id);
	return { ...view, title: 'Approved library', once: crypto.randomUUID() };
};

const page = (id: string) => `/workspaces/${id}/library#requests`;

export const actions = {
	ask: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), AskForm, { form: 'ask' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => ask(locals.db, someone(locals), order), 'ask');
		return done.ok ? redirect(303, page(params.id)) : done;
	},
	answer: async ({ locals, params, request }) => {
		const data = await request.formData();
		const form = `answer-${textOf(data, 'request')}`;
		const parsed = parse(data, AnswerForm, { form });
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => answerRequest(locals.db, someone(locals), order), form);
		return done.ok ? redirect(303, page(params.id)) : done;
	},
	withdraw: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), WithdrawForm);
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () =>
			answerRequest(locals.db, someone(locals), { ...order, decision: 'withdraw', answer: '' })
		);
		return done.ok ? redirect(303, page(params.id)) : done;
	}
} satisfies Actions;

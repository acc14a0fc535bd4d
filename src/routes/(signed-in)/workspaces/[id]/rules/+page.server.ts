import { fail, redirect } from '@sveltejs/kit';
import { RulesForm } from '#domain/workspaces/rules/form.ts';
import { rulesPage, setRules } from '#domain/workspaces/rules/set.server.ts';
import { failed, parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const view = await rulesPage(locals.db, someone(locals), params.id);
	return { ...view, title: 'Rules of the extract' };
};

export const actions = {
	default: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), RulesForm);
		if (!parsed.ok) return fail(422, parsed);
		const order = { workspace: params.id, answers: parsed.value, at: locals.at };
		const done = await answer(parsed, () =>
			setRules(locals.db, someone(locals), locals.services.jobs, order)
		);
		if (!done.ok) return done;
		if (Object.keys(done.result).length > 0) return fail(422, failed(parsed, { ...done.result }));
		redirect(303, `/workspaces/${params.id}/provisioning`);
	}
} satisfies Actions;

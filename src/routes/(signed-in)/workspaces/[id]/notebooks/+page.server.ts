import { fail, redirect } from '@sveltejs/kit';
import { NewForm } from '#domain/workspaces/notebooks/form.ts';
import { listPage } from '#domain/workspaces/notebooks/read.server.ts';
import { create } from '#domain/workspaces/notebooks/save.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
	title: 'Notebooks and scripts',
	once: crypto.randomUUID(),
	...(await listPage(locals.db, someone(locals), params.id, locals.at))
});

export const actions: Actions = {
	create: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), NewForm, { form: 'create' });
		if (!parsed.ok) return fail(422, parsed);
		const asked = { ...parsed.value, workspace: params.id, at: locals.at };
		const done = await answer(parsed, () => create(locals.db, someone(locals), asked), 'create');
		if (!done.ok) return done;
		redirect(303, `/workspaces/${params.id}/notebooks/${done.result}`);
	}
};

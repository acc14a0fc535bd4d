import { fail, redirect } from '@sveltejs/kit';
import { RowsForm } from '#domain/workspaces/viewing/form.ts';
import { setRowsShown, viewingPage } from '#domain/workspaces/viewing/viewing.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
	title: 'Rows of people on screens',
	...(await viewingPage(locals.db, someone(locals), params.id))
});

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), RowsForm);
		if (!parsed.ok) return fail(422, parsed);
		const asked = { ...parsed.value, workspace: params.id, at: locals.at };
		const done = await answer(parsed, () => setRowsShown(locals.db, someone(locals), asked));
		if (!done.ok) return done;
		redirect(303, `/workspaces/${params.id}/viewing`);
	}
};

import { fail, redirect } from '@sveltejs/kit';
import { RestoreForm } from '#domain/workspaces/notebooks/form.ts';
import { versionsPage } from '#domain/workspaces/notebooks/read.server.ts';
import { restore } from '#domain/workspaces/notebooks/save.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../../../../answer.ts';
import { someone } from '../../../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const number = (text: string | null) => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : 0);

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const view = await versionsPage(locals.db, someone(locals), {
		workspace: params.id,
		notebook: params.notebook,
		from: number(url.searchParams.get('from')),
		to: number(url.searchParams.get('to')),
		at: locals.at
	});
	return { ...view, title: `Versions of ${view.notebook.name}` };
};

export const actions: Actions = {
	restore: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), RestoreForm, { form: 'restore' });
		if (!parsed.ok) return fail(422, parsed);
		const { id: workspace, notebook } = params;
		const { revision, number: version } = parsed.value;
		const asked = { workspace, notebook, revision, version, at: locals.at };
		const done = await answer(parsed, () => restore(locals.db, someone(locals), asked), 'restore');
		if (!done.ok) return done;
		redirect(303, `/workspaces/${workspace}/notebooks/${notebook}`);
	}
};

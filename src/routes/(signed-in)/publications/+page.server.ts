import { fail, redirect } from '@sveltejs/kit';
import { requireReview } from '#domain/outputs/publications/decide.server.ts';
import { RequireReview, Start } from '#domain/outputs/publications/forms.ts';
import { start } from '#domain/outputs/publications/prepare.server.ts';
import { list } from '#domain/outputs/publications/read.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../answer.ts';
import { someone } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => ({
	title: 'Publications',
	once: crypto.randomUUID(),
	project: url.searchParams.get('project') ?? '',
	...(await list(locals.db, someone(locals)))
});

export const actions: Actions = {
	start: async ({ request, locals }) => {
		const parsed = parse(await request.formData(), Start, { form: 'start' });
		if (!parsed.ok) return fail(422, parsed);
		const asked = { ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => start(locals.db, someone(locals), asked), 'start');
		return done.ok ? redirect(303, `/publications/${done.result}`) : done;
	},
	require: async ({ request, locals }) => {
		const parsed = parse(await request.formData(), RequireReview, { form: 'require' });
		if (!parsed.ok) return fail(422, parsed);
		const { dataset, required } = parsed.value;
		const asked = { dataset, required: required === 'yes', at: locals.at };
		const done = await answer(
			parsed,
			() => requireReview(locals.db, someone(locals), asked),
			'require'
		);
		return done.ok ? redirect(303, '/publications') : done;
	}
};

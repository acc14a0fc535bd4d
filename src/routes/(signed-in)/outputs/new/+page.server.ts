import { fail, redirect } from '@sveltejs/kit';
import { draftFromFile, draftFromSql } from '#domain/outputs/draft.server.ts';
import { addFromBasket } from '#domain/outputs/edit.server.ts';
import { FromFile, FromSql } from '#domain/outputs/forms.ts';
import { workspacesOf } from '#domain/outputs/store.server.ts';
import { may } from '#domain/people/permissions.ts';
import { parse } from '#platform/forms.ts';
import { insist } from '#platform/problems.ts';
import { answer } from '../../../answer.ts';
import { someone } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	insist(may(actor, 'output.draft'));
	return {
		title: 'Ask for an output',
		once: crypto.randomUUID(),
		workspaces: await locals.db.read((tx) => workspacesOf(tx, actor.id)),
		workspace: url.searchParams.get('workspace') ?? ''
	};
};

export const actions: Actions = {
	'from-sql': async ({ request, locals }) => {
		const actor = someone(locals);
		const parsed = parse(await request.formData(), FromSql, { form: 'sql' });
		if (!parsed.ok) return fail(422, parsed);
		const { services, db, at } = locals;
		const asked = { ...parsed.value, at };
		const done = await answer(
			parsed,
			() =>
				asked.request === ''
					? draftFromSql(services, db, actor, asked)
					: addFromBasket(services, db, actor, asked),
			'sql'
		);
		if (!done.ok) return done;
		redirect(303, `/outputs/${done.result}`);
	},
	'from-file': async ({ request, locals }) => {
		const actor = someone(locals);
		const parsed = parse(await request.formData(), FromFile, { form: 'file' });
		if (!parsed.ok) return fail(422, parsed);
		const { file, ...start } = parsed.value;
		const bytes = new Uint8Array(await file.arrayBuffer());
		const asked = { ...start, name: file.name, bytes, at: locals.at };
		const done = await answer(
			parsed,
			() => draftFromFile(locals.services, locals.db, actor, asked),
			'file'
		);
		if (!done.ok) return done;
		redirect(303, `/outputs/${done.result}`);
	}
};

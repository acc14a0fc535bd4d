import { fail, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { StartForm } from '#domain/applications/forms.ts';
import { mayStart } from '#domain/applications/policy.ts';
import * as sources from '#domain/applications/sources/store.server.ts';
import { start } from '#domain/applications/start.server.ts';
import { organisationsOf } from '#domain/people/actor.ts';
import { parse } from '#platform/forms.ts';
import { Problem } from '#platform/problems.ts';
import { answer } from '../../../answer.ts';
import { someone } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	const theirs = organisationsOf(actor).filter((id) => mayStart(actor, id).allowed);
	if (theirs.length === 0)
		throw new Problem(
			403,
			'Only somebody who applies for an organisation can start an application.'
		);
	const [quote, feasibility] = [url.searchParams.get('quote'), url.searchParams.get('feasibility')];
	return {
		title: 'Start an application',
		once: crypto.randomUUID(),
		...(await locals.db.read(async (tx) => ({
			organisations: (await Promise.all(theirs.map((id) => sources.organisation(tx, id)))).map(
				({ id, name }) => ({ value: id, label: name })
			),
			quote: quote ? (await sources.quote(tx, quote)).id : null,
			feasibility: feasibility ? (await sources.feasibility(tx, feasibility)).id : null
		})))
	};
};

export const actions = {
	default: async ({ request, locals }) => {
		const parsed = parse(await request.formData(), StartForm);
		if (!parsed.ok) return fail(422, parsed);
		const { quote, feasibility, ...given } = parsed.value;
		const done = await answer(parsed, () =>
			start(locals.db, someone(locals), {
				...given,
				quote: quote || null,
				feasibility: feasibility || null,
				at: locals.at
			})
		);
		if (!done.ok) return done;
		redirect(303, resolve('/(signed-in)/applications/[id]', { id: done.result }));
	}
} satisfies Actions;

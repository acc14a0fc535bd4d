import { fail, redirect } from '@sveltejs/kit';
import { Retry, Stop, Vote } from '#domain/outputs/regular/forms.ts';
import { retry } from '#domain/outputs/regular/retry.server.ts';
import { read } from '#domain/outputs/regular/read.server.ts';
import { stop } from '#domain/outputs/regular/stop.server.ts';
import { vote } from '#domain/outputs/regular/vote.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const page = await read(locals.db, someone(locals), params.id);
	return { title: page.regular.title, once: crypto.randomUUID(), ...page };
};

export const actions: Actions = {
	vote: async ({ request, locals, params }) => {
		const parsed = parse(await request.formData(), Vote, { form: 'vote' });
		if (!parsed.ok) return fail(422, parsed);
		const ballot = { ...parsed.value, id: params.id, at: locals.at };
		const done = await answer(parsed, () => vote(locals.db, someone(locals), ballot), 'vote');
		return done.ok ? redirect(303, `/outputs/regular/${params.id}`) : done;
	},
	retry: async ({ request, locals, params }) => {
		const parsed = parse(await request.formData(), Retry, { form: 'retry' });
		if (!parsed.ok) return fail(422, parsed);
		const { db, services, at } = locals;
		const asked = { id: params.id, at };
		const done = await answer(
			parsed,
			() => retry(db, someone(locals), asked, services.jobs),
			'retry'
		);
		return done.ok ? redirect(303, `/outputs/regular/${params.id}`) : done;
	},
	stop: async ({ request, locals, params }) => {
		const parsed = parse(await request.formData(), Stop, { form: 'stop' });
		if (!parsed.ok) return fail(422, parsed);
		const asked = { ...parsed.value, id: params.id, at: locals.at };
		const done = await answer(parsed, () => stop(locals.db, someone(locals), asked), 'stop');
		return done.ok ? redirect(303, `/outputs/regular/${params.id}`) : done;
	}
};

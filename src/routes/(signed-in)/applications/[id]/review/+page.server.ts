import { fail, redirect } from '@sveltejs/kit';
import type * as v from 'valibot';
import { resolve } from '$app/paths';
import { closeVote } from '#domain/committees/close-vote.server.ts';
import { declare } from '#domain/committees/declare.server.ts';
import { CloseForm, DeclareForm, VoteForm } from '#domain/committees/forms.ts';
import { papersFor } from '#domain/committees/papers.server.ts';
import { vote } from '#domain/committees/vote.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = someone(locals);
	const papers = await locals.db.read((tx) => papersFor(tx, actor, params.id, locals.at));
	return {
		...papers,
		study: papers.title,
		title: `Review: ${papers.title}`,
		once: crypto.randomUUID()
	};
};

/** Reads a named form, does what it asks for, and goes on at `next` of the application. */
async function act<Schema extends v.GenericSchema>(
	{ request, params }: RequestEvent,
	form: string,
	schema: Schema,
	work: (value: v.InferOutput<Schema>) => Promise<unknown>,
	next:
		| '/(signed-in)/applications/[id]'
		| '/(signed-in)/applications/[id]/review' = '/(signed-in)/applications/[id]/review'
) {
	const parsed = parse(await request.formData(), schema, { form });
	if (!parsed.ok) return fail(422, { ...parsed, form });
	const done = await answer(parsed, () => work(parsed.value), form);
	if (!done.ok) return done;
	redirect(303, resolve(next, { id: params.id }));
}

export const actions = {
	declare: (event) =>
		act(event, 'declare', DeclareForm, (value) =>
			declare(event.locals.db, someone(event.locals), {
				...value,
				id: event.params.id,
				at: event.locals.at
			})
		),
	vote: (event) =>
		act(event, 'vote', VoteForm, (value) =>
			vote(event.locals.db, someone(event.locals), {
				...value,
				id: event.params.id,
				at: event.locals.at
			})
		),
	close: (event) =>
		act(
			event,
			'close',
			CloseForm,
			(value) =>
				closeVote(event.locals.db, someone(event.locals), {
					...value,
					id: event.params.id,
					at: event.locals.at,
					tick: (tx) => event.locals.services.jobs.send(tx, 'clock.tick', {}, 'tick')
				}),
			'/(signed-in)/applications/[id]'
		)
} satisfies Actions;

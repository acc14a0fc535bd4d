import { fail, redirect } from '@sveltejs/kit';
import type * as v from 'valibot';
import { resolve } from '$app/paths';
import { accept } from '#domain/applications/accept.server.ts';
import { appeal } from '#domain/applications/appeal.server.ts';
import { answerObjection } from '#domain/applications/answer-objection.server.ts';
import * as forms from '#domain/applications/forms.ts';
import { meetConditions } from '#domain/applications/meet-conditions.server.ts';
import { object } from '#domain/applications/object.server.ts';
import { recordReview } from '#domain/applications/record-review.server.ts';
import { giveBack } from '#domain/applications/return.server.ts';
import { submit } from '#domain/applications/submit.server.ts';
import { withdraw } from '#domain/applications/withdraw.server.ts';
import { overview } from '#domain/committees/overview.server.ts';
import type { Tx } from '#platform/db.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../answer.ts';
import { someone } from '../../../signed-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = someone(locals);
	const view = await locals.db.read((tx) => overview(tx, actor, params.id, locals.at));
	return { ...view, once: crypto.randomUUID() };
};

/** Reads a named form, does what it asks for, and shows the page again. */
async function act<Schema extends v.GenericSchema>(
	{ request, params }: RequestEvent,
	form: string,
	schema: Schema,
	work: (value: v.InferOutput<Schema>) => Promise<unknown>
) {
	const parsed = parse(await request.formData(), schema, { form, lists: ['sections'] });
	if (!parsed.ok) return fail(422, { ...parsed, form });
	const done = await answer(parsed, () => work(parsed.value), form);
	if (!done.ok) return done;
	redirect(303, resolve('/(signed-in)/applications/[id]', { id: params.id }));
}

const told = ({ params, locals }: RequestEvent) => ({ id: params.id, at: locals.at });
const tick =
	({ locals: { services } }: RequestEvent) =>
	(tx: Tx) =>
		services.jobs.send(tx, 'clock.tick', {}, 'tick');

export const actions = {
	submit: (event) =>
		act(event, 'submit', forms.PlainForm, (value) =>
			submit(event.locals.db, someone(event.locals), { ...value, ...told(event) })
		),
	withdraw: (event) =>
		act(event, 'withdraw', forms.WithdrawForm, (value) =>
			withdraw(event.locals.db, someone(event.locals), { ...value, ...told(event) })
		),
	appeal: (event) =>
		act(event, 'appeal', forms.AppealForm, (value) =>
			appeal(event.locals.db, someone(event.locals), { ...value, ...told(event) })
		),
	accept: (event) =>
		act(event, 'accept', forms.PlainForm, (value) =>
			accept(event.locals.db, someone(event.locals), { ...value, ...told(event) })
		),
	return: (event) =>
		act(event, 'return', forms.ReturnForm, (value) =>
			giveBack(event.locals.db, someone(event.locals), { ...value, ...told(event) })
		),
	review: (event) =>
		act(event, 'review', forms.ReviewForm, (value) =>
			recordReview(event.locals.db, someone(event.locals), { ...value, ...told(event) })
		),
	object: (event) =>
		act(event, 'object', forms.ObjectForm, (value) =>
			object(event.locals.db, someone(event.locals), { ...value, ...told(event) })
		),
	answer: (event) =>
		act(event, 'answer', forms.AnswerForm, (value) =>
			answerObjection(event.locals.db, someone(event.locals), {
				...value,
				...told(event),
				tick: tick(event)
			})
		),
	meet: (event) =>
		act(event, 'meet', forms.MeetForm, (value) =>
			meetConditions(event.locals.db, someone(event.locals), {
				...value,
				...told(event),
				tick: tick(event)
			})
		)
} satisfies Actions;

import { fail, redirect } from '@sveltejs/kit';
import { decide, move } from '#domain/outputs/publications/decide.server.ts';
import { AddTable, Decide, Send, TableOf } from '#domain/outputs/publications/forms.ts';
import { addTables, removeTable } from '#domain/outputs/publications/prepare.server.ts';
import { read } from '#domain/outputs/publications/read.server.ts';
import { parse } from '#platform/forms.ts';
import type * as v from 'valibot';
import { answer } from '../../../answer.ts';
import { someone } from '../../../signed-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const page = await read(locals.db, someone(locals), params.id);
	return { title: page.publication.title, ...page };
};

/** Reads the form with its schema, does the work, and goes back to the page. */
const action =
	<Schema extends v.GenericSchema>(
		form: string,
		schema: Schema,
		work: (event: RequestEvent, value: v.InferOutput<Schema>) => Promise<unknown>
	) =>
	async (event: RequestEvent) => {
		const parsed = parse(await event.request.formData(), schema, { form });
		if (!parsed.ok) return fail(422, parsed);
		const done = await answer(parsed, () => work(event, parsed.value), form);
		return done.ok ? redirect(303, `/publications/${event.params.id}`) : done;
	};

const of = ({ params, locals }: RequestEvent) => ({ id: params.id, at: locals.at });

export const actions: Actions = {
	add: action('add', AddTable, async (event, { file, version }) => {
		const { services, db } = event.locals;
		const bytes = new Uint8Array(await file.arrayBuffer());
		const sent = { ...of(event), version, name: file.name, bytes };
		return addTables(services, db, someone(event.locals), sent);
	}),
	remove: action('remove', TableOf, (event, asked) =>
		removeTable(event.locals.db, someone(event.locals), { ...asked, ...of(event) })
	),
	submit: action('send', Send, (event, { version }) =>
		move(event.locals.db, someone(event.locals), 'publication.submit', { ...of(event), version })
	),
	withdraw: action('withdraw', Send, (event, { version }) =>
		move(event.locals.db, someone(event.locals), 'publication.withdraw', { ...of(event), version })
	),
	decide: action('decide', Decide, (event, asked) =>
		decide(event.locals.db, someone(event.locals), { ...asked, ...of(event) })
	)
};

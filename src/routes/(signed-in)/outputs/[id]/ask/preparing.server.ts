import { fail } from '@sveltejs/kit';
import * as edit from '#domain/outputs/edit.server.ts';
import { AddCsv, AddSql, FileOf, SetControl, Submit, Words } from '#domain/outputs/forms.ts';
import { submit, withdraw } from '#domain/outputs/submit.server.ts';
import { parse } from '#platform/forms.ts';
import type * as v from 'valibot';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { RequestEvent } from '../$types';

type Back = (id: string) => never;

/** Reads the form with its schema, does the work, and goes back to the page. */
const action =
	<Schema extends v.GenericSchema>(
		back: Back,
		form: string,
		schema: Schema,
		work: (event: RequestEvent, value: v.InferOutput<Schema>) => Promise<unknown>
	) =>
	async (event: RequestEvent) => {
		const parsed = parse(await event.request.formData(), schema, { form });
		if (!parsed.ok) return fail(422, parsed);
		const done = await answer(parsed, () => work(event, parsed.value), form);
		return done.ok ? back(event.params.id) : done;
	};

/** What the researchers do with a request. */
export const preparing = (back: Back) => ({
	save: action(back, 'words', Words, ({ locals, params }, words) =>
		edit.save(locals.db, someone(locals), { ...words, id: params.id, at: locals.at })
	),
	submit: action(back, 'words', Submit, ({ locals, params }, words) =>
		submit(locals.db, someone(locals), { ...words, id: params.id, at: locals.at })
	),
	withdraw: async ({ locals, params }: RequestEvent) => {
		const asked = { id: params.id, at: locals.at };
		const done = await answer(
			{ values: {} },
			() => withdraw(locals.db, someone(locals), asked),
			'withdraw'
		);
		return done.ok ? back(params.id) : done;
	},
	control: action(back, 'control', SetControl, ({ locals, params }, asked) =>
		edit.setControl(locals.services, locals.db, someone(locals), {
			...asked,
			id: params.id,
			at: locals.at
		})
	),
	remove: action(back, 'control', FileOf, ({ locals, params }, asked) =>
		edit.removeFile(locals.db, someone(locals), { ...asked, id: params.id, at: locals.at })
	),
	'add-sql': action(back, 'sql', AddSql, ({ locals, params }, asked) =>
		edit.addSql(locals.services, locals.db, someone(locals), {
			...asked,
			id: params.id,
			at: locals.at
		})
	),
	'add-csv': action(back, 'csv', AddCsv, async ({ locals, params }, { file, version }) =>
		edit.addCsv(locals.services, locals.db, someone(locals), {
			id: params.id,
			version,
			name: file.name,
			bytes: new Uint8Array(await file.arrayBuffer()),
			at: locals.at
		})
	)
});

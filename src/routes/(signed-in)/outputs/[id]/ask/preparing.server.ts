import { fail, redirect } from '@sveltejs/kit';
import * as edit from '#domain/outputs/edit.server.ts';
import {
	AddFile,
	AddSql,
	FileOf,
	JoinCategories,
	ProtectTogether,
	Remake,
	ReplaceFile,
	SetControl,
	SetDecimals
} from '#domain/outputs/forms.ts';
import * as models from '#domain/outputs/remedy-model.server.ts';
import { protectTogether } from '#domain/outputs/remedy-together.server.ts';
import * as remedy from '#domain/outputs/remedy.server.ts';
import { withdraw } from '#domain/outputs/submit.server.ts';
import { parse } from '#platform/forms.ts';
import type * as v from 'valibot';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { RequestEvent } from '../$types';
import { joinsOf } from './joins.ts';
import { wording } from './wording.server.ts';

type Back = (id: string) => never;

/** Reads the form with its schema, does the work, and goes back to the page. */
const action =
	<Schema extends v.GenericSchema>(
		back: Back,
		{ form, schema, lists = [] }: { form: string; schema: Schema; lists?: readonly string[] },
		work: (event: RequestEvent, value: v.InferOutput<Schema>) => Promise<unknown>
	) =>
	async (event: RequestEvent) => {
		const parsed = parse(await event.request.formData(), schema, { form, lists });
		if (!parsed.ok) return fail(422, parsed);
		const done = await answer(parsed, () => work(event, parsed.value), form);
		return done.ok ? back(event.params.id) : done;
	};

const of = ({ params, locals }: RequestEvent) => ({ id: params.id, at: locals.at });
const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());

/** What the researchers do with a request. */
export const preparing = (back: Back) => ({
	...wording(back),
	withdraw: async (event: RequestEvent) => {
		const { locals, params } = event;
		const done = await answer(
			{ values: {} },
			() => withdraw(locals.db, someone(locals), of(event)),
			'withdraw'
		);
		return done.ok ? back(params.id) : done;
	},
	control: action(back, { form: 'control', schema: SetControl }, (event, asked) => {
		const { services, db } = event.locals;
		return remedy.setControl(services, db, someone(event.locals), { ...asked, ...of(event) });
	}),
	join: action(
		back,
		{ form: 'control', schema: JoinCategories, lists: ['joins'] },
		(event, { joins, ...asked }) => {
			const { services, db } = event.locals;
			const wanted = { ...asked, joins: joinsOf(joins), ...of(event) };
			return remedy.joinCategories(services, db, someone(event.locals), wanted);
		}
	),
	together: async (event: RequestEvent) => {
		const parsed = parse(await event.request.formData(), ProtectTogether, { form: 'together' });
		if (!parsed.ok) return fail(422, parsed);
		const { services, db } = event.locals;
		const asked = { ...parsed.value, ...of(event) };
		const done = await answer(
			parsed,
			() => protectTogether(services, db, someone(event.locals), asked),
			'together'
		);
		// compared again at once, so that the page shows what came of it
		return done.ok ? redirect(303, `/outputs/${event.params.id}?compare#together`) : done;
	},
	split: action(back, { form: 'control', schema: FileOf }, (event, asked) => {
		const { services, db } = event.locals;
		return remedy.splitCategories(services, db, someone(event.locals), { ...asked, ...of(event) });
	}),
	decimals: action(back, { form: 'control', schema: SetDecimals }, (event, asked) => {
		const { services, db } = event.locals;
		return remedy.setDecimals(services, db, someone(event.locals), { ...asked, ...of(event) });
	}),
	remake: action(back, { form: 'control', schema: Remake }, (event, asked) => {
		const { services, db } = event.locals;
		return models.remake(services, db, someone(event.locals), { ...asked, ...of(event) });
	}),
	unmake: action(back, { form: 'control', schema: FileOf }, (event, asked) => {
		const { services, db } = event.locals;
		return models.unmake(services, db, someone(event.locals), { ...asked, ...of(event) });
	}),
	remove: action(back, { form: 'control', schema: FileOf }, (event, asked) =>
		edit.removeFile(event.locals.db, someone(event.locals), { ...asked, ...of(event) })
	),
	'add-sql': action(back, { form: 'sql', schema: AddSql }, (event, asked) => {
		const { services, db } = event.locals;
		return edit.addSql(services, db, someone(event.locals), { ...asked, ...of(event) });
	}),
	'add-file': action(back, { form: 'file', schema: AddFile }, async (event, { file, ...asked }) => {
		const { services, db } = event.locals;
		const sent = { ...asked, name: file.name, bytes: await bytesOf(file), ...of(event) };
		return edit.addFile(services, db, someone(event.locals), sent);
	}),
	replace: action(back, { form: 'control', schema: ReplaceFile }, async (event, asked) => {
		const { services, db } = event.locals;
		const sent = { name: asked.bytes.name, bytes: await bytesOf(asked.bytes) };
		return edit.replaceFile(services, db, someone(event.locals), {
			...asked,
			...sent,
			...of(event)
		});
	})
});

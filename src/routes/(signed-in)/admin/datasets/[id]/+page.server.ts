import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { timeline } from '#domain/audit/store.server.ts';
import { confirmColumn, confirmTable } from '#domain/catalogue/versions/confirm.server.ts';
import {
	discardVersion,
	proposeVersion,
	publishVersion,
	rereadVersion,
	returnVersion
} from '#domain/catalogue/versions/decide.server.ts';
import {
	ConfirmSchema,
	ConfirmTableSchema,
	ReturnSchema
} from '#domain/catalogue/versions/forms.ts';
import { mayRead } from '#domain/catalogue/versions/policy.ts';
import { pageFor, said } from '#domain/catalogue/versions/page.server.ts';
import { filterOf } from '#domain/catalogue/versions/view.ts';
import { parse } from '#platform/forms.ts';
import { Problem } from '#platform/problems.ts';
import { answer } from '../../../../answer.ts';
import { queryOf } from '../../../../query.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const actor = someone(locals);
	if (!mayRead(actor).allowed) throw new Problem(404, 'There is no such page.');
	const asked = {
		id: params.id,
		table: url.searchParams.get('table') ?? '',
		filter: filterOf(url.searchParams.get('show'))
	};
	const { page, events } = await locals.db.read(async (tx) => ({
		page: await pageFor(tx, actor, asked),
		events: await timeline(tx, 'dataset', params.id)
	}));
	return {
		title: `${page.name}, version ${page.version}`,
		query: queryOf(url),
		...page,
		events: events.map(({ at, who, action, detail }) => ({
			at: String(at),
			who,
			what: said(action, detail),
			note: typeof detail['reason'] === 'string' ? detail['reason'] : null
		}))
	};
};

type Event = RequestEvent<{ id: string }>;
const Nothing = v.object({});

/** Reads a form, does what it asks for, and comes back to the same table of the same version. */
async function does<S extends v.GenericSchema>(
	{ request, locals, params, url }: Event,
	form: string,
	schema: S,
	work: (
		value: v.InferOutput<S>,
		order: { version: string; at: Temporal.Instant }
	) => Promise<unknown>
) {
	const parsed = parse(await request.formData(), schema, { form });
	if (!parsed.ok) return fail(422, parsed);
	const order = { version: params.id, at: locals.at };
	const done = await answer(parsed, () => work(parsed.value, order), form);
	if (!done.ok) return done;
	const query = queryOf(url);
	redirect(303, `/admin/datasets/${params.id}${query === '' ? '' : `?${query}`}#columns`);
}

export const actions = {
	confirm: (event) =>
		does(event, 'confirm', ConfirmSchema, (column, order) =>
			confirmColumn(event.locals.db, someone(event.locals), { ...column, ...order })
		),
	table: (event) =>
		does(event, 'table', ConfirmTableSchema, ({ table }, order) =>
			confirmTable(event.locals.db, someone(event.locals), { table, ...order })
		),
	propose: (event) =>
		does(event, 'propose', Nothing, (_, order) =>
			proposeVersion(event.locals.db, someone(event.locals), order)
		),
	publish: (event) =>
		does(event, 'publish', Nothing, (_, order) =>
			publishVersion(event.locals.db, someone(event.locals), order)
		),
	return: (event) =>
		does(event, 'return', ReturnSchema, ({ reason }, order) =>
			returnVersion(event.locals.db, someone(event.locals), { reason, ...order })
		),
	discard: (event) =>
		does(event, 'discard', Nothing, (_, order) =>
			discardVersion(event.locals.db, someone(event.locals), order)
		),
	reread: (event) =>
		does(event, 'reread', Nothing, (_, order) =>
			rereadVersion(event.locals.db, someone(event.locals), event.locals.services.jobs, order)
		)
} satisfies Actions;

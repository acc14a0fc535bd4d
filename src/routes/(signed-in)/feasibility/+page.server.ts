import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { count } from '#domain/catalogue/feasibility/count.server.ts';
import {
	builderLists,
	BuilderSchema,
	cohortOf
} from '#domain/catalogue/feasibility/feasibility.ts';
import { may } from '#domain/people/permissions.ts';
import { failed, parse, type Parsed } from '#platform/forms.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { answer } from '../../answer.ts';
import { pageOf, queryOf } from '../../query.ts';
import { someone } from '../../signed-in.ts';
import { builder, counts } from './builder.server.ts';
import type { Actions, PageServerLoad } from './$types';

const first = (url: URL, name: string) =>
	(url.searchParams.get(name) ?? '').replaceAll('\0', '').trim().slice(0, 80);

/** Answers in the address, as they were typed: a reload by the filter loses nothing. */
const kept = (url: URL) => ({
	match: first(url, 'match'),
	sex: first(url, 'sex'),
	ageFrom: first(url, 'ageFrom'),
	ageTo: first(url, 'ageTo'),
	from: first(url, 'from'),
	to: first(url, 'to'),
	purpose: first(url, 'purpose'),
	conditions: url.searchParams
		.getAll('conditions')
		.filter((id) => /^\d{1,15}$/.test(id))
		.slice(0, 20),
	icbs: url.searchParams.getAll('icbs').slice(0, 50)
});

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	const values = kept(url);
	const find = first(url, 'find');
	const verdict = may(actor, 'feasibility.count');
	const { choices, earlier } = await locals.db.read(async (tx) => ({
		choices: await builder(tx, find, values.conditions.map(Number)),
		earlier: await counts(tx, actor.id, pageOf(url))
	}));
	return {
		title: 'Count people',
		once: crypto.randomUUID(),
		because: verdict.allowed ? undefined : verdict.because,
		find,
		query: queryOf(url),
		values,
		choices,
		earlier
	};
};

const away =
	'People cannot be counted just now, because the vault that holds the data does not answer. Nothing was counted and your choices are still here: try again in a minute.';

const Once = v.object({ once: v.pipe(v.string(), v.uuid()) });

export const actions = {
	count: async ({ request, locals }) => {
		const data = await request.formData();
		const built = parse(data, BuilderSchema, { lists: builderLists });
		if (!built.ok) return fail(422, built);
		const token = parse(data, Once);
		if (!token.ok) return fail(422, token);
		const done = await counted(locals, built, token.value.once);
		if (!done.ok) return done;
		redirect(303, `/feasibility/${done.result}`);
	}
} satisfies Actions;

type Built = Parsed<v.InferOutput<typeof BuilderSchema>> & { ok: true };

async function counted(locals: App.Locals, built: Built, once: string) {
	try {
		return await answer(built, () =>
			count(locals.db, someone(locals), (question) => locals.services.vault.count(question), {
				cohort: cohortOf(built.value),
				purpose: built.value.purpose,
				once,
				at: locals.at
			})
		);
	} catch (error) {
		if (error instanceof ServiceError)
			return Object.assign(fail(503, failed(built, {}, away)), { ok: false as const });
		throw error;
	}
}

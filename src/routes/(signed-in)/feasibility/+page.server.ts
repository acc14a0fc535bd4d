import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { conceptsIn } from '#domain/catalogue/code-lists/store.server.ts';
import { count } from '#domain/catalogue/feasibility/count.server.ts';
import {
	builderLists,
	BuilderSchema,
	cohortOf
} from '#domain/catalogue/feasibility/feasibility.ts';
import { mostCriteria } from '#domain/catalogue/criterion.ts';
import { added, addingNames, addingOf } from '#domain/catalogue/feasibility/adding.ts';
import { criterionText } from '#domain/catalogue/feasibility/criterion-text.ts';
import { budget, budgetDays, margin } from '#domain/catalogue/feasibility/protection.ts';
import { chargedSince } from '#domain/catalogue/feasibility/store.server.ts';
import { organisationsOf } from '#domain/people/actor.ts';
import { may, rolesWith } from '#domain/people/permissions.ts';
import { failed, parse, type Parsed } from '#platform/forms.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { answer } from '../../answer.ts';
import { pageOf, queryOf } from '../../query.ts';
import { someone } from '../../signed-in.ts';
import { builder, counts, criteriaOf, type Look } from './builder.server.ts';
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
	icbs: url.searchParams.getAll('icbs').slice(0, 50),
	criterion: url.searchParams.getAll('criterion').slice(0, mostCriteria)
});

/** The address without what was being added: with a criterion more, or one less. */
function changed(url: URL, criteria: readonly string[]): string {
	const query = new URLSearchParams(queryOf(url));
	for (const name of [...addingNames, 'criterion']) query.delete(name);
	for (const text of criteria) query.append('criterion', text);
	return `/feasibility?${query.toString()}#criteria`;
}

/** Adds or removes a criterion when a button asked for it; else says what to correct. */
async function edited(
	db: App.Locals['db'],
	url: URL,
	criteria: readonly string[]
): Promise<Readonly<Record<string, string>>> {
	const remove = url.searchParams.get('remove');
	if (remove !== null)
		redirect(
			303,
			changed(
				url,
				criteria.filter((_, at) => String(at) !== remove)
			)
		);
	if (url.searchParams.get('add') === null) return {};
	if (criteria.length >= mostCriteria)
		return { concept: `A count has at most ${String(mostCriteria)} criteria: remove one first` };
	const adding = addingOf(url.searchParams);
	const listed =
		adding.list === '' ? [] : await db.read((tx) => conceptsIn(tx, adding.list, adding.kind));
	const made = added(adding, listed);
	if (!made.ok) return made.errors;
	redirect(303, changed(url, [...new Set([...criteria, criterionText(made.criterion)])]));
}

/** Looking in the vocabulary needs the vault; without it everything else still works. */
function looking(locals: App.Locals) {
	const told = { away: false };
	const look: Look = async (asked) => {
		try {
			return await locals.services.vault.concepts(asked);
		} catch (error) {
			if (!(error instanceof ServiceError)) throw error;
			told.away = true;
			return [];
		}
	};
	return { look, told };
}

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	const values = kept(url);
	const find = first(url, 'find');
	const wrong = await edited(locals.db, url, values.criterion);
	const verdict = may(actor, 'feasibility.count');
	const adding = addingOf(url.searchParams);
	const { look, told } = looking(locals);
	const organisation = organisationsOf(actor, rolesWith('feasibility.count'))[0];
	const since = locals.at.subtract({ hours: 24 * budgetDays });
	const { choices, criteria, earlier, used } = await locals.db.read(async (tx) => ({
		choices: await builder(tx, look, find, values.conditions.map(Number)),
		criteria: await criteriaOf(tx, look, values.criterion, adding),
		earlier: await counts(tx, actor.id, pageOf(url)),
		used: organisation === undefined ? 0 : await chargedSince(tx, organisation, since)
	}));
	return {
		title: 'Count people',
		once: crypto.randomUUID(),
		because: verdict.allowed ? undefined : verdict.because,
		find,
		query: queryOf(url),
		values,
		adding,
		wrong,
		open: adding.find !== '' || Object.keys(wrong).length > 0,
		vaultAway: told.away,
		left: Math.max(0, budget - used),
		budget,
		margin,
		criteria,
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

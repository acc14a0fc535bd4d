import { fail, redirect } from '@sveltejs/kit';
import { accept } from '#domain/agreements/accept.server.ts';
import { ChoicesSchema } from '#domain/agreements/clauses.ts';
import { choose } from '#domain/agreements/draft.server.ts';
import { Accepted, choicesOf, Offered, Shown, Signed, textsOf } from '#domain/agreements/forms.ts';
import { offer } from '#domain/agreements/offer.server.ts';
import { show } from '#domain/agreements/show.server.ts';
import { signAsPartner } from '#domain/agreements/sign.server.ts';
import { execute } from '#domain/billing/execute.server.ts';
import { failed, parse } from '#platform/forms.ts';
import { safeParse } from 'valibot';
import { answer } from '../../../answer.ts';
import { someone } from '../../../signed-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = someone(locals);
	const agreement = await locals.db.read((tx) => show(tx, actor, params.id));
	return {
		title: `Agreement ${agreement.reference}`,
		agreement,
		signer: actor.name,
		once: crypto.randomUUID()
	};
};

const back = ({ params }: RequestEvent): never => redirect(303, `/agreements/${params.id}`);

async function signing(
	event: RequestEvent,
	form: string,
	work: typeof signAsPartner,
	place: 'agreements' | 'projects'
) {
	const { request, locals, params, getClientAddress } = event;
	const parsed = parse(await request.formData(), Signed, { form });
	if (!parsed.ok) return fail(422, parsed);
	const { sha256, name, once } = parsed.value;
	const order = {
		id: params.id,
		sha256,
		name,
		once,
		address: getClientAddress(),
		userAgent: request.headers.get('user-agent') ?? '',
		at: locals.at
	};
	const done = await answer(parsed, () => work(locals.db, someone(locals), order), form);
	return done.ok ? redirect(303, `/${place}/${done.result}`) : done;
}

export const actions = {
	choose: async (event) => {
		const { request, locals, params } = event;
		const data = await request.formData();
		const parsed = parse(data, Shown, { form: 'choose' });
		if (!parsed.ok) return fail(422, parsed);
		// one field a clause, named by the library: kept as typed, whatever the library has
		const typed = { values: textsOf(data) };
		const choices = safeParse(ChoicesSchema, choicesOf(data));
		if (!choices.success) return fail(422, failed(typed, {}, choices.issues[0].message, 'choose'));
		const order = { id: params.id, choices: choices.output, ...parsed.value, at: locals.at };
		const done = await answer(typed, () => choose(locals.db, someone(locals), order), 'choose');
		return done.ok ? back(event) : done;
	},
	offer: async (event) => {
		const { request, locals, params } = event;
		const parsed = parse(await request.formData(), Offered, { form: 'offer' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { id: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => offer(locals.db, someone(locals), order), 'offer');
		return done.ok ? back(event) : done;
	},
	accept: async (event) => {
		const { request, locals, params } = event;
		const parsed = parse(await request.formData(), Accepted, { form: 'accept' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { id: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => accept(locals.db, someone(locals), order), 'accept');
		return done.ok ? back(event) : done;
	},
	sign: (event) => signing(event, 'sign', signAsPartner, 'agreements'),
	execute: (event) => signing(event, 'execute', execute, 'projects')
} satisfies Actions;

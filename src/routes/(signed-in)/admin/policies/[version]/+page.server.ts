import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { timeline } from '#domain/audit/store.server.ts';
import {
	approvePolicy,
	discardPolicy,
	retirePolicy
} from '#domain/disclosure/policies/decide.server.ts';
import { mayRead } from '#domain/disclosure/policies/record.ts';
import * as store from '#domain/disclosure/policies/store.server.ts';
import { versionView } from '#domain/disclosure/policies/view.ts';
import * as fields from '#platform/fields.ts';
import { parse } from '#platform/forms.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const none = () => new Problem(404, 'There is no such version of a disclosure policy.');

function numberOf(text: string): number {
	if (!/^\d{1,9}$/.test(text)) throw none();
	return Number(text);
}

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = someone(locals);
	if (!mayRead(actor).allowed) throw none();
	const version = numberOf(params.version);
	const [all, events] = await locals.db.read((tx) =>
		Promise.all([store.all(tx), timeline(tx, 'policy', String(version))])
	);
	const one = all.find((other) => other.version === version);
	if (one === undefined) throw none();
	const view = versionView(actor, one, all, londonDay(locals.at));
	return {
		title: `${view.owner}: ${view.edition.toLowerCase()}`,
		policy: view,
		events: events.map(({ at, who, action }) => ({
			at: String(at),
			who,
			what: said[action] ?? action
		}))
	};
};

const said: Readonly<Record<string, string>> = {
	'policy.draft': 'Wrote this version',
	'policy.approve': 'Approved it',
	'policy.discard': 'Put it aside',
	'policy.retire': 'Ended it'
};

const Nothing = v.object({});
const Ending = v.object({ reason: fields.text('Say why it ends', 'Reason', 500) });

export const actions = {
	approve: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), Nothing, { form: 'approve' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { version: numberOf(params.version), at: locals.at };
		const done = await answer(
			parsed,
			() => approvePolicy(locals.db, someone(locals), order),
			'approve'
		);
		if (!done.ok) return done;
		redirect(303, `/admin/policies/${params.version}`);
	},
	discard: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), Nothing, { form: 'discard' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { version: numberOf(params.version), at: locals.at };
		const done = await answer(
			parsed,
			() => discardPolicy(locals.db, someone(locals), order),
			'discard'
		);
		if (!done.ok) return done;
		redirect(303, '/admin/policies');
	},
	retire: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), Ending, { form: 'retire' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { ...parsed.value, version: numberOf(params.version), at: locals.at };
		const done = await answer(
			parsed,
			() => retirePolicy(locals.db, someone(locals), order),
			'retire'
		);
		if (!done.ok) return done;
		redirect(303, `/admin/policies/${params.version}`);
	}
} satisfies Actions;

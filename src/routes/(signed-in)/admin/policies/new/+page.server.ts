import { fail, redirect } from '@sveltejs/kit';
import { draftPolicy } from '#domain/disclosure/policies/draft.server.ts';
import { PolicyForm, policyOf, typedOf } from '#domain/disclosure/policies/form.ts';
import { organisationLimits, usualPolicy, type Policy } from '#domain/disclosure/policy.ts';
import { mayDraft } from '#domain/disclosure/policies/record.ts';
import * as store from '#domain/disclosure/policies/store.server.ts';
import { ownerOf, startOf } from '#domain/disclosure/policies/view.ts';
import { failed, parse } from '#platform/forms.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const ownerNamed = (word: string | null): string | null =>
	word === null || word === 'service' ? null : word;

export const load: PageServerLoad = async ({ locals, url }) => {
	const owner = ownerNamed(url.searchParams.get('owner'));
	insist(mayDraft(someone(locals), { owner }));
	const [all, owners] = await locals.db.read((tx) =>
		Promise.all([store.all(tx), store.owners(tx)])
	);
	const ownerName = owners.find(({ code }) => code === owner)?.name ?? null;
	if (owner !== null && ownerName === null) throw new Problem(404, 'There is no such controller.');
	const day = londonDay(locals.at);
	return {
		title: `New policy: ${ownerOf({ owner, ownerName })}`,
		owner: owner ?? 'service',
		from: String(day.add({ days: 1 })),
		start: typedOf(startOf(owner, all, day)),
		once: crypto.randomUUID()
	};
};

export const actions = {
	default: async ({ locals, request }) => {
		const actor = someone(locals);
		const parsed = parse(await request.formData(), PolicyForm);
		if (!parsed.ok) return fail(422, parsed);
		const { from, reason, once } = parsed.value;
		const owner = ownerNamed(parsed.value.owner);
		const all = await locals.db.read((tx) => store.all(tx));
		const before = startOf(owner, all, londonDay(locals.at));
		const said = policyOf(parsed.value, kindsOf(before));
		if ('wrong' in said) return fail(422, failed(parsed, {}, said.wrong));
		const asked = { owner, from, policy: said.policy, reason, once, at: locals.at };
		const done = await answer(parsed, () => draftPolicy(locals.db, actor, asked));
		if (!done.ok) return done;
		redirect(303, `/admin/policies/${done.result}`);
	}
} satisfies Actions;

/** The kinds of organisations that a policy looks at; one without the rule starts from the usual ones. */
const kindsOf = (before: Policy): string[] =>
	organisationLimits(before.organisations === null ? usualPolicy : before).map(
		({ column }) => column
	);

import { fail, redirect } from '@sveltejs/kit';
import { Order } from '#domain/billing/forms.ts';
import { supplyOrder } from '#domain/billing/purchase-order.server.ts';
import { showProject } from '#domain/billing/show-project.server.ts';
import { requiresReview } from '#domain/outputs/publications/store.server.ts';
import { acceptTerms } from '#domain/projects/accept-terms.server.ts';
import { Added, Removed, Terms } from '#domain/projects/forms.ts';
import { addMember, removeMember } from '#domain/projects/members.server.ts';
import { endUserTerms } from '#domain/projects/terms.ts';
import { parse } from '#platform/forms.ts';
import { londonDay } from '#platform/time.ts';
import { answer } from '../../../answer.ts';
import { someone } from '../../../signed-in.ts';
import { textOf } from '../../../text-of.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = someone(locals);
	const { project, review } = await locals.db.read(async (tx) => ({
		project: await showProject(tx, actor, params.id, londonDay(locals.at)),
		review: await requiresReview(tx, params.id)
	}));
	return {
		title: project.study?.title ?? `Project ${project.reference}`,
		project,
		review,
		terms: project.member ? endUserTerms : null,
		once: crypto.randomUUID()
	};
};

export const actions = {
	terms: async ({ request, locals, params }) => {
		const parsed = parse(await request.formData(), Terms, { form: 'terms' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { project: params.id, version: parsed.value.version, at: locals.at };
		const done = await answer(
			parsed,
			() => acceptTerms(locals.db, someone(locals), order),
			'terms'
		);
		return done.ok ? redirect(303, `/projects/${params.id}`) : done;
	},
	order: async ({ request, locals, params }) => {
		const parsed = parse(await request.formData(), Order, { form: 'order' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { project: params.id, ...parsed.value, at: locals.at };
		const done = await answer(
			parsed,
			() => supplyOrder(locals.db, someone(locals), order),
			'order'
		);
		return done.ok ? redirect(303, `/projects/${params.id}#money`) : done;
	},
	add: async ({ request, locals, params }) => {
		const parsed = parse(await request.formData(), Added, { form: 'add' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { project: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => addMember(locals.db, someone(locals), order), 'add');
		return done.ok ? redirect(303, `/projects/${params.id}#people`) : done;
	},
	remove: async ({ request, locals, params }) => {
		const data = await request.formData();
		const form = `remove-${textOf(data, 'person')}`;
		const parsed = parse(data, Removed, { form });
		if (!parsed.ok) return fail(422, parsed);
		const order = { project: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => removeMember(locals.db, someone(locals), order), form);
		return done.ok ? redirect(303, `/projects/${params.id}#people`) : done;
	}
} satisfies Actions;

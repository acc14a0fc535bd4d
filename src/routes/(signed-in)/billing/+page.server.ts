import { fail, redirect } from '@sveltejs/kit';
import { Taken } from '#domain/billing/forms.ts';
import { acceptOrder } from '#domain/billing/purchase-order.server.ts';
import { showBilling } from '#domain/billing/show-billing.server.ts';
import { parse } from '#platform/forms.ts';
import { londonDay } from '#platform/time.ts';
import { answer } from '../../answer.ts';
import { pageOf } from '../../query.ts';
import { someone } from '../../signed-in.ts';
import { textOf } from '../../text-of.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	const wanted = { page: pageOf(url), today: londonDay(locals.at) };
	return {
		title: 'Billing',
		once: crypto.randomUUID(),
		...(await locals.db.read((tx) => showBilling(tx, actor, wanted)))
	};
};

export const actions = {
	accept: async ({ request, locals }) => {
		const data = await request.formData();
		const form = `accept-${textOf(data, 'project')}`;
		const parsed = parse(data, Taken, { form });
		if (!parsed.ok) return fail(422, parsed);
		const order = { ...parsed.value, at: locals.at };
		const { jobs } = locals.services;
		const done = await answer(
			parsed,
			() => acceptOrder(locals.db, someone(locals), jobs, order),
			form
		);
		return done.ok ? redirect(303, '/billing') : done;
	}
} satisfies Actions;

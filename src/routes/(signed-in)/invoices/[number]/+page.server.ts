import { fail, redirect } from '@sveltejs/kit';
import { Received } from '#domain/billing/forms.ts';
import { recordPayment } from '#domain/billing/record-payment.server.ts';
import { showInvoice } from '#domain/billing/show-invoice.server.ts';
import { parse } from '#platform/forms.ts';
import { londonDay } from '#platform/time.ts';
import { answer } from '../../../answer.ts';
import { someone } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = someone(locals);
	const today = londonDay(locals.at);
	return {
		title: `Invoice ${params.number}`,
		invoice: await locals.db.read((tx) => showInvoice(tx, actor, params.number, today)),
		today: today.toString(),
		once: crypto.randomUUID()
	};
};

export const actions = {
	pay: async ({ request, locals, params }) => {
		const parsed = parse(await request.formData(), Received, { form: 'pay' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { invoice: params.number, ...parsed.value, at: locals.at };
		const { jobs } = locals.services;
		const done = await answer(
			parsed,
			() => recordPayment(locals.db, someone(locals), jobs, order),
			'pay'
		);
		return done.ok ? redirect(303, `/invoices/${params.number}`) : done;
	}
} satisfies Actions;

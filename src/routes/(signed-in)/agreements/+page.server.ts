import { fail, redirect } from '@sveltejs/kit';
import { agreementReference } from '#domain/agreements/agreement.ts';
import { draft } from '#domain/agreements/draft.server.ts';
import { Started } from '#domain/agreements/forms.ts';
import * as list from '#domain/agreements/list/store.server.ts';
import { stages as applicationStages } from '#domain/applications/words.ts';
import type { Status as ApplicationStatus } from '#domain/applications/application.ts';
import { may } from '#domain/people/permissions.ts';
import { parse } from '#platform/forms.ts';
import { pounds } from '#platform/money.ts';
import { answer } from '../../answer.ts';
import { pageOf } from '../../query.ts';
import { someone } from '../../signed-in.ts';
import { textOf } from '../../text-of.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	const drafts = may(actor, 'agreement.draft').allowed;
	const page = pageOf(url);
	const { rows, total, waiting } = await locals.db.read(async (tx) => ({
		rows: await list.agreements(tx, page),
		total: await list.total(tx),
		waiting: drafts ? await list.withoutAgreement(tx) : []
	}));
	return {
		title: 'Agreements',
		drafts,
		once: crypto.randomUUID(),
		paging: { page, size: list.size, total },
		rows: rows.map(({ id, number, version, status, title, organisation, net, statusSince }) => ({
			id,
			reference: agreementReference(number, version),
			status,
			title,
			organisation,
			net: pounds(net),
			since: statusSince.toString()
		})),
		applications: waiting.map(({ number, status, ...one }) => ({
			...one,
			number: String(number),
			stage: applicationStages[status as ApplicationStatus].text
		}))
	};
};

export const actions = {
	draft: async ({ request, locals }) => {
		const data = await request.formData();
		const parsed = parse(data, Started, { form: `draft-${textOf(data, 'application')}` });
		if (!parsed.ok) return fail(422, parsed);
		const done = await answer(
			parsed,
			() => draft(locals.db, someone(locals), { ...parsed.value, at: locals.at }),
			`draft-${parsed.value.application}`
		);
		if (!done.ok) return done;
		redirect(303, `/agreements/${done.result}`);
	}
} satisfies Actions;

import { fail, redirect } from '@sveltejs/kit';
import { approveGate } from '#domain/workspaces/approve-gate.server.ts';
import { ApprovalForm, EndWaiverForm, RevokeForm, WaiverForm } from '#domain/workspaces/forms.ts';
import { revokeGate } from '#domain/workspaces/gates/revoke.server.ts';
import { endWaiver, waive } from '#domain/workspaces/gates/waive.server.ts';
import { provisioningPage } from '#domain/workspaces/read.server.ts';
import { retry } from '#domain/workspaces/retry.server.ts';
import { failed, parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const view = await provisioningPage(locals.db, someone(locals), params.id, locals.at);
	return { ...view, title: `Data of ${view.project.title}` };
};

export const actions = {
	approve: async ({ locals, params, request }) => {
		const actor = someone(locals);
		const parsed = parse(await request.formData(), ApprovalForm, {
			lists: ['seen'],
			form: 'approve'
		});
		if (!parsed.ok) return fail(422, parsed);
		const { snapshot, note, seen } = parsed.value;
		const { gate } = await provisioningPage(locals.db, actor, params.id, locals.at);
		const acknowledged = (gate?.acknowledge ?? []).filter((_, at) => seen.includes(String(at)));
		if (gate?.may && gate.snapshot === snapshot && acknowledged.length < gate.acknowledge.length)
			return fail(
				422,
				failed(parsed, { seen: 'Tick each of these once you have seen it' }, undefined, 'approve')
			);
		const done = await answer(
			parsed,
			() =>
				approveGate(
					locals.db,
					actor,
					{ workspace: params.id, snapshot, note, acknowledged, at: locals.at },
					locals.services.jobs
				),
			'approve'
		);
		if (!done.ok) return done;
		redirect(303, `/workspaces/${params.id}/provisioning`);
	},
	waive: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), WaiverForm, { form: 'waive' });
		if (!parsed.ok) return fail(422, parsed);
		const asked = { workspace: params.id, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => waive(locals.db, someone(locals), asked), 'waive');
		if (!done.ok) return done;
		redirect(303, `/workspaces/${params.id}/provisioning#standing`);
	},
	endWaiver: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), EndWaiverForm, { form: 'endWaiver' });
		if (!parsed.ok) return fail(422, parsed);
		const { waiver } = parsed.value;
		const asked = { workspace: params.id, waiver, at: locals.at };
		const form = `end-${waiver}`;
		const done = await answer(parsed, () => endWaiver(locals.db, someone(locals), asked), form);
		if (!done.ok) return done;
		redirect(303, `/workspaces/${params.id}/provisioning#standing`);
	},
	revoke: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), RevokeForm, { form: 'revoke' });
		if (!parsed.ok) return fail(422, parsed);
		const asked = { workspace: params.id, ...parsed.value, at: locals.at };
		const done = await answer(
			parsed,
			() => revokeGate(locals.db, someone(locals), asked),
			'revoke'
		);
		if (!done.ok) return done;
		redirect(303, `/workspaces/${params.id}/provisioning#standing`);
	},
	retry: async ({ locals, params }) => {
		const done = await answer(
			{ values: {} },
			() =>
				retry(locals.db, someone(locals), locals.services.jobs, {
					workspace: params.id,
					at: locals.at
				}),
			'retry'
		);
		if (!done.ok) return done;
		redirect(303, `/workspaces/${params.id}/provisioning`);
	}
} satisfies Actions;

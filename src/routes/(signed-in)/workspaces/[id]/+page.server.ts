import { fail } from '@sveltejs/kit';
import { baskets } from '#domain/outputs/basket/store.server.ts';
import { holds } from '#domain/people/actor.ts';
import { RunForm, StopForm } from '#domain/workspaces/forms.ts';
import { openPage } from '#domain/workspaces/read.server.ts';
import { run } from '#domain/workspaces/run.server.ts';
import { seriesOf } from '#domain/workspaces/result.ts';
import { stop } from '#domain/workspaces/stop.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../answer.ts';
import { machineOf } from '../../../machine.server.ts';
import { pageOf } from '../../../query.ts';
import { someone } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const actor = someone(locals);
	const view = await openPage(locals.db, actor, {
		workspace: params.id,
		page: pageOf(url),
		run: url.searchParams.get('run'),
		at: locals.at
	});
	return {
		...view,
		title: `Workspace of ${view.project.title}`,
		baskets: await locals.db.read((tx) => baskets(tx, params.id)),
		seesReport: view.member || holds(actor, ['data-manager', 'privacy-officer', 'auditor']),
		machine: await machineOf(locals.services.host),
		separation: process.env['ALDGATE_SEPARATION'] ?? null,
		next: crypto.randomUUID()
	};
};

export const actions = {
	run: async ({ locals, params, request }) => {
		// each answer brings the id of the next run, so that a text can be sent again at once
		const next = crypto.randomUUID();
		const parsed = parse(await request.formData(), RunForm, { form: 'run' });
		if (!parsed.ok) return fail(422, { ...parsed, next });
		const { sql, run: id } = parsed.value;
		const done = await answer(
			parsed,
			() =>
				run(locals.db, someone(locals), locals.services.host, {
					workspace: params.id,
					run: id,
					sql,
					now: () => Temporal.Now.instant(),
					signal: request.signal
				}),
			'run'
		);
		if (!done.ok) return fail(done.status, { ...done.data, next });
		const { result } = done;
		return {
			form: 'run',
			values: { sql },
			next,
			...(result.ok
				? { result: { ...result, series: seriesOf(result) } }
				: { problem: result.error.message })
		};
	},
	stop: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), StopForm, { form: 'stop' });
		if (!parsed.ok) return fail(422, parsed);
		const stopped = await stop(locals.db, someone(locals), locals.services.host, {
			workspace: params.id,
			run: parsed.value.run
		});
		return { form: 'stop', stopped };
	}
} satisfies Actions;

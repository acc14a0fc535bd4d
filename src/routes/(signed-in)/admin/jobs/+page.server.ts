import { fail, redirect } from '@sveltejs/kit';
import { may } from '#domain/people/permissions.ts';
import { JobForm } from '#domain/workspaces/forms.ts';
import { retryJob } from '#domain/workspaces/jobs/retry.server.ts';
import * as store from '#domain/workspaces/jobs/store.server.ts';
import { failureView, jobName } from '#domain/workspaces/jobs/view.ts';
import { parse } from '#platform/forms.ts';
import { Problem } from '#platform/problems.ts';
import { answer } from '../../../answer.ts';
import { pageOf } from '../../../query.ts';
import { someone } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	if (!may(actor, 'job.read').allowed) throw new Problem(404, 'There is no such page.');
	const page = pageOf(url);
	const [queues, { jobs, total }] = await locals.db.read((tx) =>
		Promise.all([store.queues(tx), store.failures(tx, page)])
	);
	return {
		title: 'Jobs',
		mayRetry: may(actor, 'job.retry').allowed,
		queues: queues.map((queue) => ({ ...queue, title: jobName(queue.name) })),
		failures: jobs.map(failureView),
		paging: { page, size: store.pageSize, total }
	};
};

export const actions = {
	retry: async ({ locals, request, url }) => {
		const parsed = parse(await request.formData(), JobForm);
		if (!parsed.ok) return fail(422, parsed);
		const done = await answer(parsed, () =>
			retryJob(locals.db, someone(locals), locals.services.jobs, {
				...parsed.value,
				at: locals.at
			})
		);
		if (!done.ok) return done;
		const page = pageOf(url);
		redirect(303, page > 1 ? `/admin/jobs?page=${String(page)}` : '/admin/jobs');
	}
} satisfies Actions;

import { retryJob } from '#domain/workspaces/jobs/retry.server.ts';
import { failures, queues } from '#domain/workspaces/jobs/store.server.ts';
import { failureView } from '#domain/workspaces/jobs/view.ts';
import { service } from '#domain/people/actor.ts';
import { expect } from 'vitest';
import { ended, startWorker, until } from './workspaces-processes.ts';
import { at, test } from './workspaces-scene.ts';

type Found = { id: string; status: string; snapshotId: string | null };

test('a worker that is killed in the middle of an extract is replaced, and the extract is the same', async ({
	scene
}) => {
	const { owner } = scene.db;
	const workspace = async () =>
		(await owner<Found[]>`select id, status, snapshot_id from workspace`)[0];
	const first = startWorker(scene);
	await until(async () => {
		const [step] = await owner`select from provisioning_step where status = 'running'`;
		return step && true;
	});
	first.kill('SIGKILL');
	await ended(first);
	expect(await workspace(), 'it was in the middle').toMatchObject({ status: 'provisioning' });
	const [left] = await owner<{ state: string }[]>`
		select state from pgboss.job where name = 'workspace.provision'
	`;
	expect(left?.state, 'nobody has told the queue').toBe('active');

	const second = startWorker(scene);
	try {
		const made = await until(async () => {
			const found = await workspace();
			return found?.status === 'gate' ? found : undefined;
		});
		let again: string | undefined;
		for await (const said of scene.vault.provision({ person: service.id, project: scene.project }))
			if (said.type === 'done') again = said.snapshot;
		expect(made.snapshotId).toBe(again);
		const steps = await owner<{ status: string }[]>`select status from provisioning_step`;
		expect(steps.every(({ status }) => status === 'done')).toBe(true);
	} finally {
		second.kill('SIGTERM');
		await ended(second);
	}
}, 120_000);

test('a job that was given up on is shown with its reason, and is put back once', async ({
	scene
}) => {
	const { owner } = scene.db;
	const manager = await scene.as('ingrid');
	await owner`
		update pgboss.job
		set state = 'failed', retry_count = 3, completed_on = now(),
		    output = ${owner.json({ message: 'The list is too old.\n    at somewhere (file.ts:1)' })}
		where name = 'workspace.provision'
	`;
	const { jobs, total } = await manager.db.read((tx) => failures(tx, 1));
	expect(total).toBe(1);
	const [job] = jobs.map(failureView);
	expect(job).toMatchObject({
		givenUp: true,
		reason: 'The list is too old.',
		attempts: 4,
		subject: { label: 'workspace' }
	});
	const order = { name: 'workspace.provision', job: job?.id ?? '', at };
	const auditor = await scene.as('ruth');
	await expect(retryJob(auditor.db, auditor.actor, scene.jobs, order)).rejects.toMatchObject({
		status: 403
	});
	await retryJob(manager.db, manager.actor, scene.jobs, order);
	await expect(retryJob(manager.db, manager.actor, scene.jobs, order)).rejects.toMatchObject({
		status: 409
	});
	await expect(
		retryJob(manager.db, manager.actor, scene.jobs, { ...order, name: 'nonsense' })
	).rejects.toMatchObject({ status: 404 });
	const waiting = await manager.db.read(queues);
	expect(waiting.find(({ name }) => name === 'workspace.provision')).toMatchObject({
		waiting: 1,
		failed: 0
	});
	expect(await owner`select from event where action = 'job.retry'`).toHaveLength(1);
});

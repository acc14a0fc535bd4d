import { describe, expect } from 'vitest';
import { bind, type Sql } from '#platform/db.server.ts';
import { openJobs, type Jobs } from '#platform/jobs.server.ts';
import { jobs as known } from '#platform/jobs.ts';
import { test as base } from '../support/database.ts';

const test = base.extend<{ jobs: Jobs }>({
	jobs: async ({ db }, use) => {
		const jobs = await openJobs(db.portalUrl);
		await use(jobs);
		await jobs.stop();
	}
});

const waiting = async (owner: Sql): Promise<unknown[]> => {
	const rows = await owner<{ data: unknown }[]>`
		select data from pgboss.job where name = 'workspace.provision' and state = 'created'
	`;
	return rows.map(({ data }) => data);
};

describe('a job', () => {
	test('exists once the transaction that caused it has committed', async ({ db, jobs }) => {
		await bind(db.portal, null).write(async (tx) => {
			await jobs.send(tx, 'workspace.provision', { workspace: 'w1' });
			expect(await waiting(db.owner), 'nobody else sees it yet').toEqual([]);
		});
		expect(await waiting(db.owner)).toEqual([{ workspace: 'w1' }]);
	});

	test('does not exist when that transaction rolled back', async ({ db, jobs }) => {
		await expect(
			bind(db.portal, null).write(async (tx) => {
				await jobs.send(tx, 'workspace.provision', { workspace: 'w1' });
				throw new Error('The cause did not happen.');
			})
		).rejects.toThrow('did not happen');
		expect(await waiting(db.owner)).toEqual([]);
	});

	test('that waits under a key is not sent again under it, not even at once', async ({
		db,
		jobs
	}) => {
		const send = (key: string) =>
			bind(db.portal, null).write((tx) =>
				jobs.send(tx, 'workspace.provision', { workspace: key }, key)
			);
		await Promise.all([send('w1'), send('w1'), send('w2')]);
		await send('w1');
		expect(await waiting(db.owner)).toEqual(
			expect.arrayContaining([{ workspace: 'w1' }, { workspace: 'w2' }])
		);
		expect(await waiting(db.owner)).toHaveLength(2);
	});

	test('has a queue of its own, and carries ids only', async ({ db }) => {
		const queues = await db.owner<{ name: string }[]>`select name from pgboss.queue`;
		expect(queues.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(known)));
		const fields = Object.values(known).flatMap(({ payload }) => [...payload] as string[]);
		const things =
			/^(workspace|project|application|agreement|invoice|output|regular|job|person|refresh|version|gate)$/;
		expect(fields.filter((field) => !things.test(field))).toEqual([]);
	});

	test('cannot make or drop a queue as the portal', async ({ db }) => {
		await expect(db.portal.unsafe(`create table pgboss.mine (id int)`)).rejects.toMatchObject({
			code: '42501'
		});
		await expect(db.portal.unsafe(`drop table pgboss.job`)).rejects.toMatchObject({
			code: '42501'
		});
	});
});

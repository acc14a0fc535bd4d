import { describe, expect } from 'vitest';
import * as seed from '#db/seed/outputs.ts';
import { find } from '#domain/outputs/store.server.ts';
import { missing, test } from '../domain/outputs-scene.ts';

describe.skipIf(missing !== null)('the time of a release', () => {
	test('is the database’s to judge: not told to be later, nor before the votes', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		await seed.votedOutput(stage, id, 'carlos', 'approve');
		const voted = (minutes: number) =>
			seed.votedOutput({ ...stage, at: stage.at.add({ minutes }) }, id, 'wei', 'approve');
		await expect(voted(60)).rejects.toThrow('in the future');
		await expect(voted(-60)).rejects.toThrow('before the votes');
		expect(await scene.owner`select from release`).toHaveLength(0);
		await voted(0);
		const wei = await as('wei');
		expect((await wei.db.read((tx) => find(tx, id))).status).toBe('released');
		await expect(
			scene.owner`update release set released_at = released_at - interval '1 day'`
		).rejects.toThrow('immutable');
	});

	test('is read off a clock that no process can move', async ({ scene }) => {
		for (const sql of [scene.portal, scene.worker])
			await expect(
				sql`create or replace function app.clock() returns timestamptz language sql as $$ select now() $$`
			).rejects.toMatchObject({ code: '42501' });
	});
});

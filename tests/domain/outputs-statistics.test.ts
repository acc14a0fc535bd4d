import { describe, expect } from 'vitest';
import { personId } from '#db/seed/people.ts';
import * as seed from '#db/seed/outputs.ts';
import { guidance, statistics } from '#domain/outputs/statistics.server.ts';
import { answered, reasonTotals } from '#domain/outputs/statistics/store.server.ts';
import { missing, test } from './outputs-scene.ts';

describe.skipIf(missing !== null)('statistics of checking', () => {
	test('count answered turns alone, each with its votes in their order', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const { at } = stage;
		const { db, actor } = await as('carlos');
		const since = at.subtract({ hours: 24 * 365 });
		const told = () => db.read((tx) => answered(tx, since));
		expect(await statistics(db, actor, at)).toMatchObject({
			answered: 0,
			medianDays: null,
			inTime: null,
			agreed: null,
			cameBack: 0,
			reasons: []
		});

		await seed.releasedOutput(stage, 'deaths');
		const open = await seed.submittedOutput(stage, 'byYear');
		await seed.votedOutput(stage, open, 'carlos', 'reject');
		expect(await told()).toMatchObject([{ choices: ['approve', 'approve'] }]);

		// approve against reject waits for a third person, and is no answer yet
		await seed.votedOutput({ ...stage, at: at.add({ minutes: 1 }) }, open, 'wei', 'approve');
		expect(await told()).toHaveLength(1);
		await scene.owner`
			insert into service_role (person_id, role, granted_at)
			values (${personId('owen')}, 'output-checker', ${at})
		`;
		const days = { ...stage, at: at.add({ hours: 24 * 20 }) };
		await seed.votedOutput(days, open, 'owen', 'reject');
		expect((await told()).map(({ choices }) => choices)).toEqual([
			['approve', 'approve'],
			['reject', 'approve', 'reject']
		]);
		const all = await statistics(db, actor, days.at.add({ minutes: 1 }));
		expect(all).toMatchObject({ answered: 2, inTime: 50, agreed: 50 });
		expect(all.byDays.reduce((sum, { value }) => sum + value, 0)).toBe(2);
		expect(all.byDays.at(-1)?.value).toBe(1);
		expect(await db.read((tx) => answered(tx, days.at.add({ hours: 1 })))).toHaveLength(0);
	});

	test('count a reason once a file, of turns that both have voted on, for everybody alike', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const { at } = stage;
		const id = await seed.submittedOutput(stage, 'deaths');
		const amara = await as('amara');
		const totals = () => amara.db.read((tx) => reasonTotals(tx, at.subtract({ hours: 1 })));
		await seed.votedOutput(stage, id, 'carlos', 'changes');
		expect(await totals(), 'votes are blind').toEqual([]);
		await seed.votedOutput(stage, id, 'wei', 'changes');
		const told = await totals();
		expect(told.toSorted((a, b) => a.reason.localeCompare(b.reason))).toEqual([
			{ reason: 'context', files: 1, of: 1 },
			{ reason: 'small', files: 1, of: 1 }
		]);
		expect(await guidance(amara.db, at)).toMatchObject({ ours: false, promisedDays: 5 });
		const carlos = await as('carlos');
		const { reasons, cameBack } = await statistics(carlos.db, carlos.actor, at);
		expect(cameBack).toBe(1);
		expect(reasons.map(({ code, share }) => [code, share])).toEqual([
			['context', 100],
			['small', 100]
		]);
		await expect(statistics(amara.db, amara.actor, at)).rejects.toMatchObject({ status: 403 });
	});
});

import { describe, expect } from 'vitest';
import { personId } from '#db/seed/people.ts';
import * as seed from '#db/seed/outputs.ts';
import { claim, unclaim } from '#domain/outputs/claim.server.ts';
import { deskOf } from '#domain/outputs/desk.server.ts';
import { advise, escalate } from '#domain/outputs/escalate.server.ts';
import { list } from '#domain/outputs/list.server.ts';
import { read } from '#domain/outputs/read.server.ts';
import { missing, test } from './outputs-scene.ts';
import { once, says } from './outputs-desk-scene.ts';

describe.skipIf(missing !== null)('a claim', () => {
	test('is one person’s until it runs out, and keeps nobody from voting', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const [carlos, wei] = [await as('carlos'), await as('wei')];
		const { at } = stage;
		await claim(carlos.db, carlos.actor, { id, at });
		await expect(claim(wei.db, wei.actor, { id, at })).rejects.toMatchObject({ status: 409 });
		await expect(unclaim(wei.db, wei.actor, { id, at })).rejects.toMatchObject({ status: 409 });
		const mine = await list(carlos.db, carlos.actor, { show: 'mine', page: 1, at });
		expect(mine.requests.map((one) => one.id)).toEqual([id]);
		expect(mine.requests[0]?.claim?.by).toBe('You');
		const grab = (until: Temporal.Instant) =>
			wei.db.write(
				(tx) =>
					tx`update output_claim set person_id = ${personId('wei')}, at = ${at}, until = ${until} where request_id = ${id}`
			);
		await expect(grab(at.add({ hours: 1 })), 'behind the pages’ back').rejects.toThrow(
			'not taken over'
		);
		await scene.owner`update output_claim set at = at - interval '25 hours', until = until - interval '25 hours' where request_id = ${id}`;
		await expect(grab(at.add({ hours: 100 }))).rejects.toThrow('hours of the policy');
		await claim(wei.db, wei.actor, { id, at });
		const [event] = await scene.owner<{ after: string | null }[]>`
			select body::jsonb #>> '{detail,after}' as after
			from event
			where action = 'output.claim' and subject_id = ${id}
			order by seq desc
			limit 1
		`;
		expect(event?.after, 'whose claim it was').toBe(personId('carlos'));
		const told = await carlos.db.read((tx) => tx`select kind, subject_id from notice`);
		expect(told).toEqual([{ kind: 'output.claim-taken', subjectId: id }]);
		expect(await wei.db.read((tx) => tx`select from notice`)).toHaveLength(0);
		await says(outputs, id, 'carlos', ['approve']);
	});

	test('shows in the queue, with the promised day and how late it is', async ({ outputs }) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const { db, actor } = await as('carlos');
		const open = await list(db, actor, { show: 'late', page: 1, at: stage.at });
		expect(open.requests).toHaveLength(0);
		const at = stage.at.add({ hours: 24 * 20 });
		const late = await list(db, actor, { show: 'late', page: 1, at });
		expect(late.requests.map((one) => one.id)).toEqual([id]);
		expect(late.requests[0]?.late).toMatch(/working days? late/);
		expect(late.counts).toMatchObject({ open: 1, unclaimed: 1, late: 1, mine: 0 });
	});
});

describe.skipIf(missing !== null)('the information governance lead', () => {
	test('has the ball until they have answered; a question is blind before, and voting goes on after', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const [carlos, wei, farah, amara] = [
			await as('carlos'),
			await as('wei'),
			await as('farah'),
			await as('amara')
		];
		const asked = { id, once: once(), at: stage.at };
		await escalate(carlos.db, carlos.actor, { ...asked, question: 'May deaths leave?' });
		await expect(says(outputs, id, 'wei', ['approve'])).rejects.toMatchObject({ status: 409 });
		const questions = async ({ db, actor }: typeof wei) =>
			(await deskOf(db, actor, id, stage.at)).escalations.length;
		expect(await questions(wei)).toBe(0);
		expect(await questions(farah)).toBe(1);
		expect(await amara.db.read((tx) => tx`select from output_escalation`)).toHaveLength(0);
		const page = await read(amara.db, amara.actor, id, stage.at);
		expect(page.request.ball).toBe('the information governance lead');
		await expect(
			advise(wei.db, wei.actor, { ...asked, once: once(), answer: 'Yes.' })
		).rejects.toMatchObject({ status: 403 });
		await advise(farah.db, farah.actor, { ...asked, once: once(), answer: 'Yes, as totals.' });
		expect(await questions(wei)).toBe(1);
		await says(outputs, id, 'wei', ['approve']);
	});
});

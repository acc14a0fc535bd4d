import { describe, expect } from 'vitest';
import { personId, type PersonKey } from '#db/seed/people.ts';
import * as seed from '#db/seed/outputs.ts';
import { claim, unclaim } from '#domain/outputs/claim.server.ts';
import { deskOf } from '#domain/outputs/desk.server.ts';
import { addSql } from '#domain/outputs/edit.server.ts';
import { advise, escalate } from '#domain/outputs/escalate.server.ts';
import * as files from '#domain/outputs/files/store.server.ts';
import { list } from '#domain/outputs/list.server.ts';
import { compareAgain } from '#domain/outputs/differencing/run.server.ts';
import { read } from '#domain/outputs/read.server.ts';
import type { Choice } from '#domain/outputs/review/ballot.ts';
import * as review from '#domain/outputs/review/store.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { vote } from '#domain/outputs/vote.server.ts';
import { missing, test, type OutputScene } from './outputs-scene.ts';

const once = () => crypto.randomUUID();

/** One checker's vote, a choice a file in their order; undefined leaves it as it is. */
async function says(
	{ stage, as }: OutputScene,
	id: string,
	key: PersonKey,
	choices: readonly (Choice | undefined)[],
	scope = { within: true, words: '' }
): Promise<void> {
	const { db, actor } = await as(key);
	const seen = await db.read((tx) => files.files(tx, id));
	await compareAgain(db, stage.tools.vault, actor, { id, at: stage.at });
	await vote(db, actor, {
		id,
		scope,
		verdicts: seen.flatMap((file, at) => {
			const choice = choices[at];
			return choice === undefined
				? []
				: [
						{
							file: file.id,
							choice,
							reasons: choice === 'approve' ? [] : (['context'] as const),
							words: '',
							exception: 'Public.'
						}
					];
		}),
		files: seen.map((file) => ({ id: file.id, sha256: file.sha256 })),
		once: once(),
		at: stage.at
	});
}

/** A request of two tables, with the checkers. */
async function two({ stage, as }: OutputScene): Promise<string> {
	const { db, actor } = await as('amara');
	const id = await seed.draftOutput(stage, 'deaths');
	const { version } = await db.read((tx) => find(tx, id));
	await addSql(stage.tools, db, actor, {
		id,
		version,
		name: 'By year',
		sql: seed.outputQueries.byYear.sql,
		at: stage.at
	});
	await seed.sentOutput(stage, id);
	return id;
}

describe.skipIf(missing !== null)('votes file by file', () => {
	test('release nothing in part, and carry what both approved to the next turn', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await two(outputs);
		await says(outputs, id, 'carlos', ['changes', 'approve']);
		await says(outputs, id, 'wei', ['approve', 'approve']);
		const carlos = await as('carlos');
		expect((await carlos.db.read((tx) => find(tx, id))).status).toBe('changes_requested');
		expect(await scene.owner`select from release where request_id = ${id}`).toHaveLength(0);

		await seed.roundedOutput(stage, id);
		await seed.sentOutput(stage, id);
		const desk = await deskOf(carlos.db, carlos.actor, id, stage.at);
		const held = await carlos.db.read((tx) => files.files(tx, id));
		expect(desk.carried).toEqual([held[1]?.id]);
		expect(desk.earlier[held[0]?.id ?? '']?.table?.changed).toBeGreaterThan(0);
		expect(desk.earlier[held[1]?.id ?? '']).toBeUndefined();

		await expect(says(outputs, id, 'carlos', [undefined, undefined])).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/choose what you say/) as string
		});
		await says(outputs, id, 'carlos', ['approve', undefined]);
		await says(outputs, id, 'wei', ['approve', undefined]);
		expect((await carlos.db.read((tx) => find(tx, id))).status).toBe('released');
	});

	test('reopen a carried file, which then goes back', async ({ outputs }) => {
		const { stage, as } = outputs;
		const id = await two(outputs);
		await says(outputs, id, 'carlos', ['changes', 'approve']);
		await says(outputs, id, 'wei', ['changes', 'approve']);
		await seed.roundedOutput(stage, id);
		await seed.sentOutput(stage, id);
		await says(outputs, id, 'carlos', ['approve', 'changes']);
		await says(outputs, id, 'wei', ['approve', undefined]);
		const { db } = await as('wei');
		expect((await db.read((tx) => find(tx, id))).status).toBe('changes_requested');
		await seed.sentOutput(stage, id);
		const held = await db.read((tx) => files.files(tx, id));
		expect(await db.read((tx) => review.carried(tx, id))).toEqual([held[0]?.id]);
	});

	test('are of the turn that is being checked: none is added to an earlier one', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const id = await two(outputs);
		await says(outputs, id, 'carlos', ['changes', 'approve']);
		await says(outputs, id, 'wei', ['changes', 'approve']);
		await seed.roundedOutput(stage, id);
		await seed.sentOutput(stage, id);
		const { db } = await as('wei');
		const [changed] = await db.read((tx) => files.files(tx, id));
		const late = db.write(
			(tx) => tx`
				insert into output_verdict (request_id, turn, person_id, file_id, name, sha256, choice)
				values (${id}, 1, ${personId('wei')}, ${changed?.id ?? ''}, 'late', ${changed?.sha256 ?? ''}, 'approve')
			`
		);
		await expect(late).rejects.toThrow(/row-level security/);
	});

	test('are not carried from somebody who has become close to the project since', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const id = await two(outputs);
		await says(outputs, id, 'carlos', ['changes', 'approve']);
		await says(outputs, id, 'wei', ['approve', 'approve']);
		const wei = await as('wei');
		await wei.db.write(
			(tx) => tx`
				insert into person_tie (person_id, other_id, kind, declared_at)
				values (${personId('wei')}, ${personId('amara')}, 'co-author', ${stage.at})
			`
		);
		const carlos = await as('carlos');
		await seed.roundedOutput(stage, id);
		await seed.sentOutput(stage, id);
		expect(await carlos.db.read((tx) => review.carried(tx, id))).toHaveLength(0);
	});

	test('keep an exception by both in the database too', async ({ outputs, scene }) => {
		const { stage, as, project } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		await scene.owner.begin(async (tx) => {
			await tx`set local session_replication_role = replica`;
			await tx`update output_file set verdict = 'fail' where request_id = ${id}`;
		});
		for (const key of ['carlos', 'wei'] as const) {
			const { db } = await as(key);
			await db.write(async (tx) => {
				const [file] = await files.files(tx, id);
				if (!file) throw new Error('There is no file.');
				const list = [{ id: file.id, name: file.name, sha256: file.sha256 }];
				const own = { request: id, turn: 1, person: personId(key) };
				await review.addVote(tx, {
					...own,
					choice: 'approve',
					reason: '',
					exception: '',
					scope: { within: true, words: '' },
					files: list,
					at: stage.at
				});
				for (const one of list)
					await review.addVerdict(tx, own, one, {
						file: one.id,
						choice: 'approve',
						reasons: [],
						words: '',
						exception: key === 'carlos' ? 'Public.' : ''
					});
			});
		}
		const { db } = await as('carlos');
		const [{ files: voted } = { files: [] }] = await db.read(
			(tx) => tx<{ files: [] }[]>`select files from output_vote where request_id = ${id} limit 1`
		);
		await expect(
			db.write((tx) =>
				review.addRelease(
					tx,
					{ id, projectId: project, title: 'Mine' } as Parameters<typeof review.addRelease>[1],
					voted,
					stage.at
				)
			)
		).rejects.toThrow(/exception by both/);
	});
});

describe.skipIf(missing !== null)('the first question', () => {
	test('is filled in from the approved extract, and “no” does not go with approval', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const { db, actor } = await as('carlos');
		const { scope } = await deskOf(db, actor, id, stage.at);
		expect(scope.files[0]).toMatchObject({ known: true });
		expect(scope.files[0]?.columns).toContain('death.death_date');
		const outside = { within: false, words: 'Deaths were not asked for.' };
		await expect(says(outputs, id, 'carlos', ['approve'], outside)).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/does not leave/) as string
		});
		await says(outputs, id, 'carlos', ['reject'], outside);
	});
});

describe.skipIf(missing !== null)('who is too close', () => {
	test('finds no such request: a manager or co-author of the last 36 months, whoever declared it', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const carlos = await as('carlos');
		const seen = () => carlos.db.read((tx) => find(tx, id));
		await expect(seen()).resolves.toMatchObject({ id });
		const tie = async (until: string | null) => {
			await scene.owner`
				insert into person_tie (person_id, other_id, kind, until, declared_at)
				values (${personId('tomas')}, ${personId('carlos')}, 'managed-by', ${until}, ${stage.at})
				on conflict (person_id, other_id, kind) do update set until = excluded.until
			`;
		};
		await tie(null);
		await expect(seen()).rejects.toMatchObject({ status: 404 });
		await expect(read(carlos.db, carlos.actor, id, stage.at)).rejects.toMatchObject({
			status: 404
		});
		expect(await carlos.db.read((tx) => tx`select from output_evidence`)).toHaveLength(0);
		await tie('2020-01-01');
		await expect(seen()).resolves.toMatchObject({ id });
	});

	test('of the same employer is refused, or one of the two, as the policy says', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		for (const key of ['carlos', 'wei'] as const)
			await scene.owner`
				insert into organisation_member (organisation_id, person_id, role, added_at)
				select organisation_id, ${personId(key)}, 'member', ${stage.at} from project limit 1
			`;
		await expect(says(outputs, id, 'carlos', ['approve'])).rejects.toMatchObject({ status: 403 });
		await scene.owner`
			insert into checking_policy
			select 2, effective_from, promised_days, claim_hours, tie_months, 'one', enough from checking_policy
		`;
		await says(outputs, id, 'carlos', ['approve']);
		await expect(says(outputs, id, 'wei', ['approve'])).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/never both/) as string
		});
		const wei = await as('wei');
		expect((await wei.db.read((tx) => find(tx, id))).status).toBe('checking');
	});
});

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

import { describe, expect } from 'vitest';
import { personId } from '#db/seed/people.ts';
import * as seed from '#db/seed/outputs.ts';
import { deskOf } from '#domain/outputs/desk.server.ts';
import * as files from '#domain/outputs/files/store.server.ts';
import * as review from '#domain/outputs/review/store.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { missing, test } from './outputs-scene.ts';
import { says, two } from './outputs-desk-scene.ts';

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

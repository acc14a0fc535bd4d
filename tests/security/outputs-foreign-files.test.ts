import { describe, expect } from 'vitest';
import * as seed from '#db/seed/outputs.ts';
import { comment } from '#domain/outputs/comment.server.ts';
import { download } from '#domain/outputs/download.server.ts';
import { removeFile, replaceFile } from '#domain/outputs/edit.server.ts';
import * as files from '#domain/outputs/files/store.server.ts';
import { preview } from '#domain/outputs/preview.server.ts';
import { joinCategories, setControl, splitCategories } from '#domain/outputs/remedy.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { vote } from '#domain/outputs/vote.server.ts';
import { missing, test } from '../domain/outputs-scene.ts';

describe.skipIf(missing !== null)('a file of another request', () => {
	test('is not there for any action on this one, of its member or its checker', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const { tools, at } = stage;
		const [mine, other] = [
			await seed.draftOutput(stage, 'deaths'),
			await seed.draftOutput(stage, 'byYear')
		];
		const { db, actor } = await as('amara');
		const [foreign] = await db.read((tx) => files.files(tx, other));
		const { version } = await db.read((tx) => find(tx, mine));
		const file = foreign?.id ?? '';
		const order = { id: mine, version, file, at };
		const bytes = new TextEncoder().encode('area,count\nA,120\n');
		const words = { cell: '', private: false, words: 'Words', once: crypto.randomUUID() };
		const actions: Record<string, () => Promise<unknown>> = {
			replace: () => replaceFile(tools, db, actor, { ...order, name: 'a.csv', bytes }),
			remove: () => removeFile(db, actor, order),
			suppress: () => setControl(tools, db, actor, { ...order, control: 'suppress' }),
			join: () => joinCategories(tools, db, actor, { ...order, joins: [] }),
			split: () => splitCategories(tools, db, actor, order),
			comment: () => comment(db, actor, { ...order, ...words }),
			download: () => download(tools.objects, db, actor, order),
			preview: () => preview(tools.objects, db, order)
		};
		for (const [name, act] of Object.entries(actions))
			await expect(act(), name).rejects.toMatchObject({ status: 404 });
		const [after] = await db.read((tx) => files.files(tx, other));
		expect(after).toEqual(foreign);
	});

	test('cannot be voted on with this one, and a vote sent twice is one vote', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const other = await seed.submittedOutput(stage, 'byYear');
		const { db, actor } = await as('carlos');
		const [own, foreign] = await db.read(async (tx) => [
			(await files.files(tx, id))[0],
			(await files.files(tx, other))[0]
		]);
		if (own === undefined || foreign === undefined) throw new Error('There is no file.');
		const ballot = (file: typeof own, once: string) => ({
			id,
			scope: { within: true, words: '' },
			verdicts: [
				{ file: file.id, choice: 'approve' as const, reasons: [], words: '', exception: '' }
			],
			files: [{ id: file.id, sha256: file.sha256 }],
			once,
			at: stage.at
		});
		await expect(vote(db, actor, ballot(foreign, crypto.randomUUID()))).rejects.toMatchObject({
			status: 409
		});
		await seed.votedOutput(stage, id, 'wei', 'changes');
		const once = crypto.randomUUID();
		await vote(db, actor, ballot(own, once));
		await vote(db, actor, ballot(own, once)).catch(() => undefined);
		await expect(vote(db, actor, ballot(own, crypto.randomUUID()))).rejects.toMatchObject({
			status: 409
		});
		expect(await scene.owner`select from output_vote where request_id = ${id}`).toHaveLength(2);
		expect(await scene.owner`select from release`).toHaveLength(0);
	});
});

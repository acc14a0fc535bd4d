import { describe, expect } from 'vitest';
import * as seed from '#db/seed/outputs.ts';
import { comment } from '#domain/outputs/comment.server.ts';
import { download } from '#domain/outputs/download.server.ts';
import { removeFile, replaceFile } from '#domain/outputs/edit.server.ts';
import * as files from '#domain/outputs/files/store.server.ts';
import { preview } from '#domain/outputs/preview.server.ts';
import { remake, unmake } from '#domain/outputs/remedy-model.server.ts';
import { protectTogether } from '#domain/outputs/remedy-together.server.ts';
import {
	joinCategories,
	setControl,
	setDecimals,
	splitCategories
} from '#domain/outputs/remedy.server.ts';
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
			decimals: () => setDecimals(tools, db, actor, { ...order, decimals: 0 }),
			remake: () => remake(tools, db, actor, { ...order, remedy: 'pool' }),
			unmake: () => unmake(tools, db, actor, order),
			comment: () => comment(db, actor, { ...order, ...words }),
			download: () => download(tools.objects, db, actor, order),
			preview: () => preview(tools.objects, db, order)
		};
		for (const [name, act] of Object.entries(actions))
			await expect(act(), name).rejects.toMatchObject({ status: 404 });
		const [after] = await db.read((tx) => files.files(tx, other));
		expect(after).toEqual(foreign);
	});

	test('and a remedy of a request is its members’ alone, for the version that they saw', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const { tools, at } = stage;
		const id = await seed.draftOutput(stage, 'byYear');
		const amara = await as('amara');
		const [own] = await amara.db.read((tx) => files.files(tx, id));
		const { version } = await amara.db.read((tx) => find(tx, id));
		const order = { id, version, file: own?.id ?? '', at };
		const remedies = {
			suppress: ({ db, actor }: typeof amara) =>
				setControl(tools, db, actor, { ...order, control: 'suppress' }),
			decimals: ({ db, actor }: typeof amara) =>
				setDecimals(tools, db, actor, { ...order, decimals: 0 }),
			together: ({ db, actor }: typeof amara) => protectTogether(tools, db, actor, order),
			remake: ({ db, actor }: typeof amara) =>
				remake(tools, db, actor, { ...order, remedy: 'pool' }),
			unmake: ({ db, actor }: typeof amara) => unmake(tools, db, actor, order)
		};
		// somebody of another organisation, and a checker, before whom a draft does not exist
		for (const key of ['joseph', 'carlos'] as const)
			for (const [name, act] of Object.entries(remedies))
				await expect(act(await as(key)), `${name} by ${key}`).rejects.toMatchObject({
					status: 404
				});
		// sent again, as it was sent before
		await remedies.suppress(amara);
		const [once] = await amara.db.read((tx) => files.files(tx, id));
		await expect(remedies.suppress(amara)).rejects.toMatchObject({ status: 409 });
		const [twice] = await amara.db.read((tx) => files.files(tx, id));
		expect(twice).toEqual(once);
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

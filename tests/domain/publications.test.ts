import { describe, expect } from 'vitest';
import * as seed from '#db/seed/outputs.ts';
import { decide, move, requireReview } from '#domain/outputs/publications/decide.server.ts';
import { addTables, removeTable, start } from '#domain/outputs/publications/prepare.server.ts';
import { list, read } from '#domain/outputs/publications/read.server.ts';
import { published, requiresReview } from '#domain/outputs/publications/store.server.ts';
import { moved, moves, statuses, type MoveName } from '#domain/outputs/publications/publication.ts';
import { revoke } from '#domain/outputs/revoke.server.ts';
import { missing, personId, test, type OutputScene } from './outputs-scene.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** A manuscript of Amara's project with the tables of a file; gives its id. */
async function prepared({ stage, project, as }: OutputScene, table: string) {
	const { db, actor } = await as('amara');
	const { at, tools } = stage;
	const id = await start(db, actor, {
		project,
		title: 'Diabetes and mood',
		journal: 'A journal',
		plannedOn: Temporal.PlainDate.from('2027-03-01'),
		once: crypto.randomUUID(),
		at
	});
	const page = () => read(db, actor, id);
	const counts = async () => (await page()).tables[0]?.counts;
	const order = async () => ({ id, version: (await page()).publication.version, at });
	const add = async (words: string) =>
		addTables(tools, db, actor, { ...(await order()), name: 'tables.csv', bytes: bytes(words) });
	await add(table);
	return { id, db, actor, page, counts, order, add };
}

/** The released table as its owner would type it into a manuscript. */
async function releasedWords(outputs: OutputScene): Promise<{ id: string; words: string }> {
	const id = await seed.releasedOutput(outputs.stage, 'byYear');
	const { db } = await outputs.as('amara');
	const [row] = await db.read(
		(tx) =>
			tx<{ files: { sha256: string }[] }[]>`select files from release where request_id = ${id}`
	);
	const sent = await outputs.stage.tools.objects.get(row?.files[0]?.sha256 ?? '');
	return { id, words: new TextDecoder().decode(sent) };
}

describe.skipIf(missing !== null)('a publication', () => {
	test('has each figure compared with what its project released, and with nothing that was taken back', async ({
		outputs
	}) => {
		const { id: request, words } = await releasedWords(outputs);
		const { page, counts, add, order, db, actor } = await prepared(outputs, words);
		const first = await counts();
		expect(first?.matched).toBeGreaterThan(3);
		expect((await page()).summary.wrong).toBe(0);

		const other = words.replace(/,(\d{2,})\r\n/, ',7\r\n');
		await add(other);
		expect(await counts()).toMatchObject({ differs: 1, matched: (first?.matched ?? 0) - 1 });
		expect((await page()).summary).toEqual({
			words: expect.stringMatching(/and 1 figure is not what was released\.$/) as string,
			wrong: 1
		});
		expect((await page()).tables).toHaveLength(1);

		const carlos = await outputs.as('carlos');
		await revoke(carlos.db, carlos.actor, {
			id: request,
			reason: 'A mistake in the code list.',
			at: outputs.stage.at
		});
		await add(words);
		expect(await counts()).toMatchObject({ matched: 0, rounded: 0 });
		const [table] = (await page()).tables;
		await removeTable(db, actor, { ...(await order()), table: table?.id ?? '' });
		expect((await page()).tables).toEqual([]);
	});

	test('is decided by a checker or data manager outside the project, and then public', async ({
		outputs,
		scene
	}) => {
		const { words } = await releasedWords(outputs);
		const { id, db, actor, page, order, add } = await prepared(outputs, words);
		const carlos = await outputs.as('carlos');
		await expect(read(carlos.db, carlos.actor, id)).rejects.toMatchObject({ status: 404 });
		await move(db, actor, 'publication.submit', await order());
		await expect(add(words)).rejects.toMatchObject({ status: 403 });
		const judged = { decision: 'approve', reason: '' } as const;
		await expect(decide(db, actor, { ...(await order()), ...judged })).rejects.toMatchObject({
			status: 403
		});
		await expect(
			decide(carlos.db, carlos.actor, { ...(await order()), decision: 'return', reason: '' })
		).rejects.toMatchObject({ status: 409 });
		await decide(carlos.db, carlos.actor, {
			...(await order()),
			decision: 'return',
			reason: 'Round the second column.'
		});
		expect((await page()).publication).toMatchObject({ status: 'returned' });
		await move(db, actor, 'publication.submit', await order());
		const ingrid = await outputs.as('ingrid');
		const seen = await order();
		await decide(ingrid.db, ingrid.actor, { ...seen, ...judged });
		await expect(decide(ingrid.db, ingrid.actor, { ...seen, ...judged })).rejects.toMatchObject({
			status: 409
		});
		const nobody = await scene.portal.begin((tx) => published(tx, outputs.application));
		expect(nobody).toMatchObject([{ title: 'Diabetes and mood', journal: 'A journal' }]);
		expect((await page()).events.map(({ what }) => what)).toContain('Approved for publication');
		await expect(
			scene.owner`update publication set title = 'Another' where id = ${id}`
		).rejects.toThrow(/kept/);
	});

	test('is nobody else’s', async ({ outputs }) => {
		const { id } = await prepared(outputs, 'group,people\na,120\n');
		const priya = await outputs.as('priya');
		await expect(read(priya.db, priya.actor, id)).rejects.toMatchObject({ status: 404 });
		expect((await list(priya.db, priya.actor)).publications).toEqual([]);
	});

	test('is not there for a reviewer who is close to somebody of the project', async ({
		outputs,
		scene
	}) => {
		const { id, db, actor, order } = await prepared(outputs, 'group,people\na,120\n');
		await move(db, actor, 'publication.submit', await order());
		const carlos = await outputs.as('carlos');
		expect((await read(carlos.db, carlos.actor, id)).may.decide).toBe(true);
		await scene.owner`
			insert into person_tie (person_id, other_id, kind, declared_at)
			values (${personId('tomas')}, ${personId('carlos')}, 'managed-by', ${outputs.stage.at})
		`;
		await expect(read(carlos.db, carlos.actor, id)).rejects.toMatchObject({ status: 404 });
		expect((await list(carlos.db, carlos.actor)).publications).toEqual([]);
		const judged = {
			id,
			version: 3,
			at: outputs.stage.at,
			decision: 'approve',
			reason: ''
		} as const;
		await expect(decide(carlos.db, carlos.actor, judged)).rejects.toMatchObject({ status: 404 });
	});

	test('cannot begin approved, jump or change hands, nor have its tables changed by a reviewer', async ({
		outputs
	}) => {
		const { words } = await releasedWords(outputs);
		const { id, db, actor, order } = await prepared(outputs, words);
		const carlos = await outputs.as('carlos');
		for (const [who, person] of [
			[db, 'amara'],
			[carlos.db, 'carlos']
		] as const)
			await expect(
				who.write(
					(tx) => tx`
						insert into publication (project_id, created_by, status, title, journal, planned_on, decided_by, approved_at, created_at, status_since)
						values (${outputs.project}, ${personId(person)}, 'approved', 'T', 'J', '2027-01-01', ${personId('carlos')}, now(), now(), now())
					`
				),
				person
			).rejects.toMatchObject({ code: '42501' });
		await expect(
			db.write(
				(tx) => tx`update publication set created_by = ${personId('tomas')} where id = ${id}`
			)
		).rejects.toThrow(/its author/);
		await move(db, actor, 'publication.submit', await order());
		const back = { decision: 'return', reason: 'Round the ages.' } as const;
		await decide(carlos.db, carlos.actor, { ...(await order()), ...back });
		await expect(
			carlos.db.write(
				(tx) => tx`
					update publication set status = 'approved', approved_at = now(), decided_by = ${personId('carlos')}
					where id = ${id}
				`
			)
		).rejects.toThrow(/does not go from returned to approved/);
		const changed = await carlos.db.write(
			(tx) => tx`update publication_table set name = 'Mine' where publication_id = ${id}`
		);
		const removed = await carlos.db.write(
			(tx) => tx`delete from publication_table where publication_id = ${id}`
		);
		expect([changed.count, removed.count]).toEqual([0, 0]);
		await expect(
			carlos.db.write(
				(tx) => tx`
					insert into publication_table (publication_id, name, sha256, bytes, compared, compared_at)
					values (${id}, 'Mine', ${'0'.repeat(64)}, 1, '{}', now())
				`
			)
		).rejects.toMatchObject({ code: '42501' });
	});

	test('is required where a data manager says so of a dataset', async ({ outputs }) => {
		const code = 'linked-core';
		const amara = await outputs.as('amara');
		const asked = { dataset: code, required: true, at: outputs.stage.at };
		await expect(requireReview(amara.db, amara.actor, asked)).rejects.toMatchObject({
			status: 403
		});
		const wanted = () => amara.db.read((tx) => requiresReview(tx, outputs.project));
		expect(await wanted()).toBe(false);
		const ingrid = await outputs.as('ingrid');
		await requireReview(ingrid.db, ingrid.actor, asked);
		expect(await wanted()).toBe(true);
		expect((await list(amara.db, amara.actor)).projects).toMatchObject([{ required: true }]);
		await expect(
			amara.db.read((tx) => tx`select app.set_publication_review(${code}, false)`)
		).rejects.toThrow(/data manager/);
	});
});

test('every status knows its moves', () => {
	for (const status of statuses)
		for (const name of Object.keys(moves) as MoveName[]) {
			const { from, to } = moves[name];
			if ((from as readonly string[]).includes(status)) expect(moved(status, name)).toBe(to);
			else expect(() => moved(status, name)).toThrow('This publication is');
		}
});

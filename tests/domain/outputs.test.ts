import { describe, expect } from 'vitest';
import { personId } from '#db/seed/people.ts';
import * as seed from '#db/seed/outputs.ts';
import { download } from '#domain/outputs/download.server.ts';
import { draftFromFile, draftFromSql } from '#domain/outputs/draft.server.ts';
import { removeFile } from '#domain/outputs/edit.server.ts';
import { setControl } from '#domain/outputs/remedy.server.ts';
import { save } from '#domain/outputs/words.server.ts';
import * as files from '#domain/outputs/files/store.server.ts';
import { read } from '#domain/outputs/read.server.ts';
import { revoke } from '#domain/outputs/revoke.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { submit, withdraw } from '#domain/outputs/submit.server.ts';
import { vote } from '#domain/outputs/vote.server.ts';
import { comment } from '#domain/outputs/comment.server.ts';
import { missing, test, type OutputScene } from './outputs-scene.ts';

const once = () => crypto.randomUUID();
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A vote that approves each of these files. */
const approving = (
	id: string,
	seen: readonly { readonly id: string; readonly sha256: string }[],
	exception: string,
	at: Temporal.Instant
) => ({
	id,
	scope: { within: true, words: '' },
	verdicts: seen.map((file) => ({
		file: file.id,
		choice: 'approve' as const,
		reasons: [],
		words: '',
		exception
	})),
	files: seen,
	once: once(),
	at
});

/** A draft of a query's table by Amara, and its one file. */
async function drafted({ stage, as }: OutputScene, sql: string) {
	const { db, actor } = await as('amara');
	const { tools, workspace, at } = stage;
	const id = await draftFromSql(tools, db, actor, {
		workspace,
		sql,
		title: 'A table',
		once: once(),
		at
	});
	const page = await read(db, actor, id, at);
	const [file] = page.files;
	if (!file) throw new Error('There is no file.');
	return { id, page, file, db, actor };
}

describe.skipIf(missing !== null)('a table of a query', () => {
	test('is computed by us with a verdict for each cell, and small cells are suppressed so that they cannot be worked out', async ({
		outputs
	}) => {
		const { id, file, db, actor } = await drafted(outputs, seed.outputQueries.byBirth.sql);
		expect(file).toMatchObject({ kind: 'table', control: 'suppress', scan: null });
		const cells = file.grid?.lines.flatMap((line) => line.cells) ?? [];
		const hidden = cells.filter(({ level }) => level === 'hidden');
		expect(hidden.length).toBeGreaterThan(0);
		expect(
			hidden.some(({ asked }) => asked !== null && Number(asked) > 0 && Number(asked) < 10)
		).toBe(true);
		expect(file.verdict).not.toBe('fail');
		expect(cells.every(({ evidence }) => evidence === null)).toBe(true);

		const { stage } = outputs;
		const { version } = await db.read((tx) => find(tx, id));
		const order = { id, version, file: file.id, at: stage.at };
		await setControl(stage.tools, db, actor, { ...order, control: 'none' });
		const asked = (await read(db, actor, id, stage.at)).files[0];
		expect(asked).toMatchObject({ verdict: 'fail', control: 'none' });
		expect(asked?.legend.map(({ name }) => name)).toContain('Small count');
		expect(asked?.sha256).not.toBe(file.sha256);
		await expect(
			setControl(stage.tools, db, actor, { ...order, control: 'round' })
		).rejects.toMatchObject({
			status: 409
		});
		await setControl(stage.tools, db, actor, { ...order, version: version + 1, control: 'round' });
		const rounded = (await read(db, actor, id, stage.at)).files[0];
		const values =
			rounded?.grid?.lines.flatMap((line) => line.cells.map(({ shown }) => shown)) ?? [];
		expect(values.some((value) => Number(value) > 0)).toBe(true);
		expect(values.every((value) => value === '*' || Number(value) % 5 === 0)).toBe(true);
	});

	test('of constants or made-up people needs evidence and never passes', async ({ outputs }) => {
		const constant = await drafted(outputs, `select 'a' as k, 57 as n`);
		expect(constant.file).toMatchObject({ kind: 'table', verdict: 'review', grid: null });
		expect(constant.file.scan?.findings.map(({ rule }) => rule)).toContain('needs-evidence');
		const made = await drafted(
			outputs,
			`select k, count(distinct made_up) as people
			 from (select 'a' as k, 'person ' || i as made_up from range(500) t(i)) group by k`
		);
		const inflated = await drafted(
			outputs,
			`select gender_concept_id as k, count(distinct person_id::varchar || i) as people
			 from person, range(100) t(i) group by 1`
		);
		expect(inflated.file).toMatchObject({ verdict: 'review', grid: null });
		expect(made.file).toMatchObject({ verdict: 'review', grid: null });
		expect(made.file.scan?.preview).toMatchObject({
			header: ['k', 'people'],
			rows: [['a', '500']]
		});
	});

	test('that shows rows of people or pseudonyms is no file at all', async ({ outputs }) => {
		await expect(drafted(outputs, 'select * from person limit 5')).rejects.toMatchObject({
			status: 409
		});
		await expect(
			drafted(outputs, `select md5('x' || i)::uuid as k, 1 as n from range(3) t(i)`)
		).rejects.toMatchObject({ status: 409 });
		await expect(drafted(outputs, 'select i from range(500) t(i)')).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/200 rows/) as string
		});
		await expect(drafted(outputs, 'select nonsense from nowhere')).rejects.toMatchObject({
			status: 409
		});
	});

	test('shows rows of people to nobody without a second factor, as little as the workspace does', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const { db, actor } = await as('amara');
		const people = 'select max(birth_year) as born from person group by person_id limit 20';
		const draft = (level: 'password' | 'demo', sql: string) =>
			draftFromSql(
				stage.tools,
				db,
				{ ...actor, level },
				{
					...{ workspace: stage.workspace, title: 'People', sql, once: once(), at: stage.at }
				}
			);
		await expect(draft('password', people)).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/second factor/) as string
		});
		const quoting = 'select cast(region as integer) as n, count(*) from person group by 1';
		await expect(draft('password', quoting)).rejects.toMatchObject({
			message: expect.not.stringMatching(/London|convert/i) as string
		});
		await expect(draft('demo', people)).resolves.toMatch(/-/);
	});

	test('from a CSV file is scanned: it may fail and never passes', async ({ outputs }) => {
		const { stage, as } = outputs;
		const { db, actor } = await as('amara');
		const sent = async (words: string) => {
			const id = await draftFromFile(stage.tools, db, actor, {
				workspace: stage.workspace,
				title: 'A file',
				name: 'my table.csv',
				claim: 'none',
				bytes: new TextEncoder().encode(words),
				once: once(),
				at: stage.at
			});
			return (await read(db, actor, id, stage.at)).files[0];
		};
		expect(await sent('group,people\na,120\nb,80\n')).toMatchObject({
			verdict: 'review',
			kind: 'csv'
		});
		expect(await sent('group,people\na,120\nb,3\n')).toMatchObject({ verdict: 'fail' });
		await expect(sent(`${'a,'.repeat(1000)}\n${'1\n'.repeat(1000)}`)).rejects.toMatchObject({
			status: 409
		});
	});
});

describe.skipIf(missing !== null)('two checkers', () => {
	test('release exactly the bytes that both approved, and only then are they given out', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'byYear');
		const amara = await as('amara');
		const [file] = await amara.db.read((tx) => files.files(tx, id));
		const wanted = { id, file: file?.id ?? '', at: stage.at };
		const fetched = () => download(stage.tools.objects, amara.db, amara.actor, wanted);
		await expect(fetched()).rejects.toMatchObject({ status: 403 });
		await seed.votedOutput(stage, id, 'carlos', 'approve');
		await expect(fetched()).rejects.toMatchObject({ status: 403 });
		const carlos = await as('carlos');
		const preview = await download(stage.tools.objects, carlos.db, carlos.actor, wanted);
		await seed.votedOutput(stage, id, 'wei', 'approve');
		expect((await amara.db.read((tx) => find(tx, id))).status).toBe('released');
		const given = await fetched();
		expect(given.sha256).toBe(file?.sha256);
		expect(text(given.bytes)).toBe(text(preview.bytes));
		expect(text(given.bytes)).toMatch(/^year,people\r\n/);

		await revoke(carlos.db, carlos.actor, { id, reason: 'A year was wrong.', at: stage.at });
		await expect(fetched()).rejects.toMatchObject({ status: 403 });
	});

	test('are two people: a second vote of the same one is refused, and a double click is one vote', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const { db, actor } = await as('carlos');
		const seen = await db.read((tx) => files.files(tx, id));
		const ballot = approving(
			id,
			seen.map((file) => ({ id: file.id, sha256: file.sha256 })),
			'',
			stage.at
		);
		expect(await Promise.all([vote(db, actor, ballot), vote(db, actor, ballot)])).toEqual([id, id]);
		await expect(vote(db, actor, { ...ballot, once: once() })).rejects.toMatchObject({
			status: 409
		});
		const rows = await scene.owner`select from output_vote where request_id = ${id}`;
		expect(rows).toHaveLength(1);
		expect((await db.read((tx) => find(tx, id))).status).toBe('checking');
	});

	test('are never of the project, today or before, nor of its application', async ({
		outputs,
		scene
	}) => {
		const { stage, as, project, application } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		await expect(seed.votedOutput(stage, id, 'amara', 'approve')).rejects.toMatchObject({
			status: 403
		});
		await expect(seed.votedOutput(stage, id, 'grace', 'approve')).rejects.toMatchObject({
			status: 404
		});
		const { owner } = scene;
		const carlos = personId('carlos');
		await owner`
			insert into project_member (project_id, person_id, role, added_at, removed_at)
			values (${project}, ${carlos}, 'researcher', ${stage.at}, ${stage.at})
		`;
		await expect(seed.votedOutput(stage, id, 'carlos', 'approve')).rejects.toMatchObject({
			status: 404
		});
		const { db } = await as('carlos');
		expect(await db.read((tx) => tx`select from output_evidence`)).toHaveLength(0);
		// the wall behind the policy: the database takes no such vote either
		await expect(
			db.write(
				(tx) => tx`
					insert into output_vote (request_id, turn, person_id, choice, reason, within_scope, files, at)
					values (${id}, 1, ${carlos}, 'approve', '', true, '[]', ${stage.at})
				`
			)
		).rejects.toThrow(/row-level security/);
		await owner`
			insert into application_person (application_id, person_id, role, added_at)
			values (${application}, ${personId('wei')}, 'member', ${stage.at})
		`;
		await expect(seed.votedOutput(stage, id, 'wei', 'approve')).rejects.toMatchObject({
			status: 404
		});
	});

	test('vote blind: neither vote nor words of the other are there until both have voted', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const { db, actor } = await as('carlos');
		await comment(db, actor, {
			id,
			file: '',
			cell: '',
			private: false,
			words: 'What are these years?',
			once: once(),
			at: stage.at
		});
		await seed.votedOutput(stage, id, 'carlos', 'reject');
		for (const key of ['wei', 'amara', 'ruth'] as const) {
			const other = await as(key);
			expect(
				await other.db.read((tx) => tx`select from output_vote where request_id = ${id}`)
			).toHaveLength(0);
			expect(
				await other.db.read((tx) => tx`select from output_comment where request_id = ${id}`)
			).toHaveLength(0);
		}
		await seed.votedOutput(stage, id, 'wei', 'changes');
		const amara = await as('amara');
		const page = await read(amara.db, amara.actor, id, stage.at);
		expect(page.request.status).toBe('changes_requested');
		expect(page.votes.map(({ choice }) => choice).sort()).toEqual(['changes', 'reject']);
		expect(page.comments).toHaveLength(1);
	});

	test('who disagree on approve and reject are settled by a third', async ({ outputs, scene }) => {
		const { stage, as } = outputs;
		await scene.owner`insert into service_role (person_id, role, granted_at) values (${personId('owen')}, 'output-checker', ${stage.at})`;
		const id = await seed.submittedOutput(stage, 'deaths');
		await seed.votedOutput(stage, id, 'carlos', 'approve');
		await seed.votedOutput(stage, id, 'wei', 'reject');
		const { db } = await as('owen');
		expect((await db.read((tx) => find(tx, id))).status).toBe('checking');
		await seed.votedOutput(stage, id, 'owen', 'approve');
		expect((await db.read((tx) => find(tx, id))).status).toBe('released');
	});

	test('vote on the bytes they saw: other ones are a conflict, and a failed file needs an exception', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const { id, file, db, actor } = await drafted(outputs, seed.outputQueries.byBirth.sql);
		let { version } = await db.read((tx) => find(tx, id));
		await setControl(stage.tools, db, actor, {
			id,
			version,
			file: file.id,
			control: 'none',
			at: stage.at
		});
		({ version } = await db.read((tx) => find(tx, id)));
		await expect(
			submit(db, actor, { id, version: version - 1, at: stage.at })
		).rejects.toMatchObject({
			status: 409
		});
		await seed.sentOutput(stage, id);
		const carlos = await as('carlos');
		const ballot = approving(
			id,
			[{ id: file.id, sha256: file.sha256 }],
			'Public already.',
			stage.at
		);
		await expect(vote(carlos.db, carlos.actor, ballot)).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/files changed/) as string
		});
		const now = await carlos.db.read((tx) => files.files(tx, id));
		const seen = now.map((one) => ({ id: one.id, sha256: one.sha256 }));
		await expect(
			vote(carlos.db, carlos.actor, approving(id, seen, '', stage.at))
		).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/failed the rules/) as string
		});
		await vote(carlos.db, carlos.actor, approving(id, seen, 'Public already.', stage.at));
	});

	test('each record why a file without evidence may leave: a sent CSV file, or a query we cannot stand behind', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const { db, actor } = await as('amara');
		const id = await draftFromFile(stage.tools, db, actor, {
			workspace: stage.workspace,
			title: 'A file',
			name: 'made elsewhere.csv',
			claim: 'none',
			bytes: new TextEncoder().encode('group,people\na,120\nb,80\n'),
			once: once(),
			at: stage.at
		});
		await seed.sentOutput(stage, id);
		const [file] = await db.read((tx) => files.files(tx, id));
		expect(file?.verdict).toBe('review');
		for (const key of ['carlos', 'wei'] as const) {
			const checker = await as(key);
			const ballot = approving(
				id,
				[{ id: file?.id ?? '', sha256: file?.sha256 ?? '' }],
				'',
				stage.at
			);
			await expect(vote(checker.db, checker.actor, ballot)).rejects.toMatchObject({
				status: 409,
				message: expect.stringMatching(/cannot stand behind/) as string
			});
			await vote(
				checker.db,
				checker.actor,
				approving(id, ballot.files, 'Seen in print.', stage.at)
			);
		}
		expect((await db.read((tx) => find(tx, id))).status).toBe('released');
	});

	test('read what stands behind the cells, which is logged; a researcher cannot', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'byYear');
		const { db, actor } = await as('carlos');
		const page = await read(db, actor, id, stage.at);
		const cells = page.files[0]?.grid?.lines.flatMap((line) => line.cells) ?? [];
		expect(cells.some(({ evidence }) => Number(evidence?.people.replace(',', '')) > 0)).toBe(true);
		const logged =
			await scene.owner`select from read_log where subject_id = ${id} and person_id = ${actor.id}`;
		expect(logged).toHaveLength(1);
		const amara = await as('amara');
		expect(await amara.db.read((tx) => tx`select from output_evidence`)).toHaveLength(0);
	});
});

describe.skipIf(missing !== null)('a request', () => {
	test('is nobody else’s: another organisation is told it does not exist', async ({ outputs }) => {
		const { stage, as } = outputs;
		const id = await seed.releasedOutput(stage, 'deaths');
		const joseph = await as('joseph');
		await expect(read(joseph.db, joseph.actor, id, stage.at)).rejects.toMatchObject({
			status: 404
		});
		for (const table of [
			'output_request',
			'output_file',
			'output_vote',
			'output_comment',
			'release'
		])
			expect(await joseph.db.read((tx) => tx`select from ${tx(table)}`)).toHaveLength(0);
		const asked = { id, file: id, at: stage.at };
		await expect(
			download(stage.tools.objects, joseph.db, joseph.actor, asked)
		).rejects.toMatchObject({ status: 404 });
		await expect(
			draftFromSql(stage.tools, joseph.db, joseph.actor, {
				workspace: stage.workspace,
				sql: 'select count(*) from person',
				title: 'Not mine',
				once: once(),
				at: stage.at
			})
		).rejects.toMatchObject({ status: 404 });
	});

	test('is left alone once it was sent, and a withdrawn one stays so', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const { db, actor } = await as('amara');
		const { version } = await db.read((tx) => find(tx, id));
		const [file] = await db.read((tx) => files.files(tx, id));
		const order = { id, version, at: stage.at };
		await expect(removeFile(db, actor, { ...order, file: file?.id ?? '' })).rejects.toMatchObject({
			status: 409
		});
		await expect(
			save(stage.tools, db, actor, {
				...order,
				title: 'Another',
				purpose: '',
				description: '',
				files: []
			})
		).rejects.toMatchObject({ status: 409 });
		await expect(
			scene.owner`update output_file set sha256 = 'x' where request_id = ${id}`
		).rejects.toThrow(/change only while/);
		await withdraw(db, actor, order);
		await expect(withdraw(db, actor, order)).rejects.toMatchObject({ status: 409 });
		await expect(seed.votedOutput(stage, id, 'wei', 'approve')).rejects.toMatchObject({
			status: 409
		});
	});

	test('asks for nothing new while its project is suspended', async ({ outputs, scene }) => {
		const { stage, as, project } = outputs;
		const id = await seed.draftOutput(stage, 'deaths');
		await scene.owner`update project set status = 'suspended' where id = ${project}`;
		const { db, actor } = await as('amara');
		const { version } = await db.read((tx) => find(tx, id));
		await expect(submit(db, actor, { id, version, at: stage.at })).rejects.toThrow('not active');
		await expect(
			draftFromSql(stage.tools, db, actor, {
				workspace: stage.workspace,
				...seed.outputQueries.deaths,
				once: once(),
				at: stage.at
			})
		).rejects.toMatchObject({ status: 403 });
	});

	test('comes back for changes as another turn, and everything that happened is told', async ({
		outputs,
		scene
	}) => {
		const { stage } = outputs;
		const id = await seed.returnedOutput(stage, 'deaths');
		await seed.roundedOutput(stage, id);
		const { db } = await outputs.as('amara');
		await seed.sentOutput(stage, id);
		expect((await db.read((tx) => find(tx, id))).turn).toBe(2);
		await seed.votedOutput(stage, id, 'carlos', 'approve');
		await seed.votedOutput(stage, id, 'wei', 'approve');
		const events = await scene.owner<{ action: string }[]>`
			select action from event where subject_kind = 'output' and subject_id = ${id} order by seq
		`;
		expect(events.map(({ action }) => action.replace('output.', ''))).toEqual(
			'draft draft compare submit vote vote return control draft compare submit vote vote release'.split(
				' '
			)
		);
	});

	test('is released by nothing but two approvals, whoever asks the database', async ({
		outputs,
		scene
	}) => {
		const { stage, as, project } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		await seed.votedOutput(stage, id, 'carlos', 'approve');
		const { db } = await as('carlos');
		await expect(
			db.write(
				(tx) => tx`
					insert into release (request_id, project_id, title, files, released_at)
					select ${id}, ${project}, 'Mine', files, ${stage.at} from output_vote where request_id = ${id}
				`
			)
		).rejects.toThrow(/two approvals/);
		await expect(
			scene.owner`update output_request set status = 'released', released_at = now() where id = ${id}`
		).rejects.toThrow(/by its release alone/);
	});
});

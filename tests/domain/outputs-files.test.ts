import { describe, expect } from 'vitest';
import * as seed from '#db/seed/outputs.ts';
import { draftFromSql } from '#domain/outputs/draft.server.ts';
import { addFile, removeFile, replaceFile } from '#domain/outputs/edit.server.ts';
import { read } from '#domain/outputs/read.server.ts';
import { joinCategories, setControl, splitCategories } from '#domain/outputs/remedy.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { submit } from '#domain/outputs/submit.server.ts';
import { turns } from '#domain/outputs/turns/store.server.ts';
import { save } from '#domain/outputs/words.server.ts';
import { preview } from '#domain/outputs/preview.server.ts';
import { download } from '#domain/outputs/download.server.ts';
import { crate } from '#domain/outputs/release/crate.server.ts';
import { signRelease } from '#domain/outputs/release/sign.server.ts';
import { strFromU8, unzipSync } from 'fflate';
import { png } from '../support/png.ts';
import { missing, test, type OutputScene } from './outputs-scene.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function there<T>(found: T | undefined): T {
	if (found === undefined) throw new Error('There is no such file.');
	return found;
}

async function drafted({ stage, as }: OutputScene, query: seed.OutputQuery = 'byBirth') {
	const { db, actor } = await as('amara');
	const id = await draftFromSql(stage.tools, db, actor, {
		...seed.outputQueries[query],
		workspace: stage.workspace,
		once: crypto.randomUUID(),
		at: stage.at
	});
	const page = () => read(db, actor, id, stage.at);
	const order = async () => ({
		id,
		version: (await db.read((tx) => find(tx, id))).version,
		at: stage.at
	});
	const add = async (name: string, content: Uint8Array, supporting = false, claim = 'none') =>
		addFile(stage.tools, db, actor, {
			...(await order()),
			name,
			bytes: content,
			claim,
			supporting
		});
	return { id, db, actor, page, order, add, tools: stage.tools, stage };
}

describe.skipIf(missing !== null)('the words of a file', () => {
	test('are known from its query where they can be, and asked for where they cannot', async ({
		outputs
	}) => {
		const { page } = await drafted(outputs);
		const [file] = (await page()).files;
		expect(file?.context).toMatchObject({
			description: '',
			statistic: 'count of records, by decade and sex',
			population: 'Everybody in the study with a record in person'
		});
		expect(file?.fields).toEqual(['description', 'statistic', 'population']);
	});

	test('must be there before a request is sent, and are kept as far as they are', async ({
		outputs
	}) => {
		const { id, db, actor, page, order, tools } = await drafted(outputs);
		const words = { title: 'T', purpose: 'A paper.', description: 'Everybody.' };
		await save(tools, db, actor, { ...(await order()), ...words, files: [] });
		await expect(submit(db, actor, await order())).rejects.toMatchObject({
			status: 409,
			message: expect.stringContaining('Say what it shows') as string
		});
		const [file] = (await page()).files;
		await save(tools, db, actor, {
			...(await order()),
			...words,
			files: [
				{ ...there(file).context, id: there(file).id, data: null, description: 'Ages by sex.' }
			]
		});
		expect((await page()).files[0]?.context.description).toBe('Ages by sex.');
		await submit(db, actor, await order());
		expect((await db.read((tx) => find(tx, id))).status).toBe('submitted');
	});
});

describe.skipIf(missing !== null)('files made elsewhere', () => {
	test('leave as the scanner wrote them: a picture loses what was hidden in it', async ({
		outputs
	}) => {
		const { id, db, page, add, tools } = await drafted(outputs);
		await add('plot.png', png());
		const file = (await page()).files.find(({ kind }) => kind === 'image');
		expect(file).toMatchObject({ media: 'image/png', picture: true, original: 'plot.png' });
		const shown = await preview(tools.objects, db, { id, file: file?.id ?? '' });
		expect(shown.media).toBe('image/png');
		expect(Buffer.from(shown.bytes).includes('12345')).toBe(false);
		const other = await outputs.as('priya');
		await expect(
			preview(tools.objects, other.db, { id, file: file?.id ?? '' })
		).rejects.toMatchObject({ status: 404 });
	});

	test('are refused in the scanner’s words when nothing of them may leave', async ({ outputs }) => {
		const { add, page } = await drafted(outputs);
		const pickle = Buffer.from([
			0x80, 0x04, 0x95, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0x8c, 0x03, 0x61, 0x62, 0x63, 0x94, 0x2e
		]);
		await expect(add('model.pkl', pickle)).rejects.toMatchObject({ status: 409 });
		expect((await page()).files).toHaveLength(1);
	});

	test('of code are compared with the version that was released last', async ({ outputs }) => {
		const { add, page } = await drafted(outputs);
		await add('analysis.R', bytes('x <- 1\nmodel <- lm(y ~ x)\nsummary(model)\n'));
		const file = (await page()).files.find(({ kind }) => kind === 'code');
		expect(file).toMatchObject({ fields: ['description'] });
		expect(file?.text).toContain('lm(y ~ x)');
	});

	test('keep their place, words and comments when another version is sent', async ({ outputs }) => {
		const { add, page, order, db, actor, tools } = await drafted(outputs);
		await add('rates.csv', bytes('group,people\na,120\nb,80\n'));
		const before = (await page()).files.find(({ kind }) => kind === 'csv');
		await replaceFile(tools, db, actor, {
			...(await order()),
			file: before?.id ?? '',
			name: 'rates v2.csv',
			bytes: bytes('group,people\na,120\nb,90\n')
		});
		const after = (await page()).files.find(({ kind }) => kind === 'csv');
		expect(after).toMatchObject({ id: before?.id, name: before?.name });
		expect(after?.sha256).not.toBe(before?.sha256);
		await expect(
			replaceFile(tools, db, actor, {
				...(await order()),
				file: before?.id ?? '',
				name: 'rates.png',
				bytes: png()
			})
		).rejects.toMatchObject({ status: 409 });
	});

	test('are scanned again when their author claims another control', async ({ outputs }) => {
		const { add, page, order, db, actor, tools } = await drafted(outputs);
		await add('rates.csv', bytes('group,people\na,121\nb,83\nc,46\n'));
		const file = (await page()).files.find(({ kind }) => kind === 'csv');
		const words = { title: 'T', purpose: 'P', description: 'D' };
		await save(tools, db, actor, {
			...(await order()),
			...words,
			files: [{ ...there(file).context, id: there(file).id, data: null, claim: 'rounded 5' }]
		});
		const scan = (await page()).files.find(({ kind }) => kind === 'csv')?.scan;
		expect(scan?.findings.map(({ rule }) => rule)).toContain('claim');
	});
});

describe.skipIf(missing !== null)('a plot', () => {
	test('is not sent without the table it was drawn from, and is judged no better than that', async ({
		outputs
	}) => {
		const { add, page, order, db, actor, stage } = await drafted(outputs);
		await add('plot.png', png());
		await expect(seed.sentOutput(stage, (await page()).request.id)).rejects.toMatchObject({
			message: expect.stringContaining('drawn from') as string
		});
		await add('plot data.csv', bytes('group,people\na,120\nb,3\n'), true);
		const files = (await page()).files;
		const [plot, data] = [
			files.find(({ kind }) => kind === 'image'),
			files.find(({ kind }) => kind === 'csv')
		];
		expect(plot?.tables.map(({ label }) => label)).toContain('plot data.csv');
		await save(stage.tools, db, actor, {
			...(await order()),
			title: 'T',
			purpose: 'P',
			description: 'D',
			files: [{ ...there(plot).context, id: there(plot).id, data: there(data).id }]
		});
		const drawn = (await page()).files.find(({ id }) => id === plot?.id);
		expect(drawn).toMatchObject({ verdict: 'fail', doubtful: true });
		expect(drawn?.drawn).toEqual([
			{ label: 'a', value: 120 },
			{ label: 'b', value: 3 }
		]);
		await seed.sentOutput(stage, (await page()).request.id);
	});
});

describe.skipIf(missing !== null)('a supporting file', () => {
	test('is never released, by whatever road', async ({ outputs, scene }) => {
		const { id, add, db, actor, page, stage, order } = await drafted(outputs, 'byYear');
		await add('method.txt', bytes('We counted people once.\n'), true);
		await seed.sentOutput(stage, id);
		await seed.votedOutput(stage, id, 'carlos', 'approve');
		await seed.votedOutput(stage, id, 'wei', 'approve');
		expect((await page()).request.status).toBe('released');
		const [{ files }] = await scene.owner<[{ files: { name: string }[] }]>`
			select files from release where request_id = ${id}
		`;
		expect(files.map(({ name }) => name)).toEqual(['Diagnoses by year.csv']);
		const support = (await page()).files.find(({ supporting }) => supporting);
		await expect(
			download(stage.tools.objects, db, actor, { id, file: support?.id ?? '', at: stage.at })
		).rejects.toMatchObject({ status: 403 });
		await expect(
			removeFile(db, actor, { ...(await order()), file: support?.id ?? '' })
		).rejects.toMatchObject({ status: 409 });
	});

	test('is neither in the database’s release nor in the crate, not under its own hash either', async ({
		outputs,
		scene
	}) => {
		const { id, add, db, actor, stage } = await drafted(outputs, 'byYear');
		const secret = 'We counted people once, and a secret.';
		await add('method.txt', bytes(`${secret}\n`), true);
		await seed.sentOutput(stage, id);
		const release = (which: 'all' | 'supporting') => scene.owner`
			insert into release (request_id, project_id, title, files, released_at)
			select r.id, r.project_id, 'x', jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'sha256', f.sha256)), now()
			from output_request r join output_file f on f.request_id = r.id
			where r.id = ${id} and (f.supporting or ${which === 'all'})
			group by r.id
		`;
		await seed.votedOutput(stage, id, 'carlos', 'approve');
		for (const which of ['all', 'supporting'] as const)
			await expect(release(which), which).rejects.toThrow(/no supporting file|two approvals/);
		await expect(release('supporting')).rejects.toThrow(/no supporting file/);
		// a vote on it by its bytes is refused as well, so that no approval can be made of it
		await expect(
			(await outputs.as('carlos')).db.write(
				(tx) => tx`
					insert into output_verdict (request_id, turn, person_id, file_id, name, sha256, choice)
					select v.request_id, v.turn, v.person_id, f.id, f.name, f.sha256, 'approve'
					from output_vote v join output_file f on f.request_id = v.request_id
					where v.request_id = ${id} and f.supporting
				`
			)
		).rejects.toMatchObject({ code: '42501' });
		await seed.votedOutput(stage, id, 'wei', 'approve');
		const tools = { sql: scene.worker, vault: stage.tools.vault };
		await signRelease(tools, { request: id, at: stage.at });
		const asked = { id, origin: 'https://portal.example.org', at: stage.at };
		const { bytes: zip } = await crate(stage.tools.objects, db, actor, asked);
		const entries = Object.entries(unzipSync(zip));
		expect(entries.some(([path]) => path.endsWith('/data/outputs/Diagnoses by year.csv'))).toBe(
			true
		);
		const [{ sha256 }] = await scene.owner<[{ sha256: string }]>`
			select sha256 from output_file where request_id = ${id} and supporting
		`;
		for (const [path, content] of entries) {
			expect(path).not.toContain('method');
			expect(strFromU8(content), path).not.toMatch(new RegExp(`method\\.txt|${secret}|${sha256}`));
		}
	});

	test('alone is no request', async ({ outputs }) => {
		const { id, add, page, order, db, actor, stage } = await drafted(outputs);
		const [table] = (await page()).files;
		await add('method.txt', bytes('We counted people once.\n'), true);
		await removeFile(db, actor, { ...(await order()), file: table?.id ?? '' });
		await expect(seed.sentOutput(stage, id)).rejects.toMatchObject({
			message: expect.stringContaining('supporting') as string
		});
	});
});

describe.skipIf(missing !== null)('a remedy', () => {
	test('in one click joins the categories with unsafe cells, and can be undone', async ({
		outputs
	}) => {
		const { page, order, db, actor, tools } = await drafted(outputs);
		const [before] = (await page()).files;
		const [joins = []] = before?.remedies?.joins ?? [];
		expect(joins.length).toBeGreaterThan(0);
		const order1 = { ...(await order()), file: before?.id ?? '' };
		await joinCategories(tools, db, actor, { ...order1, joins });
		const [joined] = (await page()).files;
		const cells = joined?.grid?.lines.flatMap((line) => line.cells) ?? [];
		expect(cells.filter(({ level }) => level === 'hidden')).toEqual([]);
		expect(joined?.verdict).toBe('pass');
		expect(joined?.remedies?.joined).toHaveLength(joins.length);
		expect(joined?.beforeAfter?.joined).toBeGreaterThan(0);
		expect(joined?.beforeAfter?.before.lines.length).toBeGreaterThan(
			joined?.beforeAfter?.after.lines.length ?? 0
		);
		await splitCategories(tools, db, actor, { ...(await order()), file: before?.id ?? '' });
		const [again] = (await page()).files;
		expect(again?.sha256).toBe(before?.sha256);
	});

	test('shows before and after: what is lost, and what is changed', async ({ outputs }) => {
		const { page, order, db, actor, tools } = await drafted(outputs);
		const [file] = (await page()).files;
		expect(file?.beforeAfter?.hidden).toBeGreaterThan(0);
		expect(file?.beforeAfter?.changed).toBe(0);
		await setControl(tools, db, actor, {
			...(await order()),
			file: file?.id ?? '',
			control: 'round'
		});
		const rounded = (await page()).files[0]?.beforeAfter;
		expect(rounded).toMatchObject({ joined: 0 });
		expect(rounded?.changed).toBeGreaterThan(0);
		await setControl(tools, db, actor, {
			...(await order()),
			file: file?.id ?? '',
			control: 'none'
		});
		expect((await page()).files[0]?.beforeAfter).toBeNull();
	});

	test('joins only categories that the table has', async ({ outputs }) => {
		const { page, order, db, actor, tools } = await drafted(outputs);
		const [file] = (await page()).files;
		await expect(
			joinCategories(tools, db, actor, {
				...(await order()),
				file: file?.id ?? '',
				joins: [{ column: 'decade', labels: ['1930', 'Atlantis'] }]
			})
		).rejects.toMatchObject({ status: 409 });
	});
});

describe.skipIf(missing !== null)('a turn', () => {
	test('keeps what was sent, so that what changed since can be shown', async ({ outputs }) => {
		const { stage, as } = outputs;
		const id = await seed.returnedOutput(stage, 'byBirth');
		await seed.roundedOutput(stage, id);
		await seed.sentOutput(stage, id);
		const { db, actor } = await as('amara');
		const sent = await db.read((tx) => turns(tx, id));
		expect(sent.map(({ turn }) => turn)).toEqual([1, 2]);
		const [first, second] = sent.map(({ files }) => files[0]);
		expect(first).toMatchObject({ control: 'suppress' });
		expect(second).toMatchObject({ control: 'round', id: first?.id });
		const other = await as('priya');
		expect(await other.db.read((tx) => turns(tx, id))).toEqual([]);
		const [now] = (await read(db, actor, id, stage.at)).files;
		expect(now?.sha256).toBe(second?.sha256);
	});
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { personId, type PersonKey } from '#db/seed/people.ts';
import { player } from '#db/seed/stage.ts';
import { decide, remove, withdraw } from '#domain/workspaces/ingress/decide.server.ts';
import { moved, moves, statuses, type MoveName } from '#domain/workspaces/ingress/ingress.ts';
import { folderPage, readFile } from '#domain/workspaces/ingress/read.server.ts';
import { send } from '#domain/workspaces/ingress/send.server.ts';
import { answer, ask } from '#domain/workspaces/library/ask.server.ts';
import { libraryPage } from '#domain/workspaces/library/read.server.ts';
import { bind } from '#platform/db.server.ts';
import type { Scanned } from '#platform/host.server.ts';
import { fileObjects, type Objects } from '#platform/objects.server.ts';
import { Problem } from '#platform/problems.ts';
import { sharedIn } from '#workspaces/host/shared.ts';
import { readFile as bytesAt, readdir } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { at, common, project, thames } from '../security/row-security-scene.ts';
import { seedPeople, seedService } from '#db/seed/roles.ts';
import { test as base, type TestDatabase } from '../support/database.ts';

const workspace = '00000001-0000-7000-8000-000000000009';
const scan: Scanned = {
	...{ kind: 'table', format: 'CSV', verdict: 'review', findings: [], media: 'text/csv' },
	...{ clean: Buffer.from('code,area\n1,North\n'), cleanName: 'areas of London.csv' },
	tables: [
		{
			name: 'areas',
			rows: [
				['code', 'area'],
				['1', 'North']
			]
		}
	],
	preview: {}
};

type Scene = {
	readonly db: TestDatabase;
	readonly home: string;
	readonly objects: Objects;
	readonly send: (key: PersonKey, over?: Partial<Scanned>, once?: string) => Promise<string>;
	readonly decide: (
		key: PersonKey,
		file: string,
		accept: boolean,
		reason?: string
	) => Promise<void>;
};

const test = base.extend<{ scene: Scene }>({
	scene: async ({ db }, use) => {
		await db.owner.begin(async (tx) => {
			await seedService(tx, at);
			await seedPeople(tx, at);
			await common(tx);
			await project(tx, thames);
			await tx`delete from ingress_file`;
			await tx`delete from library_request`;
		});
		const home = mkdtempSync(join(tmpdir(), 'aldgate-ingress-'));
		const objects = fileObjects(`${home}/objects`);
		await use({
			...{ db, home, objects },
			send: async (key, over = {}, once = crypto.randomUUID()) => {
				const { db: bound, actor } = await player(db.portal, key);
				const host = { scan: () => Promise.resolve({ ...scan, ...over }) };
				const sent = { workspace, name: 'areas.csv', bytes: Buffer.from('x'), once, at };
				return send({ host, objects }, bound, actor, { ...sent, purpose: 'Names of areas' });
			},
			decide: async (key, file, accept, reason = '') => {
				const { db: bound, actor } = await player(db.portal, key);
				await decide(bound, actor, { workspace, file, accept, reason, at });
			}
		});
		rmSync(home, { recursive: true, force: true });
	}
});

const page = async ({ db }: Scene, key: PersonKey) => {
	const { db: bound, actor } = await player(db.portal, key);
	return folderPage(bound, actor, workspace);
};
const problem = (status: Problem['status']) => expect.objectContaining({ status }) as Problem;
const sharedWith = ({ db }: Scene, key: PersonKey) =>
	bind(db.portal, personId(key)).read(async () => {
		const [row] = await db.owner.begin(async (tx) => {
			await tx`select set_config('app.person', ${personId(key)}, true)`;
			return tx<{ files: { name: string; sha256: string }[] }[]>`
				select coalesce(jsonb_agg(s), '[]') as files from app.shared_files(${workspace}) s
			`;
		});
		return row?.files ?? [];
	});

test('a file moves from every status by its own moves and by no other', () => {
	for (const status of statuses)
		for (const name of Object.keys(moves) as MoveName[])
			if ((moves[name].from as readonly string[]).includes(status))
				expect(moved(status, name)).toBe(moves[name].to);
			else expect(() => moved(status, name)).toThrow(Problem);
});

describe('a file for the shared folder', () => {
	test('is there for the project’s members once a data manager let it in', async ({ scene }) => {
		const file = await scene.send('amara');
		expect((await page(scene, 'amara')).waiting).toMatchObject([
			{ name: 'areas-of-London.csv', mayDecide: false, mayWithdraw: true }
		]);
		expect((await page(scene, 'ingrid')).waiting).toMatchObject([
			{ mayDecide: true, preview: 'code, area\n1, North' }
		]);
		expect(await sharedWith(scene, 'amara')).toEqual([]);
		await scene.decide('ingrid', file, true);
		const seen = await page(scene, 'amara');
		expect(seen.folder).toMatchObject([{ name: 'areas-of-London.csv', decider: 'A data manager' }]);
		expect(seen.timeline.map(({ what }) => what)).toEqual([
			'Let in areas-of-London.csv',
			'Sent areas-of-London.csv'
		]);
		const files = await sharedWith(scene, 'amara');
		expect(files).toMatchObject([{ name: 'areas-of-London.csv' }]);
		expect(await sharedWith(scene, 'priya')).toEqual([]);
		const shared = sharedIn(`${scene.home}/shared`, `${scene.home}/objects`);
		await shared.bring(workspace, files);
		const at = `${shared.folder(workspace)}/areas-of-London.csv`;
		expect(String(await bytesAt(at))).toBe('code,area\n1,North\n');
		await shared.bring(workspace, []);
		expect(await readdir(shared.folder(workspace))).toEqual([]);
		await expect(
			shared.bring(workspace, [{ name: 'gone.csv', sha256: 'f'.repeat(64) }])
		).rejects.toThrow('gone.csv');
	});

	test('is refused with a reason that its sender reads, and decided once', async ({ scene }) => {
		const file = await scene.send('amara');
		await expect(scene.decide('ingrid', file, false)).rejects.toThrow();
		await scene.decide('ingrid', file, false, 'It names patients.');
		expect((await page(scene, 'amara')).past).toMatchObject([
			{ status: 'refused', reason: 'It names patients.' }
		]);
		await expect(scene.decide('ingrid', file, true)).rejects.toEqual(problem(409));
	});

	test('is decided by no member, no other role and nobody outside', async ({ scene }) => {
		const file = await scene.send('amara');
		for (const key of ['amara', 'farah', 'carlos'] as const)
			await expect(scene.decide(key, file, true), key).rejects.toThrow(Problem);
		await expect(scene.decide('priya', file, true)).rejects.toEqual(problem(404));
		await expect(page(scene, 'priya')).rejects.toEqual(problem(404));
	});

	test('is not let in by a data manager who sent it, whatever the program says', async ({
		scene
	}) => {
		await scene.db.owner`
			insert into service_role (person_id, role, granted_at) values (${personId('amara')}, 'data-manager', ${at})
		`;
		const file = await scene.send('amara');
		const write = bind(scene.db.portal, personId('amara')).write(
			(tx) => tx`
				update ingress_file
				set status = 'accepted', decided_by = ${personId('amara')}, decided_at = ${at}
				where id = ${file}
			`
		);
		await expect(write).rejects.toMatchObject({ code: '23514' });
		await expect(scene.decide('amara', file, true)).rejects.toEqual(problem(403));
	});

	test('comes in only as what the scan made of it, of a kind that may', async ({ scene }) => {
		await expect(scene.send('amara', { kind: 'archive', format: 'a ZIP archive' })).rejects.toThrow(
			'This is a ZIP archive'
		);
		const finding = {
			rule: 'x',
			level: 'fail',
			where: '',
			message: 'It holds NHS numbers.'
		} as const;
		await expect(
			scene.send('amara', { clean: null, findings: [{ ...finding, remedy: 'Leave them out.' }] })
		).rejects.toThrow('It holds NHS numbers. Leave them out.');
		await expect(scene.send('ingrid')).rejects.toEqual(problem(403));
	});

	test('sent twice with one form is one file; another of its name waits for the first to go', async ({
		scene
	}) => {
		const file = await scene.send('amara', {}, 'one-form-token');
		expect(await scene.send('amara', {}, 'one-form-token')).toBe(file);
		await expect(scene.send('amara')).rejects.toEqual(problem(409));
		const { db, actor } = await player(scene.db.portal, 'amara');
		await withdraw(db, actor, { workspace, file, at });
		const again = await scene.send('amara');
		await scene.decide('ingrid', again, true);
		await remove(db, actor, { workspace, file: again, reason: '', at });
		expect((await page(scene, 'amara')).past.map(({ status }) => status).sort()).toEqual([
			'removed',
			'withdrawn'
		]);
	});

	test('is read whole by its reviewer, and that is noted', async ({ scene }) => {
		const file = await scene.send('amara');
		const { db, actor } = await player(scene.db.portal, 'ingrid');
		const read = await readFile(scene.objects, db, actor, { workspace, file, at });
		expect(String(read.bytes)).toContain('North');
		const noted = await scene.db.owner`
			select from read_log where what = 'file sent in: areas-of-London.csv'
		`;
		expect(noted).toHaveLength(1);
	});
});

describe('a package that is missing', () => {
	const wanted = { workspace, language: 'r', package: 'survminer', purpose: 'Curves', at } as const;

	test('is asked for by a member and answered once by a data manager', async ({ scene }) => {
		const amara = await player(scene.db.portal, 'amara');
		const ingrid = await player(scene.db.portal, 'ingrid');
		const once = crypto.randomUUID();
		const request = await ask(amara.db, amara.actor, { ...wanted, once });
		await expect(
			ask(amara.db, amara.actor, { ...wanted, once: crypto.randomUUID() })
		).rejects.toEqual(problem(409));
		const said = { workspace, request, decision: 'agree', answer: 'In December.', at } as const;
		await expect(answer(amara.db, amara.actor, said)).rejects.toEqual(problem(403));
		await answer(ingrid.db, ingrid.actor, said);
		await expect(answer(ingrid.db, ingrid.actor, said)).rejects.toEqual(problem(409));
		const packages = [{ language: 'r' as const, name: 'survival', version: '3.5' }];
		const host = { library: () => Promise.resolve({ languages: [], packages, install: null }) };
		const view = await libraryPage(amara.db, amara.actor, host, workspace);
		expect(view.requests).toMatchObject([
			{ package: 'survminer', status: 'agreed', answer: 'In December.', answerer: 'a data manager' }
		]);
		const priya = await player(scene.db.portal, 'priya');
		await expect(libraryPage(priya.db, priya.actor, host, workspace)).rejects.toEqual(problem(404));
	});
});

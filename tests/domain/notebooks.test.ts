import { openWorkspace } from '#db/seed/workspaces.ts';
import type { PersonKey } from '#db/seed/people.ts';
import { emptyCell, type Cell } from '#domain/workspaces/notebooks/notebook.ts';
import { listPage, notebookPage, versionsPage } from '#domain/workspaces/notebooks/read.server.ts';
import { runCell } from '#domain/workspaces/notebooks/run.server.ts';
import { create, remove, restore, save } from '#domain/workspaces/notebooks/save.server.ts';
import { answerOf } from '#domain/workspaces/notebooks/session.server.ts';
import { setRowsShown, viewingPage } from '#domain/workspaces/viewing/viewing.server.ts';
import type { CellAnswer, CellFailed } from '#platform/host-sessions.server.ts';
import { londonDay } from '#platform/time.ts';
import { describe, expect } from 'vitest';
import { at, study, test, type Scene } from './workspaces-scene.ts';

const sql = (code: string, id = 'aaaaaaaa'): Cell => ({ ...emptyCell('sql', id), code });
const none = { look: () => Promise.resolve(null), answer: () => Promise.reject(new Error()) };
const later = (minutes: number) => at.add({ minutes });

/** An open workspace, a notebook of its lead, and what people do in it. */
async function begun(scene: Scene) {
	const workspace = await openWorkspace(scene.stage, scene.project);
	const lead = await scene.as(study.lead);
	const asked = { workspace, name: 'Incidence', what: 'notebook', at } as const;
	const once = crypto.randomUUID();
	const notebook = await create(lead.db, lead.actor, { ...asked, once });
	const place = { workspace, notebook };
	const page = async (key: PersonKey = study.lead) => {
		const { db, actor } = await scene.as(key);
		return notebookPage(db, actor, none, { ...place, at });
	};
	const saved = (cells: Cell[], more: { revision: number; keep?: boolean; minutes?: number }) =>
		save(lead.db, lead.actor, {
			...{ ...place, cells, revision: more.revision },
			keep: more.keep ?? false,
			at: later(more.minutes ?? 0)
		});
	const versions = () => versionsPage(lead.db, lead.actor, { ...place, from: 0, to: 0, at });
	return { ...{ workspace, notebook, place, lead, once, asked }, page, saved, versions };
}

describe('a notebook', () => {
	test('is begun once however often its form is sent, and its name is there once', async ({
		scene
	}) => {
		const { lead, asked, once, notebook, workspace } = await begun(scene);
		expect(await create(lead.db, lead.actor, { ...asked, once })).toBe(notebook);
		const again = { ...asked, name: 'INCIDENCE', once: crypto.randomUUID() };
		await expect(create(lead.db, lead.actor, again)).rejects.toMatchObject({ status: 409 });
		const script = { ...asked, name: 'Models', what: 'r', once: crypto.randomUUID() } as const;
		await create(lead.db, lead.actor, script);
		const { notebooks } = await listPage(lead.db, lead.actor, workspace, at);
		expect(notebooks.map(({ name, kind }) => `${kind} ${name}`).sort()).toEqual([
			'notebook Incidence',
			'script Models.R'
		]);
	});

	test('types on in one version for ten minutes, then begins another; what was kept stays', async ({
		scene
	}) => {
		const { saved, versions, page, notebook } = await begun(scene);
		expect(await saved([sql('select 1')], { revision: 1 })).toBe(2);
		expect(await saved([sql('select 12')], { revision: 2, minutes: 5 })).toBe(3);
		expect((await versions()).versions.map(({ number }) => number)).toEqual([2, 1]);
		expect(await saved([sql('select 12')], { revision: 3, minutes: 6 }), 'nothing new').toBe(3);
		expect(await saved([sql('select 123')], { revision: 3, minutes: 12 })).toBe(4);
		expect(await saved([sql('select 123')], { revision: 4, keep: true, minutes: 13 })).toBe(5);
		expect(await saved([sql('select 1234')], { revision: 5, minutes: 14 })).toBe(6);
		expect((await versions()).versions.map(({ number, kept }) => [number, kept])).toEqual([
			[4, false],
			[3, true],
			[2, false],
			[1, true]
		]);
		expect((await page()).cells).toEqual([sql('select 1234')]);
		const { portal } = scene.db;
		await expect(
			portal`update notebook_version set cells = '[]' where notebook_id = ${notebook}`.then(
				({ count }) => count
			),
			'nobody'
		).resolves.toBe(0);
		await expect(
			scene.db
				.owner`update notebook_version set cells = '[]' where notebook_id = ${notebook} and kept`
		).rejects.toThrow(/stays as it was saved/);
		await expect(scene.db.owner`delete from notebook_version`).rejects.toThrow(/stays/);
	});

	test('a stale tab is told who saved and loses nothing; restoring keeps what was between', async ({
		scene
	}) => {
		const { saved, place, lead, versions, page } = await begun(scene);
		await saved([sql('select 1')], { revision: 1, keep: true });
		await expect(saved([sql('select 2')], { revision: 1 })).rejects.toThrow(
			/saved in another tab of yours.*What you typed is still here/
		);
		const before = { ...place, revision: 1, version: 1, at };
		await expect(restore(lead.db, lead.actor, before)).rejects.toMatchObject({ status: 409 });
		await restore(lead.db, lead.actor, { ...before, revision: 2 });
		const { versions: all, difference } = await versions();
		expect(all.map(({ number, restoredFrom }) => [number, restoredFrom])).toEqual([
			[3, 1],
			[2, null],
			[1, null]
		]);
		expect(difference.map(({ is }) => is)).toContain('gone');
		expect((await page()).notebook.revision).toBe(3);
		const events = await scene.db.owner<{ action: string }[]>`
			select action from event where subject_id = ${place.workspace} and action like 'notebook.%'
			order by seq
		`;
		expect(events.map(({ action }) => action)).toEqual([
			'notebook.create',
			'notebook.save',
			'notebook.restore'
		]);
	});

	test('is its members’ alone, and leaves the list when it is removed', async ({ scene }) => {
		const { page, place, lead, saved } = await begun(scene);
		for (const key of ['priya', 'ingrid', 'farah', 'carlos'] as const)
			await expect(page(key), key).rejects.toMatchObject({ status: 404 });
		const stranger = await scene.as('ingrid');
		await expect(
			save(stranger.db, stranger.actor, {
				...{ ...place, cells: [], revision: 1, keep: true, at }
			})
		).rejects.toMatchObject({ status: 403 });
		await remove(lead.db, lead.actor, { ...place, revision: 1, at });
		await expect(page()).rejects.toMatchObject({ status: 404 });
		await expect(saved([], { revision: 2 })).rejects.toMatchObject({ status: 404 });
	});
});

const gave: CellAnswer = {
	ok: true,
	run: '',
	language: 'r',
	output: { text: '[1] 42', messages: '', cut: false },
	error: null,
	table: null,
	plots: [],
	frames: [],
	ms: 7,
	people: { shownToday: 1, budget: 2000 }
};

describe('a cell', () => {
	test('runs once, and Postgres keeps what was asked and never what was shown', async ({
		scene
	}) => {
		const { place, lead, page } = await begun(scene);
		const cell = { ...emptyCell('r', 'bbbbbbbb'), code: 'secret <- 42; print(secret)' };
		const run = crypto.randomUUID();
		const asked: object[] = [];
		const sessions = {
			run: (ask: object): Promise<CellAnswer | CellFailed> => {
				asked.push(ask);
				return Promise.resolve({ ...gave, error: 'value Zaphod' });
			}
		};
		const ask = { ...place, cell, run, now: () => at };
		expect(await runCell(lead.db, lead.actor, sessions, ask)).toMatchObject({ ok: true });
		await expect(runCell(lead.db, lead.actor, sessions, ask)).rejects.toMatchObject({
			status: 409
		});
		expect(asked).toEqual([
			{ person: lead.actor.id, workspace: place.workspace, run, language: 'r', code: cell.code }
		]);
		const [kept] = await scene.db.owner`select * from run where id = ${run}`;
		expect(kept).toMatchObject({ language: 'r', cell: cell.id, status: 'failed', ms: 7 });
		const [{ text } = { text: '' }] = await scene.db.owner<{ text: string }[]>`
			select (select jsonb_agg(to_jsonb(r))::text from run r) || (select jsonb_agg(to_jsonb(e))::text from event e) as text
		`;
		expect(text).not.toMatch(/Zaphod|\[1\] 42/);
		expect((await page()).runs[cell.id]).toMatchObject({ status: 'failed', code: cell.code });
	});

	test('that may show rows of people shows nothing without a second factor', async ({ scene }) => {
		const { place, lead } = await begun(scene);
		const weak = { ...lead.actor, level: 'password' as const };
		const cell = { ...emptyCell('python', 'cccccccc'), code: 'print(1)' };
		const sessions = {
			run: () => Promise.resolve(gave),
			answer: () => Promise.resolve(gave)
		};
		const ask = { ...place, cell, run: crypto.randomUUID(), now: () => at };
		const refused = { ok: false, error: { code: 'second-factor' } };
		expect(await runCell(lead.db, weak, sessions, ask)).toMatchObject(refused);
		expect(await answerOf(sessions, weak, { ...place, run: ask.run })).toMatchObject(refused);
	});
});

describe('rows of people on screens', () => {
	test('are set by a data manager with a reason, and by nobody else', async ({ scene }) => {
		const { workspace } = await begun(scene);
		const set = async (key: PersonKey, before: 0 | 200, rows: 0 | 20) => {
			const { db, actor } = await scene.as(key);
			return setRowsShown(db, actor, { workspace, rows, before, reason: 'Rare disease', at });
		};
		for (const key of [study.lead, 'farah'] as const)
			await expect(set(key, 200, 20), key).rejects.toMatchObject({ status: 403 });
		await set('ingrid', 200, 0);
		await expect(set('ingrid', 200, 20), 'stale').rejects.toMatchObject({ status: 409 });
		const { db, actor } = await scene.as(study.lead);
		expect(await viewingPage(db, actor, workspace)).toMatchObject({ rowsShown: 0, maySet: false });
	});

	test('whom members saw is counted; data managers see all, members themselves, and are told', async ({
		scene
	}) => {
		const { workspace, lead } = await begun(scene);
		const { owner } = scene.db;
		const [project, person, day] = [scene.project, lead.actor.id, londonDay(at)];
		await owner`insert into person_seen values (${project}, ${person}, decode('0102030405060708', 'hex'))`;
		await owner`
			insert into row_view (project_id, person_id, day, rows, untold)
			values (${project}, ${person}, ${day}, 30, 5)
		`;
		await owner`insert into viewing_alert values (${project}, ${person}, 'half', 5001, ${at})`;
		const seen = async (key: PersonKey) => {
			const { db, actor } = await scene.as(key);
			return (await viewingPage(db, actor, workspace)).seen;
		};
		expect(await seen(study.lead)).toMatchObject([{ name: 'You', people: 6 }]);
		expect((await seen('ingrid')).length).toBeGreaterThanOrEqual(1);
		expect((await seen('ingrid')).find(({ id }) => id === person)).toMatchObject({ people: 6 });
		const manager = await scene.as('ingrid');
		const told = await manager.db.read(
			(tx) => tx<{ kind: string }[]>`select kind from notice where subject_id = ${workspace}`
		);
		expect(told).toEqual([{ kind: 'workspace.viewing-half' }]);
	});
});

import { atTheGate, halfOpened, openWorkspace } from '#db/seed/workspaces.ts';
import { approveGate } from '#domain/workspaces/approve-gate.server.ts';
import { rowsOfPeopleADay } from '#domain/workspaces/budget.ts';
import { gateOf } from '#domain/workspaces/gate.ts';
import { openPage, provisioningPage } from '#domain/workspaces/read.server.ts';
import { retry } from '#domain/workspaces/retry.server.ts';
import { run } from '#domain/workspaces/run.server.ts';
import { stop } from '#domain/workspaces/stop.server.ts';
import * as store from '#domain/workspaces/store.server.ts';
import { everMember } from '#domain/workspaces/approvals/store.server.ts';
import type { Ran, RunFailed } from '#platform/host.server.ts';
import { Problem } from '#platform/problems.ts';
import { rowBudget } from '#workspaces/host/limits.ts';
import { describe, expect } from 'vitest';
import type { PersonKey } from '#db/seed/people.ts';
import { at, study, test, type Scene } from './workspaces-scene.ts';

async function approve(
	scene: Scene,
	key: PersonKey,
	workspace: string,
	change: Partial<Parameters<typeof approveGate>[2]> = {}
) {
	const { db, actor } = await scene.as(key);
	const [{ snapshotId }, report] = await db.read((tx) =>
		Promise.all([store.find(tx, workspace), store.report(tx, workspace)])
	);
	return approveGate(db, actor, {
		workspace,
		snapshot: snapshotId ?? '',
		note: '',
		acknowledged: gateOf(report).acknowledge,
		at,
		...change
	});
}

const statusOf = async (scene: Scene, workspace: string) => {
	const [row] = await scene.db.owner<{ workspace: string; project: string }[]>`
		select w.status as workspace, p.status as project
		from workspace w join project p on p.id = w.project_id where w.id = ${workspace}
	`;
	return row;
};

const answers = (answer: Ran | RunFailed, seen: string[] = []) => ({
	run: ({ run: id }: { run: string }) => {
		seen.push(id);
		return Promise.resolve(answer);
	}
});
const counted: Ran = {
	ok: true,
	columns: [{ name: 'n', type: 'BIGINT' }],
	rows: [[57]],
	rowCount: 1,
	truncated: false,
	ms: 12,
	people: null
};

describe('the gate', () => {
	test('opens with a data manager and a privacy officer, and no other way', async ({ scene }) => {
		const workspace = await atTheGate(scene.stage, scene.project);
		expect(await statusOf(scene, workspace)).toEqual({
			workspace: 'gate',
			project: 'provisioning'
		});
		for (const key of ['grace', 'carlos', 'sam'] as const)
			await expect(approve(scene, key, workspace), key).rejects.toMatchObject({ status: 403 });
		for (const key of [study.lead, 'priya', 'chloe'] as const)
			await expect(approve(scene, key, workspace), key).rejects.toMatchObject({ status: 404 });
		await expect(approve(scene, 'ingrid', workspace, { acknowledged: [] })).rejects.toMatchObject({
			status: 409
		});
		expect(await approve(scene, 'ingrid', workspace)).toEqual({ open: false });
		await expect(approve(scene, 'ingrid', workspace)).rejects.toMatchObject({ status: 403 });
		expect(await approve(scene, 'farah', workspace)).toEqual({ open: true });
		expect(await statusOf(scene, workspace)).toEqual({ workspace: 'open', project: 'active' });
		await expect(approve(scene, 'farah', workspace)).rejects.toMatchObject({ status: 409 });
		const events = await scene.db.owner`
			select from event where action = 'gate.approve' and subject_id = ${workspace}
		`;
		expect(events).toHaveLength(2);
	});

	test('stays shut over a report with a finding, whoever approves', async ({ scene }) => {
		const workspace = await atTheGate(scene.stage, scene.project);
		await scene.db.owner`
			update workspace_report
			set report = jsonb_set(report, '{gate}', '{"verdict":"shut","reasons":["A name was found."],"acknowledge":[]}')
			where workspace_id = ${workspace}
		`;
		for (const key of ['ingrid', 'farah'] as const)
			await expect(approve(scene, key, workspace)).rejects.toThrow(/stays shut/);
		const { db, actor } = await scene.as('ingrid');
		const page = await provisioningPage(db, actor, workspace, at);
		expect(page.gate).toMatchObject({
			verdict: 'shut',
			may: false,
			reasons: ['A name was found.']
		});
		expect(page.mayRetry).toBe(true);
	});

	test('takes no approval for another snapshot than the one on screen', async ({ scene }) => {
		const workspace = await halfOpened(scene.stage, scene.project);
		const another = `s${'0'.repeat(24)}`;
		await expect(approve(scene, 'farah', workspace, { snapshot: another })).rejects.toMatchObject({
			status: 409
		});
		await scene.db.owner`update workspace set snapshot_id = ${another} where id = ${workspace}`;
		await expect(approve(scene, 'farah', workspace), 'its report is not there').rejects.toThrow(
			/stays shut/
		);
		await scene.db.owner`update workspace_report set snapshot_id = ${another}`;
		await expect(approve(scene, 'farah', workspace), 'nobody approved this one').rejects.toThrow(
			/data manager approves first/
		);
		expect(await approve(scene, 'ingrid', workspace), 'hers was for the other').toEqual({
			open: false
		});
	});

	test('is not opened by somebody who was a researcher of the project', async ({ scene }) => {
		const workspace = await atTheGate(scene.stage, scene.project);
		const { actor } = await scene.as('ingrid');
		await scene.db.owner`
			insert into project_member (project_id, person_id, role, added_at, removed_at)
			values (${scene.project}, ${actor.id}, 'researcher', ${at}, ${at})
		`;
		await expect(approve(scene, 'ingrid', workspace)).rejects.toThrow(/were a researcher/);
	});
});

describe('who sees what', () => {
	test('members see steps and tables but no count of the report; others see nothing', async ({
		scene
	}) => {
		const workspace = await openWorkspace(scene.stage, scene.project);
		const ask = { workspace, page: 1, run: null, at };
		const lead = await scene.as(study.lead);
		const page = await openPage(lead.db, lead.actor, ask);
		expect(page).toMatchObject({ member: true, hindrance: null, budget: { shown: 0 } });
		const person = page.tables.find(({ name }) => name === 'person');
		expect(person?.columns.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['person_id', 'birth_year', 'age'])
		);
		expect(JSON.stringify(page)).not.toMatch(/rowsOut|personsOut|minimumK/);
		const steps = await provisioningPage(lead.db, lead.actor, workspace, at);
		expect(steps).toMatchObject({ reads: false, report: null, gate: null });
		expect(steps.steps.every(({ state }) => state === 'done')).toBe(true);

		for (const key of ['priya', 'joseph', 'amara', 'helen'] as const) {
			const { db, actor } = await scene.as(key);
			const member = await db.read((tx) => everMember(tx, scene.project, actor.id));
			if (member) continue;
			await expect(openPage(db, actor, ask), key).rejects.toMatchObject({ status: 404 });
			await expect(provisioningPage(db, actor, workspace, at), key).rejects.toMatchObject({
				status: 404
			});
		}
		const staff = await scene.as('grace');
		const theirs = await openPage(staff.db, staff.actor, ask);
		expect(theirs).toMatchObject({ member: false, tables: [], history: { total: 0 } });
		expect(theirs.hindrance).not.toBeNull();
		const manager = await scene.as('ingrid');
		const report = await provisioningPage(manager.db, manager.actor, workspace, at);
		expect(report.report?.persons.out).toBeGreaterThan(0);
		expect(report.report?.kAnonymity?.after.sizes.reduce((sum, one) => sum + one.persons, 0)).toBe(
			report.report?.kAnonymity?.after.persons
		);
	});
});

describe('a run', () => {
	test('is recorded with how it went, and never with what it showed', async ({ scene }) => {
		const workspace = await openWorkspace(scene.stage, scene.project);
		const { db, actor } = await scene.as(study.lead);
		const seen: string[] = [];
		const asked = () => ({ workspace, run: crypto.randomUUID(), sql: 'select 57', now: () => at });
		const first = asked();
		expect(await run(db, actor, answers(counted, seen), first)).toEqual(counted);
		await expect(run(db, actor, answers(counted, seen), first)).rejects.toMatchObject({
			status: 409
		});
		expect(seen, 'sent twice, it reached the host once').toEqual([first.run]);
		const words = 'Conversion Error: Could not convert string "Ann Smith" to INT32';
		const wrong = { ok: false, error: { code: 'sql', message: words } } as const;
		expect(await run(db, actor, answers(wrong), asked())).toEqual(wrong);
		const rows = await scene.db.owner`
			select status, error, row_count, rows_shown, ms from run where workspace_id = ${workspace} order by status
		`;
		expect(rows).toEqual([
			{ status: 'done', error: '', rowCount: 1n, rowsShown: 1, ms: 12 },
			expect.objectContaining({ status: 'failed', rowCount: null, rowsShown: 0, ms: null })
		]);
		expect(JSON.stringify(rows[1]), 'values of rows are not kept').not.toContain('Ann');
		const events = await scene.db.owner`select from event where action = 'workspace.run'`;
		expect(events).toHaveLength(4);
		const page = await openPage(db, actor, { workspace, page: 1, run: first.run, at });
		expect(page.history).toMatchObject({ total: 2 });
		expect(page.chosen?.sql).toBe('select 57');
	});

	test('is refused before the terms, to staff, and to another project’s people', async ({
		scene
	}) => {
		const workspace = await openWorkspace(scene.stage, scene.project);
		const asked = () => ({ workspace, run: crypto.randomUUID(), sql: 'select 1', now: () => at });
		const tries = async (key: PersonKey) => {
			const { db, actor } = await scene.as(key);
			return run(db, actor, answers(counted), asked());
		};
		await expect(tries('ingrid')).rejects.toMatchObject({ status: 403 });
		await expect(tries('priya')).rejects.toMatchObject(
			study.lead === 'priya' ? { status: 403 } : { status: 404 }
		);
		await scene.db.owner`update project_member set terms_accepted_at = null`;
		await expect(tries(study.lead)).rejects.toThrow(/Accept the terms/);
		await scene.db.owner`update project_member set terms_accepted_at = ${at}`;
		await scene.db.owner`update project set status = 'suspended'`;
		await expect(tries(study.lead)).rejects.toThrow(/suspended/);
		expect(await scene.db.owner`select from run`).toHaveLength(0);
	});

	test('shows rows of people only after a second factor', async ({ scene }) => {
		const workspace = await openWorkspace(scene.stage, scene.project);
		const { db, actor } = await scene.as(study.lead);
		const people = { ...counted, people: { shownToday: 1, budget: rowsOfPeopleADay } };
		const asked = () => ({ workspace, run: crypto.randomUUID(), sql: 'select 1', now: () => at });
		const weak = { ...actor, level: 'password' } as const;
		expect(await run(db, weak, answers(people), asked())).toMatchObject({
			ok: false,
			error: { code: 'second-factor' }
		});
		expect(await run(db, weak, answers(counted), asked())).toEqual(counted);
		expect(await run(db, actor, answers(people), asked())).toEqual(people);
		expect(rowBudget).toBe(rowsOfPeopleADay);
	});

	test('is stopped by the person who began it, and by nobody else', async ({ scene }) => {
		const workspace = await openWorkspace(scene.stage, scene.project);
		const { db, actor } = await scene.as(study.lead);
		const id = crypto.randomUUID();
		const other = await scene.as('ingrid');
		const host = { stop: () => Promise.resolve(true) };
		const trying = {
			run: async () => {
				expect(await stop(db, actor, host, { workspace, run: id })).toBe(true);
				await expect(
					stop(other.db, other.actor, host, { workspace, run: id })
				).rejects.toMatchObject({ status: 404 });
				return counted;
			}
		};
		await run(db, actor, trying, { workspace, run: id, sql: 'select 1', now: () => at });
		expect(await stop(db, actor, host, { workspace, run: id })).toBe(false);
	});
});

test('a failed step is made again by a data manager only, and keeps what is done', async ({
	scene
}) => {
	const [found] = await scene.db.owner<{ id: string }[]>`select id from workspace`;
	const workspace = found?.id ?? '';
	const manager = await scene.as('ingrid');
	const again = () => retry(manager.db, manager.actor, scene.jobs, { workspace, at });
	await expect(again(), 'nothing has failed').rejects.toMatchObject({ status: 409 });
	await scene.db.owner`
		update provisioning_step
		set status = case when position < 3 then 'done' else 'failed' end, detail = 'The list is too old.'
		where workspace_id = ${workspace} and position <= 3
	`;
	const lead = await scene.as(study.lead);
	const seen = await provisioningPage(lead.db, lead.actor, workspace, at);
	expect(seen.steps[2]?.note).not.toContain('too old');
	expect((await provisioningPage(manager.db, manager.actor, workspace, at)).steps[2]).toMatchObject(
		{
			state: 'failed',
			note: 'The list is too old.'
		}
	);
	await expect(retry(lead.db, lead.actor, scene.jobs, { workspace, at })).rejects.toBeInstanceOf(
		Problem
	);
	await again();
	const after = await manager.db.read((tx) => store.steps(tx, workspace));
	expect(after.slice(0, 4).map(({ status }) => status)).toEqual([
		'done',
		'done',
		'waiting',
		'waiting'
	]);
});

import { cpSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import * as seed from '#db/seed/outputs.ts';
import { organisationId, personId } from '#db/seed/people.ts';
import { proposedRegular, regularInForce, votedRegular } from '#db/seed/regular.ts';
import * as files from '#domain/outputs/files/store.server.ts';
import { share } from '#domain/home/share.ts';
import { underWay } from '#domain/home/store.server.ts';
import { propose } from '#domain/outputs/regular/propose.server.ts';
import { list, read } from '#domain/outputs/regular/read.server.ts';
import { retry } from '#domain/outputs/regular/retry.server.ts';
import { dueNow, runRegular } from '#domain/outputs/regular/run.server.ts';
import { endOver, stop } from '#domain/outputs/regular/stop.server.ts';
import * as store from '#domain/outputs/regular/store.server.ts';
import { signRelease } from '#domain/outputs/release/sign.server.ts';
import { revoke } from '#domain/outputs/revoke.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { service } from '#domain/people/actor.ts';
import { bind, type Sql } from '#platform/db.server.ts';
import { vaultAt } from '#platform/vault.server.ts';
import { aYearOn } from '../support/clock.ts';
import { missing, test, type OutputScene } from './outputs-scene.ts';

const [first, refreshed] = [`s${'0'.repeat(23)}1`, `s${'0'.repeat(23)}2`];

/** The project's data as a refresh would leave them: another snapshot. */
async function refresh({ home, project }: OutputScene, owner: Sql): Promise<void> {
	cpSync(join(home, 'snapshots', first), join(home, 'snapshots', refreshed), { recursive: true });
	const sidecar = (name: string) => join(home, 'keys', 'vault', 'sidecars', `${name}.parquet`);
	cpSync(sidecar(first), sidecar(refreshed));
	await owner`update workspace set snapshot_id = ${refreshed} where project_id = ${project}`;
}

/** A regular release in force of a released table, its data refreshed since, and a month later. */
async function ready(scene: OutputScene, owner: Sql, worker: Sql) {
	const { stage } = scene;
	const request = await seed.releasedOutput(stage, 'byYear');
	const regular = await regularInForce(stage, request);
	await refresh(scene, owner);
	await aYearOn(owner);
	const at = stage.at.add({ hours: 24 * 40 });
	const tools = { sql: worker, vault: stage.tools.vault, objects: stage.tools.objects };
	return { request, regular, at, tools, run: () => runRegular(tools, { regular, at }) };
}

const runsOf = (owner: Sql, regular: string) =>
	owner<{ status: string; reason: string; period: string }[]>`
		select status, reason, period from regular_run where regular_id = ${regular} order by started_at
	`;
const requestsOf = (owner: Sql) =>
	owner<{ id: string; status: string; createdBy: string }[]>`
		select id, status, created_by from output_request where regular_run_id is not null
	`;

describe.skipIf(missing !== null)('a regular release', () => {
	test('that is due on new data, passes and differs from nothing released before, leaves under the standing approval', async ({
		outputs,
		scene
	}) => {
		const { owner, worker } = scene;
		const { regular, at, run, tools, request } = await ready(outputs, owner, worker);
		expect(await dueNow(bind(worker, service.id), outputs.stage.at), 'not before its day').toEqual(
			[]
		);
		expect(await dueNow(bind(worker, service.id), at)).toEqual([regular]);
		expect(await run(), JSON.stringify(await runsOf(owner, regular))).toBe('released');
		const [made, ...more] = await requestsOf(owner);
		expect(more).toEqual([]);
		expect(made).toMatchObject({ status: 'released', createdBy: personId('amara') });
		const { db } = await outputs.as('amara');
		const before = await db.read((tx) => files.files(tx, request));
		const after = await db.read((tx) => files.files(tx, made?.id ?? ''));
		expect(after.map(({ specification }) => specification)).toEqual(
			before.map(({ specification }) => specification)
		);
		await signRelease({ sql: worker, vault: tools.vault }, { request: made?.id ?? '', at });
		const [signed] = await owner<{ manifest: string }[]>`
			select m.manifest from release_manifest m join release r on r.id = m.release_id where r.request_id = ${made?.id ?? ''}
		`;
		expect(JSON.parse(signed?.manifest ?? '{}')).toMatchObject({
			standing: { id: regular },
			approvals: [{ of: 'definition' }, { of: 'definition' }],
			data: { snapshot: refreshed }
		});
		const events = await owner`select from event where action = 'regular.release'`;
		expect(events).toHaveLength(1);
	});

	test('runs once a period, asked twice, at once, or again after a kill', async ({
		outputs,
		scene
	}) => {
		const { owner, worker } = scene;
		const { regular, run, tools, at } = await ready(outputs, owner, worker);
		// killed after the vault computed, before anybody was told
		const broken = {
			...tools,
			objects: { ...tools.objects, put: () => Promise.reject(new Error('killed')) }
		};
		await expect(runRegular(broken, { regular, at })).rejects.toThrow('killed');
		expect(await dueNow(bind(worker, service.id), at), 'it is taken up again').toEqual([regular]);
		const ended = await Promise.all([run(), run()]);
		expect(ended).toContain('released');
		expect(await run()).toBeNull();
		expect(await runsOf(owner, regular)).toMatchObject([{ status: 'released' }]);
		expect(await requestsOf(owner)).toHaveLength(1);
	});

	test('on the data of the last release releases nothing', async ({ outputs, scene }) => {
		const { stage } = outputs;
		const request = await seed.releasedOutput(stage, 'byYear');
		const regular = await regularInForce(stage, request);
		const tools = { ...stage.tools, sql: scene.worker };
		const at = stage.at.add({ hours: 24 * 40 });
		expect(await runRegular(tools, { regular, at })).toBe('no_new_data');
		expect(await runRegular(tools, { regular, at })).toBeNull();
		expect(await runsOf(scene.owner, regular)).toMatchObject([{ status: 'no_new_data' }]);
		expect(await requestsOf(scene.owner)).toEqual([]);
	});

	test('that cannot be compared goes to the desk with the reason, for two checkers as usual', async ({
		outputs,
		scene
	}) => {
		const { owner, worker } = scene;
		const { regular, at, tools } = await ready(outputs, owner, worker);
		const elsewhere = vaultAt('/nowhere');
		const vault = {
			...tools.vault,
			difference: () => elsewhere.difference({ person: '', request: '' })
		};
		expect(await runRegular({ ...tools, vault }, { regular, at })).toBe('desk');
		expect(await runsOf(owner, regular)).toMatchObject([
			{ status: 'desk', reason: expect.stringMatching(/could not be compared/) as string }
		]);
		const [made] = await requestsOf(owner);
		expect(made?.status).toBe('submitted');
		const told = await owner`select person_id from notice where kind = 'regular.desk'`;
		expect(told.length).toBe(2);
		const stage = { ...outputs.stage, at };
		await seed.votedOutput(stage, made?.id ?? '', 'carlos', 'approve');
		await seed.votedOutput(stage, made?.id ?? '', 'wei', 'approve');
		const { db } = await outputs.as('amara');
		expect((await db.read((tx) => find(tx, made?.id ?? ''))).status).toBe('released');
	});

	test('that leaves something to a person, or fails, goes to the desk', async ({
		outputs,
		scene
	}) => {
		const { owner, worker } = scene;
		const { regular, at, tools } = await ready(outputs, owner, worker);
		// the policy has become stricter since: no table of this size may pass
		await owner`
			insert into disclosure_policy (version, edition, effective_from, content, sha256, status)
			values (2, 2, '2026-01-02', '{"threshold": 100000}', 'x', 'approved')
		`;
		expect(await runRegular(tools, { regular, at })).toBe('desk');
		expect((await runsOf(owner, regular))[0]?.reason).toMatch(/table|rules/);
		expect(
			await owner`select from release where request_id in (select id from output_request where regular_run_id is not null)`
		).toHaveLength(0);
	});
});

describe.skipIf(missing !== null)('a run that gives no table', () => {
	test('is told to the people of its project, one of whom has it tried again', async ({
		outputs,
		scene
	}) => {
		const { owner, worker } = scene;
		const { regular, at, run } = await ready(outputs, owner, worker);
		const table = join(outputs.home, 'snapshots', refreshed, 'condition_occurrence.parquet');
		renameSync(table, `${table}.away`);
		expect(await run()).toBe('failed');
		const [failed] = await runsOf(owner, regular);
		expect(failed).toMatchObject({
			status: 'failed',
			reason: expect.stringMatching(/\w/) as string
		});
		const told = await owner`
			select person_id from notice where kind = 'regular.failed' and subject_id = ${regular}
		`;
		expect(told).toHaveLength(2);

		const carlos = await outputs.as('carlos');
		const amara = await outputs.as('amara');
		await expect(retry(carlos.db, carlos.actor, { id: regular, at })).rejects.toMatchObject({
			status: 403
		});
		expect((await read(amara.db, amara.actor, regular)).may.retry).toBe(true);
		const { now } = share(amara.actor, await amara.db.read((tx) => underWay(tx, amara.actor.id)));
		expect(now.map(({ verb }) => verb)).toContain('Look at the failed run of');
		renameSync(`${table}.away`, table);
		await retry(amara.db, amara.actor, { id: regular, at });
		await expect(retry(amara.db, amara.actor, { id: regular, at })).rejects.toMatchObject({
			status: 409
		});
		expect(await dueNow(bind(worker, service.id), at)).toEqual([regular]);
		expect(await run(), JSON.stringify(await runsOf(owner, regular))).toBe('released');
	});
});

describe.skipIf(missing !== null)('a standing approval', () => {
	test('is not there for a checker who is close to somebody of the project', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await proposedRegular(stage, await seed.releasedOutput(stage, 'byYear'));
		const carlos = await as('carlos');
		expect((await read(carlos.db, carlos.actor, id)).may.vote).toBe(true);
		await scene.owner`
			insert into person_tie (person_id, other_id, kind, declared_at)
			values (${personId('tomas')}, ${personId('carlos')}, 'managed-by', ${stage.at})
		`;
		await expect(read(carlos.db, carlos.actor, id)).rejects.toMatchObject({ status: 404 });
		const asked = { project: null, page: 1 };
		expect((await list(carlos.db, carlos.actor, asked)).regulars).toEqual([]);
		await expect(votedRegular(stage, id, 'carlos')).rejects.toMatchObject({ status: 404 });
		const reason = 'No.';
		await expect(stop(carlos.db, carlos.actor, { id, reason, at: stage.at })).rejects.toMatchObject(
			{ status: 404 }
		);
	});

	test('needs two different checkers who are not of the project, blind to each other', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const request = await seed.releasedOutput(stage, 'byYear');
		const id = await proposedRegular(stage, request);
		await expect(votedRegular(stage, id, 'amara')).rejects.toMatchObject({ status: 403 });
		await expect(votedRegular(stage, id, 'grace')).rejects.toMatchObject({ status: 404 });
		await votedRegular(stage, id, 'carlos');
		await expect(votedRegular(stage, id, 'carlos')).rejects.toMatchObject({ status: 409 });
		const wei = await as('wei');
		expect(await wei.db.read((tx) => store.votes(tx, id)), 'blind').toEqual([]);
		expect((await wei.db.read((tx) => store.find(tx, id))).status).toBe('proposed');
		await votedRegular(stage, id, 'wei');
		expect((await wei.db.read((tx) => store.find(tx, id))).status).toBe('in_force');
		expect(await wei.db.read((tx) => store.votes(tx, id))).toHaveLength(2);
	});

	test('is refused to a checker who was on the project, by the database too', async ({
		outputs,
		scene
	}) => {
		const { stage, project } = outputs;
		const id = await proposedRegular(stage, await seed.releasedOutput(stage, 'byYear'));
		await scene.owner`
			insert into project_member (project_id, person_id, role, added_at, removed_at)
			values (${project}, ${personId('carlos')}, 'researcher', ${stage.at}, ${stage.at})
		`;
		await expect(votedRegular(stage, id, 'carlos')).rejects.toMatchObject({ status: 404 });
		await expect(
			bind(scene.portal, personId('carlos')).write(
				(tx) =>
					tx`insert into regular_vote (regular_id, person_id, choice, reason, at) values (${id}, ${personId('carlos')}, 'approve', '', ${stage.at})`
			)
		).rejects.toMatchObject({ code: '42501' });
	});

	test('is of two only: the database refuses one, and one who was excluded since no longer counts', async ({
		outputs,
		scene
	}) => {
		const { owner, worker, portal } = scene;
		const { stage, project } = outputs;
		const request = await seed.releasedOutput(stage, 'byYear');
		const half = await proposedRegular(stage, request);
		await votedRegular(stage, half, 'carlos');
		await expect(
			bind(portal, personId('carlos')).write(
				(tx) =>
					tx`update regular_release set status = 'in_force', approved_at = now() where id = ${half}`
			)
		).rejects.toThrow(/two approvals/);
		await votedRegular(stage, half, 'wei');
		await refresh(outputs, owner);
		await owner`
			insert into project_member (project_id, person_id, role, added_at) values (${project}, ${personId('wei')}, 'researcher', ${stage.at})
		`;
		const at = stage.at.add({ hours: 24 * 40 });
		expect(await runRegular({ ...stage.tools, sql: worker }, { regular: half, at })).toBeNull();
		const db = bind(worker, service.id);
		await endOver(db, at);
		expect(await db.read((tx) => store.find(tx, half))).toMatchObject({
			status: 'stopped',
			stopReason: expect.stringMatching(/fewer than two/) as string
		});
		expect(await owner`select from release`).toHaveLength(1);
	});

	test('lets nothing else out: no other file, and nothing that the vault did not compute', async ({
		outputs,
		scene
	}) => {
		const { owner, worker } = scene;
		const { regular, at, tools } = await ready(outputs, owner, worker);
		const elsewhere = vaultAt('/nowhere');
		const vault = {
			...tools.vault,
			difference: () => elsewhere.difference({ person: '', request: '' })
		};
		await runRegular({ ...tools, vault }, { regular, at });
		const [made] = await requestsOf(owner);
		const id = made?.id ?? '';
		await owner`update regular_run set status = 'running', finished_at = null`;
		const release = (hash: string) =>
			bind(worker, service.id).write(
				(tx) => tx`
					insert into release (request_id, project_id, title, files, released_at)
					select r.id, r.project_id, r.title, jsonb_build_array(jsonb_build_object('id', f.id, 'name', f.name, 'sha256', coalesce(${hash}, f.sha256))), ${at}
					from output_request r join output_file f on f.request_id = r.id where r.id = ${id}
				`
			);
		// never compared
		await expect(release('')).rejects.toThrow(/approvals|files of its request/);
		await expect(
			bind(worker, service.id).write(
				(tx) => tx`insert into regular_result select * from regular_result`
			)
		).rejects.toMatchObject({ code: '42501' });
		await expect(
			bind(worker, service.id).write((tx) => tx`update regular_release set specification = '{}'`)
		).rejects.toMatchObject({ code: '42501' });
		await expect(owner`update regular_release set specification = '{}'`).rejects.toThrow(
			/immutable/
		);
	});

	test('covers the very table to its last day and no longer, while its project and comparison hold', async ({
		outputs,
		scene
	}) => {
		const { owner, worker } = scene;
		const { regular, at, tools } = await ready(outputs, owner, worker);
		const elsewhere = vaultAt('/nowhere');
		const asked: string[] = [];
		// the comparison is made and kept, and the answer lost: the request waits, with all it needs
		const vault = {
			...tools.vault,
			difference: async (ask: Parameters<typeof elsewhere.difference>[0]) => {
				asked.push(ask.request);
				await tools.vault.difference(ask);
				return elsewhere.difference(ask);
			}
		};
		await runRegular({ ...tools, vault }, { regular, at });
		const [id = ''] = asked;
		await owner`update regular_run set status = 'running', finished_at = null`;
		const covered = async (moment: Temporal.Instant) => {
			const [row] = await owner<{ by: string | null }[]>`
				select app.standing_approval(
					${id},
					(select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'sha256', sha256)) from output_file where request_id = ${id}),
					${moment}
				) as by
			`;
			return row?.by ?? null;
		};
		const [{ last }] = await owner<[{ last: Temporal.PlainDate }]>`
			select ends_on as last from regular_release where id = ${regular}
		`;
		const noon = (day: Temporal.PlainDate) =>
			day.toZonedDateTime({ timeZone: 'Europe/London', plainTime: '12:00' }).toInstant();
		expect(await covered(at)).toBe(regular);
		expect(await covered(noon(last))).toBe(regular);
		expect(await covered(noon(last.add({ days: 1 })))).toBeNull();
		await owner`update project set status = 'suspended' where id = ${outputs.project}`;
		expect(await covered(at)).toBeNull();
		await owner`update project set status = 'active' where id = ${outputs.project}`;
		const without = async (change: string, back: string) => {
			await owner.begin(async (tx) => {
				await tx`set local session_replication_role = replica`;
				await tx.unsafe(change);
			});
			const seen = await covered(at);
			await owner.begin(async (tx) => {
				await tx`set local session_replication_role = replica`;
				await tx.unsafe(back);
			});
			return seen;
		};
		for (const [change, back] of [
			['update output_comparison set fails = 1', 'update output_comparison set fails = 0'],
			['update output_comparison set reviews = 1', 'update output_comparison set reviews = 0'],
			[
				'update output_comparison set through = through - 1 where through > 0',
				'update output_comparison set through = through + 1 where request_id in (select id from output_request where regular_run_id is not null)'
			],
			[
				"update regular_result set verdict = 'review'",
				"update regular_result set verdict = 'pass'"
			],
			[`update regular_result set bytes = bytes + 1`, `update regular_result set bytes = bytes - 1`]
		] as const)
			expect(await without(change, back), change).toBeNull();
		expect(await covered(at)).toBe(regular);
	});

	test('ends at its date, and with the project’s suspension; what is over does not run', async ({
		outputs,
		scene
	}) => {
		const { owner, worker } = scene;
		const { regular, at, run, request } = await ready(outputs, owner, worker);
		const db = bind(worker, service.id);
		await owner`update project set status = 'suspended' where id = ${outputs.project}`;
		expect(await dueNow(db, at)).toEqual([]);
		expect(await run()).toBeNull();
		await endOver(db, at);
		const stopped = await db.read((tx) => store.find(tx, regular));
		expect(stopped).toMatchObject({
			status: 'stopped',
			stopReason: expect.stringMatching(/suspended/) as string
		});
		await owner`update project set status = 'active' where id = ${outputs.project}`;
		expect(await run()).toBeNull();

		const second = await regularInForce(outputs.stage, request, 'quarterly');
		const late = outputs.stage.at.add({ hours: 24 * 300 });
		expect(await dueNow(db, late)).toEqual([]);
		await endOver(db, late);
		expect(await db.read((tx) => store.find(tx, second))).toMatchObject({ status: 'ended' });
		expect(
			await runRegular({ ...outputs.stage.tools, sql: worker }, { regular: second, at: late })
		).toBeNull();
	});

	test('is stopped by a member, by a checker, and by a revocation', async ({ outputs }) => {
		const { stage, as } = outputs;
		const [amara, carlos] = [await as('amara'), await as('carlos')];
		const request = await seed.releasedOutput(stage, 'byYear');
		const status = async (id: string) => (await amara.db.read((tx) => store.find(tx, id))).status;
		const one = await proposedRegular(stage, request);
		await stop(amara.db, amara.actor, { id: one, reason: 'No longer needed.', at: stage.at });
		expect(await status(one)).toBe('stopped');
		await expect(
			stop(amara.db, amara.actor, { id: one, reason: 'Again.', at: stage.at })
		).rejects.toMatchObject({ status: 409 });
		const two = await regularInForce(stage, request);
		await stop(carlos.db, carlos.actor, { id: two, reason: 'A code list changed.', at: stage.at });
		expect(await status(two)).toBe('stopped');
		const three = await regularInForce(stage, request);
		await revoke(carlos.db, carlos.actor, {
			id: request,
			reason: 'A year was wrong.',
			at: stage.at
		});
		expect(await status(three)).toBe('stopped');
	});

	test('is declined by one refusal, which gives its reason', async ({ outputs }) => {
		const { stage, as } = outputs;
		const id = await proposedRegular(stage, await seed.releasedOutput(stage, 'byYear'));
		await votedRegular(stage, id, 'wei', 'decline');
		const { db } = await as('amara');
		expect(await db.read((tx) => store.find(tx, id))).toMatchObject({ status: 'declined' });
		expect(await db.read((tx) => store.votes(tx, id))).toMatchObject([{ choice: 'decline' }]);
	});
});

describe.skipIf(missing !== null)('proposing', () => {
	test('is for members of a released table, for a year at most, and once at a time', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const { db, actor } = await as('amara');
		const request = await seed.releasedOutput(stage, 'byYear');
		const [file] = await db.read((tx) => files.files(tx, request));
		const asked = {
			request,
			file: file?.id ?? '',
			schedule: 'monthly' as const,
			endsOn: Temporal.PlainDate.from('2030-01-01'),
			reason: 'A dashboard.',
			once: crypto.randomUUID(),
			at: stage.at
		};
		await expect(propose(db, actor, asked)).rejects.toMatchObject({ status: 409 });
		await proposedRegular(stage, request);
		await expect(proposedRegular(stage, request)).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/already/) as string
		});
		const joseph = await as('joseph');
		await expect(
			propose(joseph.db, joseph.actor, { ...asked, once: crypto.randomUUID() })
		).rejects.toMatchObject({ status: 404 });
		const draft = await seed.submittedOutput(stage, 'deaths');
		await expect(proposedRegular(stage, draft)).rejects.toMatchObject({ status: 403 });
		expect(organisationId('thames')).not.toBe('');
		expect(await joseph.db.read((tx) => tx`select from regular_release`)).toHaveLength(0);
		expect(await scene.owner`select from regular_release`).toHaveLength(1);
	});
});

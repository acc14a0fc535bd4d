import { describe, expect } from 'vitest';
import * as seed from '#db/seed/outputs.ts';
import { regularInForce } from '#db/seed/regular.ts';
import { dueNow, runRegular } from '#domain/outputs/regular/run.server.ts';
import { service } from '#domain/people/actor.ts';
import { find } from '#domain/workspaces/store.server.ts';
import { bind } from '#platform/db.server.ts';
import { aYearOn } from '../support/clock.ts';
import {
	at,
	missing,
	refreshApproved,
	refreshAsked,
	refreshed,
	test,
	type RefreshScene
} from './refresh-scene.ts';

const later = at.add({ hours: 1 });

/** A released table that is computed again at each refresh, with the sets behind it kept. */
async function inForce({ db, outputs, vault }: RefreshScene): Promise<string> {
	const regular = await regularInForce(
		outputs,
		await seed.releasedOutput(outputs, 'byYear'),
		'refresh'
	);
	await vault.recordReleases();
	await aYearOn(db.owner);
	return regular;
}

/** Does what the clock would do a while after. */
async function run({ db, outputs, vault }: RefreshScene, regular: string) {
	const tools = { sql: db.worker, vault, objects: outputs.tools.objects };
	const outcome = await runRegular(tools, { regular, at: later.add({ minutes: 5 }) });
	const runs = await db.owner<{ period: string; reason: string; snapshot: string }[]>`
		select u.period, u.reason, c.snapshot_id as snapshot
		from regular_run u
		join regular_result c on c.run_id = u.id
		where u.regular_id = ${regular}
		order by u.started_at
	`;
	return { outcome, runs };
}

const dueAt = ({ db }: RefreshScene) => dueNow(bind(db.worker, service.id), later);

const inUse = async ({ as, workspace }: RefreshScene) => {
	const { db } = await as('joseph');
	return (await db.read((tx) => find(tx, workspace))).snapshotId;
};

/** Diagnoses of one year, of all but so many of the people who have one in it. */
const without = (year: number, people: number) => `
	select * from src
	where year(condition_start_date) <> ${String(year)}
	   or person_id not in (
		select person_id from src where year(condition_start_date) = ${String(year)}
		group by 1 order by hash(person_id) limit ${String(people)}
	   )`;

describe.skipIf(missing !== null)('a regular release after a refresh of the data', () => {
	test('runs on the new cut, is compared with the old release, and leaves when they differ by many people', async ({
		open
	}) => {
		const regular = await inForce(open);
		expect(await dueAt(open), 'nothing new yet').toEqual([]);
		const first = await inUse(open);
		await open.edition('2', { condition_occurrence: without(2024, 120) });
		await refreshed(open, later);
		const second = await inUse(open);
		expect(second).not.toBe(first);
		expect(await dueAt(open)).toEqual([regular]);
		const { outcome, runs } = await run(open, regular);
		expect(outcome, runs[0]?.reason).toBe('released');
		expect(runs).toMatchObject([{ period: second, snapshot: second }]);
		const [compared] = await open.db.owner<{ snapshotId: string; through: bigint }[]>`
			select c.snapshot_id, c.through
			from output_comparison c
			join output_request r on r.id = c.request_id
			where r.regular_run_id is not null
		`;
		expect(compared?.snapshotId).toBe(second);
		expect(Number(compared?.through), 'the release of the old cut was looked at').toBe(1);
		const released = await open.db.owner<{ sha256: string }[]>`
			select f.sha256 from output_file f join release l on l.request_id = f.request_id order by l.released_at
		`;
		expect(new Set(released.map(({ sha256 }) => sha256)).size, 'other people, other numbers').toBe(
			2
		);
		expect(await dueAt(open), 'once a refresh').toEqual([]);
	}, 120_000);

	test('goes to the desk when a cell differs from the old release by few people', async ({
		open
	}) => {
		const regular = await inForce(open);
		await open.edition('2', { condition_occurrence: without(2024, 3) });
		await refreshed(open, later);
		const { outcome, runs } = await run(open, regular);
		expect(outcome).toBe('desk');
		expect(runs[0]?.reason).toMatch(/recoverable/);
		const [made] = await open.db.owner<{ id: string; status: string }[]>`
			select id, status from output_request where regular_run_id is not null
		`;
		expect(made?.status).toBe('submitted');
		const differences = await open.db.owner<{ level: string }[]>`
			select d.level
			from output_difference d
			join output_comparison c on c.id = d.comparison_id
			where c.request_id = ${made?.id ?? ''}
		`;
		expect(differences.map(({ level }) => level)).toContain('fail');
		expect(await open.db.owner`select from release`, 'only the old one').toHaveLength(1);
	}, 120_000);

	test('waits for the gate: new data that nobody opened change nothing', async ({ open }) => {
		const regular = await inForce(open);
		await open.edition('2', { condition_occurrence: without(2024, 120) });
		const id = await refreshAsked(open, later);
		await refreshApproved(open, id, 'ingrid', later);
		expect(await dueAt(open)).toEqual([]);
		await refreshApproved(open, id, 'farah', later);
		expect(await dueAt(open)).toEqual([regular]);
	}, 120_000);
});

describe.skipIf(missing !== null)('a request that was begun before a refresh', () => {
	test('is compared by the cut it was computed on, and not with two cuts at once', async ({
		open
	}) => {
		const first = await inUse(open);
		const early = await seed.draftOutput(open.outputs, 'byYear');
		await open.edition('2', { condition_occurrence: without(2024, 120) });
		await refreshed(open, later);
		await seed.sentOutput(open.outputs, early);
		const [compared] = await open.db.owner<{ snapshotId: string }[]>`
			select snapshot_id from output_comparison where request_id = ${early}
		`;
		expect(compared?.snapshotId).toBe(first);
		const late = await seed.draftOutput(open.outputs, 'deaths');
		await open.db.owner`
			insert into output_file (request_id, name, sha256, bytes, kind, specification, answer, verdict, control, created_at, updated_at)
			select ${late}, 'earlier.csv', sha256, bytes, kind, specification, answer, verdict, control, created_at, updated_at
			from output_file where request_id = ${early}
		`;
		await open.db.owner.begin(async (tx) => {
			await tx`set local session_replication_role = replica`;
			await tx`update output_file set snapshot_id = ${first} where name = 'earlier.csv'`;
		});
		const { actor } = await open.as('joseph');
		await expect(
			open.vault.difference({ person: actor.id, request: late, within: true })
		).rejects.toThrow(/refreshed between two tables/);
	}, 120_000);
});

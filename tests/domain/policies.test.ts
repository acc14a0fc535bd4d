import { describe, expect } from 'vitest';
import { organisationId, personId, type PersonKey } from '#db/seed/people.ts';
import { seedPolicy } from '#db/seed/policy.ts';
import { player } from '#db/seed/stage.ts';
import {
	approvePolicy,
	discardPolicy,
	retirePolicy
} from '#domain/disclosure/policies/decide.server.ts';
import { draftPolicy } from '#domain/disclosure/policies/draft.server.ts';
import { moved, moves, standing, statuses } from '#domain/disclosure/policies/record.ts';
import * as store from '#domain/disclosure/policies/store.server.ts';
import { policiesFor } from '#domain/disclosure/policies/pinned.server.ts';
import { PolicySchema, strictest, usualPolicy, type Policy } from '#domain/disclosure/policy.ts';
import { connect, type Sql } from '#platform/db.server.ts';
import { policiesOf } from '#workspaces/policies/store.server.ts';
import * as v from 'valibot';
import { at, test as base } from './people-scene.ts';

const day = Temporal.PlainDate.from('2026-11-23');
const later = (days: number) => day.add({ days });
const projectOf = (number: number) => `0000000${String(number)}-0000-7000-8000-000000000005`;

/** Two projects of one dataset; only the first is research, which practice G1 has signed up for. */
const test = base.extend<{ sql: Sql }>({
	sql: async ({ db }, use) => {
		await db.owner.begin(async (tx) => {
			await seedPolicy(tx);
			await tx`insert into controller values ('G1', 'A practice', 'gp-practice', 'QMJ'), ('T1', 'A trust', 'trust', 'QMJ')`;
			await tx`insert into controller_role values ('G1', ${personId('ravi')}, 'controller-approver', ${at})`;
			await tx`insert into dataset values ('linked-core', 'Linked core', 'Records', 'product-standard', '1', '2026-10-31')`;
			await tx`insert into controller_signup values ('G1', 'linked-core', 'research', '2026-01-01', null)`;
			// quote, agreement and the rest have their own tests: a policy looks at these columns only
			await tx`set local session_replication_role = replica`;
			for (const [number, purpose] of ['research', 'industry'].entries()) {
				const [id, other] = [projectOf(number + 1), crypto.randomUUID()];
				await tx`
					insert into application (id, organisation_id, lead_id, quote_id, tier, purpose, status, title, answers, created_at, status_since)
					values (${id}, ${organisationId('thames')}, ${personId('amara')}, ${other}, 'academic', ${purpose}, 'draft', 'A study',
						'{"safe-data": {"datasets": ["linked-core"]}}', ${at}, ${at})
				`;
				await tx`
					insert into project (id, application_id, agreement_id, organisation_id, title, status, starts_on, ends_on, status_since, created_at)
					values (${id}, ${id}, ${other}, ${organisationId('thames')}, 'A study', 'active', '2026-11-01', '2027-11-01', ${at}, ${at})
				`;
			}
		});
		await use(db.portal);
	}
});

const strict: Policy = { ...usualPolicy, threshold: 15, pPercent: 20 };

async function draft(sql: Sql, key: PersonKey, owner: string | null, policy = strict, from = day) {
	const { db, actor } = await player(sql, key);
	const once = crypto.randomUUID();
	const reason = 'The practice asks for more.';
	return Number(await draftPolicy(db, actor, { owner, from, policy, reason, once, at }));
}
async function approve(sql: Sql, key: PersonKey, version: number) {
	const { db, actor } = await player(sql, key);
	await approvePolicy(db, actor, { version, at });
}
const pinned = async (sql: Sql, wanted: Parameters<typeof policiesFor>[1]) =>
	(await player(sql, 'amara')).db.read((tx) => policiesFor(tx, wanted));

/** The policy that the vault judges by, read with its own role. */
async function judged(url: string, project: string, held: Parameters<typeof policiesOf>[3]) {
	const vault = connect(url, 1);
	try {
		const all = await policiesOf(vault, personId('farah'), project, held);
		return strictest(all.map((one) => v.parse(PolicySchema, one)));
	} finally {
		await vault.end();
	}
}

/** A request that was begun under some versions. */
async function begun(owner: Sql, project: string, versions: number[]): Promise<string> {
	const id = crypto.randomUUID();
	await owner.begin(async (tx) => {
		await tx`set local session_replication_role = replica`;
		await tx`
			insert into output_request (id, project_id, created_by, status, title, policy_version, policy_versions, created_at, status_since)
			values (${id}, ${project}, ${personId('amara')}, 'submitted', 'A table', 1, ${versions}, ${at}, ${at})
		`;
	});
	return id;
}

describe('a version of a disclosure policy', () => {
	test('is approved by somebody else than its author', async ({ sql }) => {
		const version = await draft(sql, 'farah', 'G1');
		await expect(approve(sql, 'farah', version)).rejects.toThrow('somebody else must approve');
		await approve(sql, 'ravi', version);
		await expect(approve(sql, 'ravi', version)).rejects.toMatchObject({ status: 409 });
		const [event] = await (
			await player(sql, 'farah')
		).db.read(
			(tx) => tx`select action, subject_kind, subject_id from event where action = 'policy.approve'`
		);
		expect(event).toBeDefined();
	});

	test('cannot be approved by its author behind the pages’ back either', async ({ sql }) => {
		const version = await draft(sql, 'farah', 'G1');
		const { db } = await player(sql, 'farah');
		await expect(
			db.write(
				(tx) =>
					tx`update disclosure_policy set status = 'approved', decided_by = ${personId('farah')}, decided_at = ${at} where version = ${version}`
			)
		).rejects.toThrow('check constraint');
	});

	test('never changes once it is written, not by the database’s owner', async ({ sql, db }) => {
		const version = await draft(sql, 'ingrid', 'G1');
		await approve(sql, 'farah', version);
		await expect(
			db.owner`update disclosure_policy set content = '{}' where version = ${version}`
		).rejects.toThrow('never changes');
		await expect(
			db.owner`update disclosure_policy set status = 'draft' where version = ${version}`
		).rejects.toThrow('does not go from approved to draft');
		await expect(
			db.owner`update disclosure_policy set decided_by = ${personId('ravi')} where version = ${version}`
		).rejects.toThrow();
		await expect(db.owner`delete from disclosure_policy`).rejects.toThrow('kept for good');
		const portal = await player(sql, 'farah');
		await expect(
			portal.db.write((tx) => tx`update disclosure_policy set content = '{}'`)
		).rejects.toThrow('permission denied');
	});

	test('is written by the service or its controller, and by nobody else', async ({ sql }) => {
		for (const key of ['amara', 'carlos', 'miriam', 'helen'] as const)
			await expect(draft(sql, key, null)).rejects.toMatchObject({ status: 403 });
		await expect(draft(sql, 'ravi', null)).rejects.toMatchObject({ status: 403 });
		await expect(draft(sql, 'ravi', 'T1')).rejects.toMatchObject({ status: 403 });
		const service = await draft(sql, 'ingrid', null);
		await expect(approve(sql, 'ravi', service)).rejects.toMatchObject({ status: 404 });
		const trust = await draft(sql, 'ingrid', 'T1');
		await expect(approve(sql, 'ravi', trust)).rejects.toMatchObject({ status: 404 });
	});

	test('is read in full by those who decide by it and by its controller, never by others', async ({
		sql
	}) => {
		const version = await draft(sql, 'ingrid', 'G1');
		const sees = async (key: PersonKey) =>
			(await (await player(sql, key)).db.read((tx) => store.all(tx))).some(
				(one) => one.version === version
			);
		const all = () => Promise.all([sees('farah'), sees('ravi'), sees('carlos'), sees('amara')]);
		expect(await all()).toEqual([true, true, true, false]);
		await approve(sql, 'farah', version);
		expect(await all()).toEqual([true, true, true, false]);
	});

	test('does not begin in the past, nor two of one owner on a day', async ({ sql }) => {
		await expect(draft(sql, 'ingrid', null, strict, later(-1))).rejects.toMatchObject({
			status: 409
		});
		const [one, two] = [await draft(sql, 'ingrid', 'G1'), await draft(sql, 'ingrid', 'G1')];
		await approve(sql, 'farah', one);
		await expect(approve(sql, 'farah', two)).rejects.toThrow('begins on that day');
		const { db, actor } = await player(sql, 'ingrid');
		await discardPolicy(db, actor, { version: two, at });
		await expect(approve(sql, 'farah', two)).rejects.toThrow('discarded');
	});

	test('sent twice is written once', async ({ sql }) => {
		const { db, actor } = await player(sql, 'ingrid');
		const asked = {
			owner: null,
			from: day,
			policy: strict,
			reason: 'x',
			once: crypto.randomUUID(),
			at
		};
		expect(await draftPolicy(db, actor, asked)).toBe(await draftPolicy(db, actor, asked));
	});

	test('goes from draft to approved to retired, and nowhere else', () => {
		for (const status of statuses)
			for (const name of ['policy.approve', 'policy.discard', 'policy.retire'] as const)
				if (moves[name].from === status) expect(moved(status, name)).toBe(moves[name].to);
				else expect(() => moved(status, name)).toThrow();
	});
});

describe('the policy of a project', () => {
	test('is the strictest of the service’s and of the controllers whose data it uses', async ({
		sql,
		db
	}) => {
		const practice = await draft(sql, 'ingrid', 'G1', { ...usualPolicy, threshold: 15 });
		const trust = await draft(sql, 'ingrid', 'T1', { ...usualPolicy, threshold: 50 });
		for (const version of [practice, trust]) await approve(sql, 'farah', version);
		const research = await pinned(sql, { project: projectOf(1), day });
		expect(research).toEqual({ version: 1, versions: [1, practice] });
		expect(await judged(db.vaultUrl, projectOf(1), { day })).toEqual({
			...usualPolicy,
			threshold: 15
		});
		// industry: the practice has not signed up for that, so none of its rows are there
		const industry = await pinned(sql, { project: projectOf(2), day });
		expect(industry).toEqual({ version: 1, versions: [1] });
		expect((await judged(db.vaultUrl, projectOf(2), { day })).threshold).toBe(10);
	});

	test('comes out the same from its pinned versions, whatever was decided since', async ({
		sql,
		db
	}) => {
		const first = await draft(sql, 'ingrid', 'G1');
		await approve(sql, 'farah', first);
		const then = await pinned(sql, { project: projectOf(1), day });
		const request = await begun(db.owner, projectOf(1), [...then.versions]);
		const before = await judged(db.vaultUrl, projectOf(1), { request });
		const next = await draft(sql, 'ingrid', 'G1', { ...usualPolicy, threshold: 30 }, later(2));
		await approve(sql, 'farah', next);
		expect((await pinned(sql, { project: projectOf(1), day: later(1) })).versions).toEqual([
			1,
			first
		]);
		expect((await pinned(sql, { project: projectOf(1), day: later(2) })).versions).toEqual([
			1,
			next
		]);
		const farah = await player(sql, 'farah');
		const reason = 'The practice has closed.';
		await retirePolicy(farah.db, farah.actor, { version: next, reason, at });
		expect(await judged(db.vaultUrl, projectOf(1), { request })).toEqual(before);
		expect(before.threshold).toBe(15);
		await expect(
			retirePolicy(farah.db, farah.actor, { version: 1, reason: 'No more rules.', at })
		).rejects.toThrow('replaced by a new version');
	});

	test('is refused rather than made laxer when a pinned version is missing', async ({
		sql,
		db
	}) => {
		const request = await begun(db.owner, projectOf(1), [1, 999]);
		await expect(judged(db.vaultUrl, projectOf(1), { request })).rejects.toMatchObject({
			status: 409
		});
		await expect(pinned(sql, { project: projectOf(1), day: later(-1000) })).rejects.toMatchObject({
			status: 409
		});
	});

	test('says of each version whether it is to come, in force, replaced or retired', () => {
		const one = (version: number, from: number, more: object = {}) => ({
			version,
			owner: null,
			status: 'approved' as const,
			effectiveFrom: later(from),
			retiredOn: null,
			...more
		});
		const all = [one(1, -10), one(2, 0), one(3, 5)];
		expect(all.map((version) => standing(version, all, day))).toEqual([
			'replaced',
			'in force',
			'to come'
		]);
		const ended = one(4, -3, { status: 'retired', owner: 'G1', retiredOn: later(1) });
		expect(standing(ended, [ended], day)).toBe('in force');
		expect(standing(ended, [ended], later(1))).toBe('retired');
	});
});

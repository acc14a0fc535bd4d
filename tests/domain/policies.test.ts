import { describe, expect } from 'vitest';
import { personId, type PersonKey } from '#db/seed/people.ts';
import { player } from '#db/seed/stage.ts';
import { discardPolicy } from '#domain/disclosure/policies/decide.server.ts';
import { draftPolicy } from '#domain/disclosure/policies/draft.server.ts';
import { moved, moves, statuses } from '#domain/disclosure/policies/record.ts';
import * as store from '#domain/disclosure/policies/store.server.ts';
import { at } from './people-scene.ts';
import { day, later, test, strict, draft, approve } from './policies-scene.ts';

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

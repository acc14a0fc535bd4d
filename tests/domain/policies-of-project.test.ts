import { describe, expect } from 'vitest';
import { player } from '#db/seed/stage.ts';
import { retirePolicy } from '#domain/disclosure/policies/decide.server.ts';
import { standing } from '#domain/disclosure/policies/record.ts';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import { at } from './people-scene.ts';
import {
	day,
	later,
	projectOf,
	test,
	draft,
	approve,
	pinned,
	judged,
	begun
} from './policies-scene.ts';

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

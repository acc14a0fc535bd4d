import { describe, expect } from 'vitest';
import { act, actOnce } from '#domain/audit/act.server.ts';
import { append } from '#domain/audit/store.server.ts';
import { player } from '#db/seed/stage.ts';
import { counted, counting, event, rows, verdict } from './audit-scene.ts';
import { test } from './people-scene.ts';

describe('act', () => {
	test('writes the change and its event together', async ({ db }) => {
		const id = await counted(db.portal, 'amara');
		expect(await rows(db.owner)).toEqual([1, 1]);
		const [found] = await db.owner<{ subjectId: string; body: string }[]>`
			select subject_id, body from event
		`;
		expect(found?.subjectId).toBe(id);
		expect(JSON.parse(found?.body ?? '')).toMatchObject({
			seq: '1',
			action: 'feasibility.count',
			subject: `feasibility:${id}`,
			at: '2026-11-23T10:00:00Z',
			previous: '0'.repeat(64)
		});
	});

	test('writes neither when the work fails after its change', async ({ db }) => {
		const { db: bound, actor } = await player(db.portal, 'amara');
		await expect(
			act(bound, actor, async (tx) => {
				await counting(actor.id)(tx);
				throw new Error('Too late.');
			})
		).rejects.toThrow('Too late.');
		expect(await rows(db.owner)).toEqual([0, 0]);
	});

	test('writes neither when the event cannot be written', async ({ db }) => {
		const { db: bound, actor } = await player(db.portal, 'amara');
		const nowhere = (id: string) => ({ ...event(id), organisation: crypto.randomUUID() });
		await expect(act(bound, actor, counting(actor.id, nowhere))).rejects.toMatchObject({
			code: '23503'
		});
		expect(await rows(db.owner)).toEqual([0, 0]);
	});

	test('writes every event of an act that has several, in order', async ({ db }) => {
		const { db: bound, actor } = await player(db.portal, 'amara');
		await act(bound, actor, () =>
			Promise.resolve({ result: null, event: [event('one'), event('two')] })
		);
		const told = await db.owner<{ subjectId: string }[]>`select subject_id from event order by seq`;
		expect(told.map(({ subjectId }) => subjectId)).toEqual(['one', 'two']);
		expect(await verdict(db.portal)).toEqual({ ok: true, events: 2n });
	});

	test('acts as the person the database is bound to, and as no one else', async ({ db }) => {
		const [amara, priya] = [await player(db.portal, 'amara'), await player(db.portal, 'priya')];
		expect(() => act(amara.db, priya.actor, counting(priya.actor.id))).toThrow(
			'bound to somebody else'
		);
		await expect(
			amara.db.write((tx) => append(tx, priya.actor, event('forged')))
		).rejects.toMatchObject({ code: 'P0001' });
		expect(await rows(db.owner)).toEqual([0, 0]);
	});

	test('forty at once leave one unbroken chain', async ({ db }) => {
		const people = ['amara', 'priya', 'tomas', 'joseph'] as const;
		await Promise.all(
			Array.from({ length: 40 }, (_, turn) => counted(db.portal, people[turn % 4] ?? 'amara'))
		);
		expect(await rows(db.owner)).toEqual([40, 40]);
		expect(await verdict(db.portal)).toEqual({ ok: true, events: 40n });
	});
});

describe('a form sent twice', () => {
	test('at the same time acts once and answers the same', async ({ db }) => {
		const { db: bound, actor } = await player(db.portal, 'amara');
		const send = () => actOnce(bound, actor, 'one-time-token', counting(actor.id));
		const [first, second, third] = await Promise.all([send(), send(), send()]);
		expect(second).toBe(first);
		expect(third).toBe(first);
		expect(await send()).toBe(first);
		expect(await rows(db.owner)).toEqual([1, 1]);
	});

	test('acts again after a failure, and for another person', async ({ db }) => {
		const [amara, priya] = [await player(db.portal, 'amara'), await player(db.portal, 'priya')];
		const token = 'one-time-token';
		await expect(
			actOnce(amara.db, amara.actor, token, () => Promise.reject(new Error('No.')))
		).rejects.toThrow('No.');
		await actOnce(amara.db, amara.actor, token, counting(amara.actor.id));
		await actOnce(priya.db, priya.actor, token, counting(priya.actor.id));
		expect(await rows(db.owner)).toEqual([2, 2]);
	});
});

import { describe, expect } from 'vitest';
import { act } from '#domain/audit/act.server.ts';
import type { Sql, Tx } from '#platform/db.server.ts';
import { player } from '#db/seed/stage.ts';
import { counted, counting, event, verdict } from './audit-scene.ts';
import { test } from './people-scene.ts';

describe('the chain of events', () => {
	test('cannot be changed by the portal, nor by the owner while its guard stands', async ({
		db
	}) => {
		await counted(db.portal, 'amara');
		const { db: bound } = await player(db.portal, 'ruth');
		const changes = [
			(tx: Tx | Sql) => tx`update event set action = 'quote.make'`,
			(tx: Tx | Sql) => tx`delete from event`,
			(tx: Tx | Sql) => tx`truncate event`
		];
		for (const change of changes) {
			await expect(bound.write((tx) => change(tx))).rejects.toMatchObject({ code: '42501' });
			await expect(change(db.owner)).rejects.toThrow('event is append-only');
		}
		await expect(
			bound.write((tx) => tx`alter table event disable trigger all`)
		).rejects.toMatchObject({ code: '42501' });
		await expect(bound.write((tx) => tx`update event_head set seq = 0`)).rejects.toMatchObject({
			code: '42501'
		});
	});

	const tampered: Record<string, { seq: bigint; what: RegExp; by: (tx: Tx) => Promise<unknown> }> =
		{
			'a changed column': {
				seq: 3n,
				what: /its action differs/,
				by: (tx) => tx`update event set action = 'quote.make' where seq = 3`
			},
			'changed words': {
				seq: 3n,
				what: /do not match its hash/,
				by: async (tx) => {
					await tx`alter table event drop constraint event_check`;
					await tx`update event set body = replace(body, '"turn":3', '"turn":9') where seq = 3`;
				}
			},
			'changed words with a hash that fits them': {
				seq: 4n,
				what: /does not follow/,
				by: (tx) => tx`
					update event set
						body = replace(body, '"turn":3', '"turn":9'),
						hash = encode(sha256(convert_to(replace(body, '"turn":3', '"turn":9'), 'UTF8')), 'hex')
					where seq = 3
				`
			},
			'a last event that was changed, hash and all': {
				seq: 6n,
				what: /the end/,
				by: (tx) => tx`
					update event set
						body = replace(body, '"turn":5', '"turn":9'),
						hash = encode(sha256(convert_to(replace(body, '"turn":5', '"turn":9'), 'UTF8')), 'hex')
					where seq = 5
				`
			},
			'a removed event': {
				seq: 4n,
				what: /missing before/,
				by: (tx) => tx`delete from event where seq = 3`
			},
			'a removed first event': {
				seq: 2n,
				what: /missing before/,
				by: (tx) => tx`delete from event where seq = 1`
			},
			'a removed event with those after it moved up': {
				seq: 3n,
				what: /does not follow/,
				by: async (tx) => {
					await tx`delete from event where seq = 3`;
					await tx`update event set seq = 3 where seq = 4`;
					await tx`update event set seq = 4 where seq = 5`;
				}
			},
			'two events in each other’s place': {
				seq: 2n,
				what: /does not follow/,
				by: async (tx) => {
					await tx`update event set seq = 99 where seq = 2`;
					await tx`update event set seq = 2 where seq = 3`;
					await tx`update event set seq = 3 where seq = 99`;
				}
			},
			'an end that was cut off': {
				seq: 4n,
				what: /the end/,
				by: (tx) => tx`delete from event where seq > 3`
			},
			'an emptied table': { seq: 1n, what: /the end/, by: (tx) => tx`truncate event` }
		};

	test.for(Object.entries(tampered))('shows %s', async ([, { seq, what, by }], { db }) => {
		const { db: bound, actor } = await player(db.portal, 'amara');
		for (let turn = 1; turn <= 5; turn++)
			await act(
				bound,
				actor,
				counting(actor.id, (id) => event(id, { turn }))
			);
		expect(await verdict(db.portal)).toEqual({ ok: true, events: 5n });
		await db.owner.begin(async (tx) => {
			await tx`alter table event disable trigger user`;
			await by(tx);
			await tx`alter table event enable trigger user`;
		});
		expect(await verdict(db.portal)).toEqual({
			ok: false,
			seq,
			what: expect.stringMatching(what) as string
		});
	});
});

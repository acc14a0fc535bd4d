import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { openDuck, rows } from './duck.ts';
import { installPseudonyms, keyedSql } from './keyed.ts';

const node = (key: Uint8Array, text: string) => {
	const bytes = createHmac('sha256', key).update(text).digest().subarray(0, 16);
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	return bytes.toString('hex');
};

test('numbers that several threads make into pseudonyms give node’s, under each of two keys', async () => {
	const duck = await openDuck(null);
	const { db } = duck;
	try {
		const keys = { one: Buffer.alloc(32, 1), other: Buffer.alloc(32, 2) };
		for (const [domain, key] of Object.entries(keys)) installPseudonyms(db, domain, key);
		// by turns, and often enough that the helpers have woken
		for (let round = 0; round < 6; round++) {
			const found = await rows(
				db,
				`select id::varchar as id, ${keyedSql('one', 'id', 'BIGINT')} as one, ${keyedSql('other', 'id', 'BIGINT')} as other
				from (select range * 7919 * ${String(10 ** round)} as id from range(5000))`
			);
			expect(found).toHaveLength(5000);
			const bare = (value: unknown) => String(value).replaceAll('-', '');
			expect(
				found.filter(({ id, one, other }) => {
					const same = (made: unknown, key: Uint8Array) => bare(made) === node(key, String(id));
					return !same(one, keys.one) || !same(other, keys.other);
				})
			).toEqual([]);
		}
	} finally {
		duck.close();
	}
});

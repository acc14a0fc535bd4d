import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNhsNumber, nhsCheckDigit } from '#platform/nhs-number.ts';
import { list, literal, openDuck, rows, type Duck, type Row } from './duck.ts';
import { installPseudonyms, keyedSql } from './keyed.ts';
import { deriveKey, hmacSql, installMacros, loadKey, pseudonymSql } from './pseudonym.ts';

const master = Buffer.from(Array.from({ length: 32 }, (_, i) => i));
const ids = Array.from(
	{ length: 20 },
	(_, i) => ['9990000018', '1', '', 'é☃', 'x'.repeat(200)][i] ?? `id-${String(i)}`
);

async function withDuck<T>(work: (duck: Duck) => Promise<T>): Promise<T> {
	const duck = await openDuck(null);
	try {
		await installMacros(duck.db);
		return await work(duck);
	} finally {
		duck.close();
	}
}

test('SQL’s HMAC is node’s, to the last digit', () =>
	withDuck(async ({ db }) => {
		const key = deriveKey(master, 'P1', 'person');
		await loadKey(db, 'person', key);
		const found = await rows(
			db,
			`select v as id, ${hmacSql('person', 'v')} as h from (values ${ids.map((id) => `(${literal(id)})`).join(', ')}) t(v)`
		);
		expect(found).toHaveLength(20);
		for (const { id, h } of found)
			expect(h).toBe(createHmac('sha256', key).update(String(id)).digest('hex'));
	}));

test('a pseudonym is the first 16 bytes of the HMAC as a UUID of version 8', () =>
	withDuck(async ({ db }) => {
		const key = deriveKey(master, 'P1', 'person');
		await loadKey(db, 'person', key);
		for (const id of ids) {
			const bytes = createHmac('sha256', key).update(id).digest().subarray(0, 16);
			bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
			bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
			const [row] = await rows(db, `select ${pseudonymSql('person', literal(id))} as pid`);
			expect(String(row?.['pid']).replaceAll('-', '')).toBe(bytes.toString('hex'));
		}
	}));

test('a project’s key is HKDF with its project and domain, and no two are alike', () => {
	const expected = hkdfSync('sha256', master, '', 'tre/pseudonym/v1|P1|person', 32);
	expect(deriveKey(master, 'P1', 'person')).toEqual(Buffer.from(expected));
	const keys = ['P1', 'P2'].flatMap((project) =>
		['person', 'record:visit_occurrence', 'org'].map((domain) =>
			deriveKey(master, project, domain).toString('hex')
		)
	);
	expect(new Set(keys).size).toBe(keys.length);
});

test('an NHS number counts in SQL exactly when it does outside', () =>
	withDuck(async ({ db }) => {
		const some = fc.sample(fc.integer({ min: 0, max: 999_999_999 }), { numRuns: 400, seed: 1 });
		const numbers = some.flatMap((n) => {
			const body = String(n).padStart(9, '0');
			return [`${body}${String(nhsCheckDigit(body) ?? 0)}`, `${body}7`];
		});
		const texts = [
			...numbers,
			'999 000 0018',
			'999-000-0018',
			'',
			'abc',
			'123456789',
			'12345678901'
		];
		const found = await rows(
			db,
			`select v, valid_nhs(canonical_nhs(v)) as ok from (select unnest([${list(texts)}]) as v)`
		);
		expect(found).toHaveLength(texts.length);
		for (const { v, ok } of found) expect([v, ok]).toEqual([v, isNhsNumber(String(v))]);
	}));

test('the engine’s own HMAC gives node’s pseudonyms, of texts and of whole numbers', () =>
	withDuck(async ({ db }) => {
		const key = deriveKey(master, 'P1', 'org');
		installPseudonyms(db, 'org', key);
		const lengths = Array.from({ length: 80 }, (_, n) => 'é☃x'.repeat(n).slice(0, n));
		const texts = [
			...ids,
			...lengths,
			...fc.sample(fc.string({ unit: 'binary-ascii' }), { numRuns: 60, seed: 1 })
		].filter((text) => !text.includes('\0'));
		const numbers = [0n, 9n, 10n, 99_999n, 2n ** 53n - 1n, 2n ** 53n + 1n, -1n, -(2n ** 63n)];
		const node = (text: string) => {
			const bytes = createHmac('sha256', key).update(text).digest().subarray(0, 16);
			bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
			bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
			return bytes.toString('hex');
		};
		const bare = (row: Row) => String(row['pid']).replaceAll('-', '');
		const made = await rows(
			db,
			`select ${keyedSql('org', 'v', 'VARCHAR')} as pid from (select unnest([${list(texts)}]) as v)`
		);
		expect(made.map(bare)).toEqual(texts.map(node));
		const counted = await rows(
			db,
			`select ${keyedSql('org', 'v', 'BIGINT')} as pid
			from (select unnest([${numbers.map((n) => `'${String(n)}'`).join(', ')}])::bigint as v)`
		);
		expect(counted.map(bare)).toEqual(numbers.map((n) => node(String(n))));
		const [none] = await rows(db, `select ${keyedSql('org', 'null::bigint', 'BIGINT')} as pid`);
		expect(none?.['pid']).toBeNull();
	}));

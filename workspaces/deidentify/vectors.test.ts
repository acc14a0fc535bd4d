import { createHmac, hkdfSync } from 'node:crypto';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows } from './duck.ts';
import { installPseudonyms, keyedSql } from './keyed.ts';
import { deriveKey, installMacros, loadKey, pseudonymSql } from './pseudonym.ts';
import { installShift, shiftDomain, shiftOf, shiftSql } from './shift.ts';

/** Twenty numbers of the test range 999 … with right check digits. */
const ids = [
	'9990000018', '9990000026', '9990000034', '9990000042', '9990000050', '9990000069', '9990000077',
	'9990000085', '9990000093', '9990000107', '9990000115', '9990000123', '9990000131', '9990000158',
	'9990000166', '9990000174', '9990000182', '9990000190', '9990000204', '9990000212'
]; // prettier-ignore
const master = Buffer.from(Array.from({ length: 32 }, (_, at) => at));
const project = 'P001';

/**
 * What node alone makes of them under this master, written down once: a change of the formula, of the
 * words of the key's derivation or of a bit of the UUID shows here and nowhere else.
 */
const golden = {
	first: '8cf42687-c5f5-829c-88b2-db4f000da0b6',
	twentieth: '61980fbe-b844-80db-a7fe-a293fca087f9',
	all: '5a5b9f4486abbb756755b74795277ff130346bd2ed7a19408f227167321fef36'
};

function byNode(domain: string, text: string): string {
	const key = Buffer.from(
		hkdfSync('sha256', master, '', `tre/pseudonym/v1|${project}|${domain}`, 32)
	);
	const hash = createHmac('sha256', key).update(text).digest();
	hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
	hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
	return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const opened = { close: () => undefined as unknown };
let db: Awaited<ReturnType<DuckDBInstance['connect']>>;
beforeAll(async () => {
	const instance = await DuckDBInstance.create(':memory:');
	db = await instance.connect();
	opened.close = () => {
		db.closeSync();
		instance.closeSync();
	};
	await installMacros(db);
});
afterAll(() => {
	opened.close();
});

const listed = `(select unnest([${ids.map((id) => `'${id}'`).join(', ')}]) as id)`;

test('the twenty golden pseudonyms are those that were written down', () => {
	const made = ids.map((id) => byNode('person', id));
	expect(made[0]).toBe(golden.first);
	expect(made[19]).toBe(golden.twentieth);
	expect(createHmac('sha256', 'golden').update(made.join('\n')).digest('hex')).toBe(golden.all);
});

test.each(['person', 'staff', 'org', 'household', 'record:visit_occurrence'])(
	'SQL and lanes make the pseudonyms of node:crypto in domain %s',
	async (domain) => {
		const key = deriveKey(master, project, domain);
		await loadKey(db, domain, key);
		installPseudonyms(db, domain, key);
		const found = await rows(
			db,
			`select id, ${pseudonymSql(domain, 'id')}::varchar as by_sql,
				${keyedSql(domain, 'id', 'VARCHAR')}::varchar as by_text,
				${keyedSql(domain, 'id::bigint', 'BIGINT')}::varchar as by_number from ${listed}`
		);
		expect(found).toHaveLength(20);
		for (const row of found) {
			const expected = byNode(domain, String(row['id']));
			expect([row['by_sql'], row['by_text'], row['by_number']]).toEqual([
				expected,
				expected,
				expected
			]);
		}
	}
);

test('shifts are the first 64 bits of the HMAC, never nought, in both units and in SQL', async () => {
	const key = deriveKey(master, project, shiftDomain);
	installShift(db, key, 'days');
	for (const row of await rows(db, `select id, ${shiftSql('id')} as days from ${listed}`)) {
		const first = createHmac('sha256', key).update(String(row['id'])).digest().readBigUInt64BE(0);
		const place = Number(first % 364n);
		expect(row['days']).toBe(place < 182 ? place - 182 : place - 181);
		const weeks = shiftOf(key, String(row['id']), 'weeks');
		expect([Math.abs(weeks) % 7, weeks === 0, Math.abs(weeks) <= 182]).toEqual([0, false, true]);
	}
	const seen = new Set(Array.from({ length: 20_000 }, (_, at) => shiftOf(key, String(at), 'days')));
	expect(seen.size).toBe(364);
	expect([Math.min(...seen), Math.max(...seen), seen.has(0)]).toEqual([-182, 182, false]);
});

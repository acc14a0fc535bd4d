import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows } from './duck.ts';
import { factsSql } from './facts.ts';
import { installMacros } from './pseudonym.ts';
import { rollUp } from './rare-codes.ts';
import { parseRules } from './rules.ts';
import { shiftOf } from './shift.ts';

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

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

test('making a number canonical twice changes nothing more', async () => {
	const texts = fc.sample(fc.oneof(fc.string(), fc.stringMatching(/^[0-9 .-]{0,16}$/)), 400);
	const clean = texts.filter((text) => !text.includes('\0'));
	const found = await rows(
		db,
		`select canonical_nhs(t) as once, canonical_nhs(canonical_nhs(t)) as twice
		from (select unnest([${clean.map(quoted).join(', ')}]) as t)`
	);
	expect(found.length).toBeGreaterThan(300);
	for (const { once, twice } of found) expect(twice).toBe(once);
});

test('a shift keeps the order of a person’s days and every time between them', () => {
	const day = fc
		.integer({ min: 0, max: 20_000 })
		.map((days) => Temporal.PlainDate.from('1970-01-01').add({ days }));
	fc.assert(
		fc.property(
			fc.uint8Array({ minLength: 32, maxLength: 32 }),
			fc.string(),
			day,
			day,
			(key, who, a, b) => {
				const days = shiftOf(key, who, 'days');
				expect(days).not.toBe(0);
				expect(Math.abs(days)).toBeLessThanOrEqual(182);
				expect(shiftOf(key, who, 'days')).toBe(days);
				expect(a.add({ days }).until(b.add({ days })).days).toBe(a.until(b).days);
			}
		)
	);
});

const rules = (ageBand: 1 | 5 | 10) =>
	parseRules({
		project: 'P1',
		purpose: 'research',
		at: '2026-11-01',
		ageBand,
		tables: [{ name: 'person' }]
	});

test.each([1, 5, 10] as const)('ages in bands of %i rise with age, and end at 90', async (band) => {
	const births = fc.sample(fc.integer({ min: 0, max: 40_000 }), 300).sort((a, b) => b - a);
	await db.run(`create or replace temp table people as
		select row_number() over () as person_id, 'k' as key, false as type1, 'London' as region, 1 as imd_decile,
			(date '2026-11-01' - d)::date as birth, year((date '2026-11-01' - d)::date)::integer as birth_year
		from (select unnest([${births.join(', ')}])::integer as d)`);
	const name = band === 1 ? 'age' : 'age_band';
	const year = band === 1 ? 'birth_year' : 'birth_year_from';
	const found = await rows(
		db,
		`select f.${name} as shown, f.${year} as born, datesub('year', p.birth, date '2026-11-01') as truth
		from (${factsSql(rules(band), null, null)}) f join people p using (person_id) order by p.birth desc, p.person_id`
	);
	let last = -1;
	for (const { shown, born, truth } of found) {
		const low = Number(String(shown).split(/[-+]/)[0]);
		expect(low).toBeGreaterThanOrEqual(last);
		last = low;
		expect(low).toBe(Math.min(90, Math.floor(Number(truth) / band) * band));
		if (Number(truth) >= 90) expect([String(shown).replace('+', ''), born]).toEqual(['90', null]);
	}
});

test('after rare codes have moved, none is left that fewer people share than allowed', () => {
	const code = fc.integer({ min: 1, max: 30 }).map(String);
	const places = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 4 });
	fc.assert(
		fc.property(
			fc.dictionary(code, places, { maxKeys: 20 }),
			fc.uniqueArray(fc.integer({ min: 31, max: 40 }).map(String), { maxLength: 3 }),
			fc.dictionary(
				code,
				fc.uniqueArray(fc.integer({ min: 1, max: 45 }).map(String), { maxLength: 5 })
			),
			(fewBy, manyBy, widerBy) => {
				const few = new Map(Object.entries(fewBy));
				const many = new Set(manyBy);
				const moved = rollUp({ few, many, wider: new Map(Object.entries(widerBy)), least: 5 });
				const people = new Map<string, Set<number>>();
				for (const [from, those] of few) {
					const as = moved.has(from) ? moved.get(from) : from;
					if (as === null || as === undefined || many.has(as)) continue;
					people.set(as, new Set([...(people.get(as) ?? []), ...those]));
				}
				for (const those of people.values()) expect(those.size).toBeGreaterThanOrEqual(5);
			}
		)
	);
});

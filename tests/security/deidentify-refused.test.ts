import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeList, one, ran, rewrite, rulesFor, scene, type Ran } from './deidentify-scene.ts';

let place: Awaited<ReturnType<typeof scene>>;
beforeAll(async () => {
	place = await scene(600);
}, 120_000);
afterAll(() => {
	place.remove();
});

type Gate = { verdict: string; reasons: string[] };

/** Runs over a spoilt copy and returns the gate; a shut gate must have left nothing but its report. */
async function gateOf(source: string, changes: object = {}): Promise<Gate & Ran> {
	const out = place.out();
	const result = await ran({ source, lists: join(source, 'lists'), rules: rulesFor(changes), out });
	const gate = result.report.gate as unknown as Gate;
	if (gate.verdict === 'shut') expect(readdirSync(out)).toEqual(['report.json']);
	expect(readdirSync(place.folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
	return { ...gate, ...result };
}

const codeOf = ({ events }: Ran) =>
	events.find(({ status }) => status === 'failed')?.detail['code'];

type Catalogue = {
	datasets: { tables: { name: string; columns: Record<string, unknown>[] }[] }[];
	internal: { name: string; columns: Record<string, unknown>[] }[];
};

/** Changes how a column is described; `null` takes the description away. */
function describeColumn(
	source: string,
	table: string,
	column: string,
	change: object | null
): void {
	const path = join(source, 'catalogue.json');
	const catalogue = JSON.parse(readFileSync(path, 'utf8')) as Catalogue;
	const tables = [...catalogue.datasets.flatMap((set) => set.tables), ...catalogue.internal];
	const found = tables.find(({ name }) => name === table);
	if (!found) throw new Error(`no table ${table}`);
	const known = found.columns.find(({ name }) => name === column);
	if (change === null) found.columns = found.columns.filter((c) => c !== known);
	else if (known) Object.assign(known, change);
	else found.columns.push({ name: column, description: '', ...change });
	writeFileSync(path, JSON.stringify(catalogue));
}

test('the unspoilt source goes through', async () => {
	expect(await gateOf(place.copy())).toMatchObject({ verdict: 'open-able', reasons: [] });
});

test.each([
	[
		'a column was added',
		async (s: string) => rewrite(join(s, 'death.parquet'), 'select *, 1 as extra from t')
	],
	[
		'a type has changed',
		async (s: string) =>
			rewrite(
				join(s, 'death.parquet'),
				'select * replace (death_date::timestamp as death_date) from t'
			)
	],
	[
		'a table nobody described is there',
		async (s: string) =>
			rewrite(join(s, 'death.parquet'), 'select * from t').then(() => {
				writeFileSync(join(s, 'notes.parquet'), readFileSync(join(s, 'death.parquet')));
			})
	],
	[
		'a column has no class',
		(s: string) => {
			describeColumn(s, 'person', 'year_of_birth', { class: '' });
		}
	],
	[
		'a column is not in the catalogue',
		(s: string) => {
			describeColumn(s, 'identity', 'phone', null);
		}
	]
])('the run is refused when %s', async (_, spoil) => {
	const source = place.copy();
	await Promise.resolve(source).then(spoil);
	const gate = await gateOf(source);
	expect(gate).toMatchObject({ verdict: 'shut' });
	expect(codeOf(gate)).toBe('UNCLASSIFIED_COLUMN');
});

test('a table the catalogue does not offer is refused', async () => {
	const gate = await gateOf(place.copy(), { tables: [{ name: 'identity' }] });
	expect(codeOf(gate)).toBe('UNCLASSIFIED_COLUMN');
	expect(gate.reasons[0]).toMatch(/identity is not a table that the catalogue offers/);
});

const lists = ['ndoo_cleaned', 'type1', 'controller_signup'] as const;
const edit = (source: string, name: string, change: object) =>
	describeList(join(source, 'lists'), name, change);

test.each(
	lists.flatMap(
		(name) =>
			[
				[
					name,
					'is missing',
					(s: string) => {
						rmSync(join(s, 'lists', `${name}.parquet`));
					},
					/is missing/
				],
				[
					name,
					'has another checksum',
					(s: string) => edit(s, name, { sha256: '0'.repeat(64) }),
					/checksum/
				],
				[
					name,
					'has another length',
					(s: string) => edit(s, name, { rows: 1_000_000 }),
					/rows but lists.json says/
				],
				[
					name,
					'is 22 days old',
					(s: string) => edit(s, name, { asOf: '2026-10-10' }),
					/22 days old/
				],
				[
					name,
					'has lost more than a tenth',
					(s: string) => edit(s, name, { previousRows: 1_000_000 }),
					/shrunk/
				],
				[
					name,
					'is not described',
					(s: string) => {
						writeFileSync(join(s, 'lists', 'lists.json'), '{}');
					},
					/not described/
				]
			] as const
	)
)('the run is refused when %s %s', async (_name, _what, spoil, words) => {
	const source = place.copy();
	await spoil(source);
	const gate = await gateOf(source);
	expect(codeOf(gate)).toBe('OPT_OUT_LIST');
	expect(gate.reasons.join()).toMatch(words);
});

test('an empty list of people without an opt-out is a mistake, not everybody’s wish', async () => {
	const source = place.copy();
	await rewrite(join(source, 'lists', 'ndoo_cleaned.parquet'), 'select * from t where false');
	await describeList(join(source, 'lists'), 'ndoo_cleaned');
	expect((await gateOf(source)).reasons.join()).toMatch(/is empty/);
});

test('a list of exactly 21 days is used', async () => {
	const source = place.copy();
	for (const name of lists) await edit(source, name, { asOf: '2026-10-11' });
	expect((await gateOf(source)).verdict).toBe('open-able');
});

test('people whose NHS number is wrong, or shared, are left out', async () => {
	const source = place.copy();
	await rewrite(
		join(source, 'identity.parquet'),
		`select * replace (case person_id when 1 then '9990000000' when 2 then (select nhs_number from t where person_id = 3) else nhs_number end as nhs_number) from t`
	);
	const { report } = await gateOf(source);
	const { leftOut } = report['persons'] as { leftOut: { reason: string; persons: number }[] };
	const wrong = leftOut.find(({ reason }) => reason === 'no valid NHS number');
	// some of the three may be out already, for want of a sign-up
	expect(wrong?.persons).toBeGreaterThan(0);
	expect(wrong?.persons).toBeLessThanOrEqual(3);
});

const hidden = async (source: string, column: string, expression: string, table = 'measurement') =>
	rewrite(
		join(source, `${table}.parquet`),
		`select r.* replace (${expression} as ${column}) from t r join '${join(source, 'identity.parquet')}' i using (person_id)`
	);

test.each([
	['an NHS number in a coded text column', 'i.nhs_number', /nhs|identity/i],
	[
		'an NHS number with spaces',
		`substr(i.nhs_number,1,3) || ' ' || substr(i.nhs_number,4,3) || ' ' || substr(i.nhs_number,7)`,
		/nhs/i
	],
	['a postcode', 'i.postcode', /postcode/],
	['an e-mail address', 'i.email', /e-mail/],
	['a telephone number', 'i.phone', /phone|telephone/],
	['an address', 'upper(i.address)', /identity.address/],
	['a birth date as text', 'i.birth_date::varchar', /dates in text/],
	['a National Insurance number', `'AB123456C'`, /National Insurance/]
])('the scan finds %s in a column with a harmless class', async (_, expression, words) => {
	const source = place.copy();
	await hidden(source, 'unit_source_value', expression);
	describeColumn(source, 'measurement', 'unit_source_value', { class: 'C16' });
	// values that few people have would not leave at all, and nothing would be there to find
	const gate = await gateOf(source, {
		rareCodes: 'keep',
		reasons: { rareCodes: 'A rare disease.' }
	});
	expect(gate.verdict).toBe('shut');
	expect(gate.reasons.join(' ')).toMatch(words);
	expect(gate.reasons.join(' ')).toContain('unit_source_value');
});

test('the scan finds NHS numbers in a column of numbers', async () => {
	const source = place.copy();
	await hidden(source, 'value_as_number', 'i.nhs_number::double');
	const gate = await gateOf(source);
	expect(gate.reasons.join(' ')).toMatch(/value_as_number.*valid NHS numbers/);
});

test('the report does not repeat what the scan has found', async () => {
	const source = place.copy();
	await hidden(source, 'unit_source_value', 'i.email');
	describeColumn(source, 'measurement', 'unit_source_value', { class: 'C16' });
	const { report } = await gateOf(source, {
		rareCodes: 'keep',
		reasons: { rareCodes: 'A rare disease.' }
	});
	expect(JSON.stringify(report)).not.toMatch(/[\w.]+@[\w.]+/);
});

test('several deprivation measures, or a small area, keep the gate shut', async () => {
	const source = place.copy();
	await rewrite(
		join(source, 'person.parquet'),
		'select *, 3 as imd_income_decile, 7 as lsoa_number from t'
	);
	for (const name of ['imd_income_decile', 'lsoa_number'])
		describeColumn(source, 'person', name, { type: 'INTEGER', class: 'C16' });
	const { verdict, reasons } = await gateOf(source);
	expect(verdict).toBe('shut');
	expect(reasons.join(' ')).toMatch(/only one deprivation decile.*small areas/s);
});

test('a time in a column of another class does not leave', async () => {
	const source = place.copy();
	describeColumn(source, 'visit_occurrence', 'visit_start_datetime', { class: 'C16' });
	const out = place.out();
	await ran({ source, lists: join(source, 'lists'), rules: rulesFor(), out });
	expect(
		await one(
			`select count(*) from (describe select * from '${join(out, 'visit_occurrence.parquet')}') where column_type like 'TIME%'`
		)
	).toBe(0);
});

test('a folder that holds other files is left alone', async () => {
	const out = place.out();
	await ran({ source: place.source, lists: place.lists, rules: rulesFor(), out });
	const other = ran({
		source: place.source,
		lists: place.lists,
		rules: rulesFor({ project: 'P9' }),
		out
	});
	await expect(other).rejects.toThrow(/made by other rules/);
	expect(existsSync(join(out, 'manifest.json'))).toBe(true);
});

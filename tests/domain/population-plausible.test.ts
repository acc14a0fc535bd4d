import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate } from '#workspaces/population/generate.ts';
import { fileOf, tables } from '#workspaces/population/layout.ts';

const out = mkdtempSync(join(tmpdir(), 'aldgate-plausible-'));
let connection: DuckDBConnection;

beforeAll(async () => {
	await generate({ persons: 60_000, seed: 'plausible', out });
	connection = await (await DuckDBInstance.create(':memory:')).connect();
	for (const table of tables)
		await connection.run(`create view ${table.name} as from '${join(out, fileOf(table))}'`);
	const has = (concept: number) => `p.person_id in (select person_id from condition_occurrence
		where condition_concept_id in (select descendant_concept_id from concept_ancestor
		where ancestor_concept_id = ${concept}))`;
	const mean = (concept: number) => `(select avg(value_as_number) from measurement m
		where m.person_id = p.person_id and measurement_concept_id = ${concept})`;
	await connection.run(`create table who as select p.person_id, 2026 - year_of_birth as age,
		gender_concept_id = 8532 as female, race_concept_id as race, imd_decile as imd,
		${has(201826)} as diabetes, ${has(201254)} as type_one, ${has(316866)} as hypertension,
		${has(255573)} as copd, ${has(317009)} as asthma, ${has(440383)} as depression,
		${has(378419)} as alzheimer, ${has(4112853)} as breast_cancer,
		${mean(3004410)} as hba1c, ${mean(3004249)} as systolic, ${mean(3012888)} as diastolic,
		${mean(3038553)} as bmi, (select max(value_as_concept_id) from measurement m
		where m.person_id = p.person_id) as smoking, death_date is not null as died,
		(select count(*) from visit_occurrence v where v.person_id = p.person_id) as visits
		from person p join location using (location_id) join postcode on postcode = zip
		left join death using (person_id)`);
}, 120_000);

afterAll(() => {
	connection.closeSync();
	rmSync(out, { recursive: true });
});

/** The mean of something in each of several groups. */
async function compare(what: string, ...groups: readonly string[]): Promise<number[]> {
	const sql = groups.map((group) => `avg(${what}) filter (${group})`).join(', ');
	const answer = await connection.runAndReadAll(`select ${sql} from who`);
	return (answer.getRowsJson()[0] ?? []).map(Number);
}

const share = (condition: string): string => `cast(${condition} as integer)`;

function rising(values: readonly number[]): void {
	for (const [at, value] of values.entries())
		if (at > 0) expect(value).toBeGreaterThan(values[at - 1] ?? Infinity);
}

const decades = [
	'age < 35',
	'age between 35 and 49',
	'age between 50 and 64',
	'age between 65 and 84'
];
const [never, former, current] = ['smoking = 45879404', 'smoking = 45883458', 'smoking = 45881517'];

test.each(['diabetes', 'hypertension', 'copd', 'alzheimer', 'died'])(
	'%s rises with age',
	async (what) => {
		rising(await compare(share(what), ...decades));
	}
);

test.each(['diabetes', 'copd', 'depression', 'asthma'])(
	'%s rises with deprivation',
	async (what) => {
		rising(await compare(share(what), 'imd >= 8', 'imd between 4 and 7', 'imd <= 3'));
	}
);

test('diabetes is as common as in London, and commoner in Asian and Black people at equal age', async () => {
	const [all = 0] = await compare(share('diabetes'), 'age >= 17');
	expect(all).toBeGreaterThan(0.05);
	expect(all).toBeLessThan(0.14);
	const [white = 0, black = 0, asian = 0] = await compare(
		share('diabetes'),
		'race = 8527 and age between 45 and 70',
		'race = 8516 and age between 45 and 70',
		'race = 8515 and age between 45 and 70'
	);
	expect(black).toBeGreaterThan(white * 1.3);
	expect(asian).toBeGreaterThan(white * 1.5);
});

test('HbA1c is higher with diabetes, highest with type 1', async () => {
	const [none = 0, two = 0, one = 0] = await compare(
		'hba1c',
		'not diabetes and not type_one',
		'diabetes and not type_one',
		'type_one'
	);
	expect(none).toBeGreaterThan(5);
	expect(none).toBeLessThan(6);
	expect(two).toBeGreaterThan(none + 1);
	expect(one).toBeGreaterThan(two);
});

test('blood pressure is higher with hypertension and rises with age', async () => {
	const [without = 0, having = 0] = await compare('systolic', 'not hypertension', 'hypertension');
	expect(having).toBeGreaterThan(without + 8);
	rising(await compare('diastolic', 'not hypertension and age < 70', 'hypertension and age < 70'));
	rising(await compare('systolic', 'age < 35', 'age between 35 and 49', 'age between 50 and 64'));
});

test('body mass index is higher with diabetes and in deprived places', async () => {
	rising(await compare('bmi', 'not diabetes and age >= 18', 'diabetes'));
	rising(await compare('bmi', 'imd >= 8 and age >= 18', 'imd <= 3 and age >= 18'));
});

test('COPD is much commoner in smokers', async () => {
	const [no = 0, gone = 0, now = 0] = await compare(
		share('copd'),
		`age > 45 and ${never}`,
		`age > 45 and ${former}`,
		`age > 45 and ${current}`
	);
	expect(gone).toBeGreaterThan(2 * no);
	expect(now).toBeGreaterThan(4 * no);
});

test('smoking rises with deprivation', async () => {
	rising(await compare(share(current), 'imd >= 8', 'imd between 4 and 7', 'imd <= 3'));
});

test('women have depression and breast cancer more often', async () => {
	rising(await compare(share('depression'), 'not female and age >= 18', 'female and age >= 18'));
	const [men = 0, women = 0] = await compare(share('breast_cancer'), 'not female', 'female');
	expect(women).toBeGreaterThan(10 * men);
});

test('deaths are commoner in smokers, in deprived places and with COPD, at equal age', async () => {
	const old = 'age between 60 and 79';
	rising(await compare(share('died'), `${old} and ${never}`, `${old} and ${current}`));
	rising(await compare(share('died'), `${old} and imd >= 7`, `${old} and imd <= 3`));
	rising(await compare(share('died'), `${old} and not copd`, `${old} and copd`));
});

test('people have several visits over the years, older and iller people more', async () => {
	const [all = 0] = await compare('visits', 'true');
	expect(all).toBeGreaterThan(5);
	rising(await compare('visits', 'age between 20 and 40', 'age between 65 and 80'));
	rising(
		await compare(
			'visits',
			'age between 50 and 60 and not diabetes',
			'age between 50 and 60 and diabetes'
		)
	);
});

test('some conditions are seen in very few people', async () => {
	const answer = await connection.runAndReadAll(`select count(distinct person_id) as people
		from condition_occurrence group by condition_concept_id having people < 10`);
	expect(answer.currentRowCount).toBeGreaterThanOrEqual(2);
});

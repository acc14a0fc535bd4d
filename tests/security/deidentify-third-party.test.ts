import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, one } from './deidentify-scene.ts';

const csv = '../shared/data/synthetic/synthea-csv-27';
const missing = !existsSync(join(csv, 'patients.csv'));
const rules = 'workspaces/deidentify/mappings/synthea-csv.rules.json';

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'aldgate-third-'));
	writeFileSync(join(folder, 'key'), Buffer.alloc(32, 7));
	if (missing) console.warn(`${csv} is not here: the set of another party is not tried.`);
});
afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

function aldgate(out: string, ...more: string[]) {
	const done = spawnSync(
		process.execPath,
		[
			'src/cli/main.ts', 'deidentify', '--source', csv, '--rules', rules, '--lists', folder,
			'--key-file', join(folder, 'key'), '--out', join(folder, out), '--json', ...more
		], // prettier-ignore
		{ encoding: 'utf8', timeout: 120_000 }
	);
	return { ...done, report: done.stdout === '' ? null : (JSON.parse(done.stdout) as Said) };
}

type Said = {
	exemptions: unknown[];
	scan: { passed: boolean; findings: unknown[]; dictionary: number; canaries: object };
	kAnonymity: { limits: { name: string }[]; unicity: unknown[]; relink: { attempts: number } };
	tables: { name: string; rowsIn: number; rowsOut: number }[];
};

describe.skipIf(missing)('the CSV files of another party, by the mapping that comes along', () => {
	test('go through with a full report and not one leak', async () => {
		const { report, stderr, status } = aldgate('out', '--mapping', 'synthea-csv');
		expect([stderr, status]).toEqual(['', 0]);
		expect(report?.scan).toMatchObject({
			passed: true,
			findings: [],
			canaries: { planted: 20, present: 20 }
		});
		expect(report?.scan.dictionary).toBeGreaterThan(100);
		expect(report?.exemptions).toHaveLength(3);
		expect(report?.kAnonymity.limits.length).toBeGreaterThan(8);
		expect(report?.kAnonymity.unicity).toHaveLength(4);
		expect(report?.kAnonymity.relink.attempts).toBeGreaterThan(20);
		for (const { rowsIn, rowsOut } of report?.tables ?? []) expect(rowsOut).toBe(rowsIn);

		// apart from the engine: nobody's name, address or number is in any column that left
		const people = `read_csv('${csv}/patients.csv', header = true, all_varchar = true)`;
		const secrets = await ask(
			`select distinct lower(value) as value from (unpivot ${people} on "Id", "SSN", "DRIVERS", "PASSPORT", "FIRST", "LAST", "MAIDEN", "ADDRESS") where length(value) >= 5`
		);
		const words = secrets.map(({ value }) => String(value).replaceAll("'", "''"));
		for (const { name } of report?.tables ?? []) {
			const path = join(folder, 'out', `${name}.parquet`);
			for (const { column_name: column } of await ask(`describe select * from '${path}'`))
				expect(
					await one(
						`select count(*) from (select distinct lower("${String(column)}"::varchar) as v from '${path}')
						where v in (${words.map((word) => `'${word}'`).join(', ')})`
					),
					`${name}.${String(column)}`
				).toBe(0);
		}
	});

	test('are found out when birth dates are mapped as days of something else', () => {
		const mapping = JSON.parse(
			spawnSync('cat', ['workspaces/deidentify/mappings/synthea-csv.json'], { encoding: 'utf8' })
				.stdout
		) as { tables: { name: string; columns: Record<string, object> }[] };
		const person = mapping.tables.find(({ name }) => name === 'person');
		if (!person) throw new Error('no person');
		person.columns['registered_date'] = { type: 'date', class: 'C09', column: 'BIRTHDATE' };
		const path = join(folder, 'wrong.json');
		writeFileSync(path, JSON.stringify(mapping));
		const { report, status } = aldgate('leaky', '--mapping', path);
		expect(status).toBe(1);
		expect(JSON.stringify(report?.scan.findings)).toMatch(/registered_date/);
	});

	test('a mapping that does not fit is told in one line', () => {
		const path = join(folder, 'bad.json');
		writeFileSync(
			path,
			JSON.stringify({ schema: 'mapping/1', name: 'x', version: '1', tables: [] })
		);
		expect(aldgate('bad', '--mapping', path)).toMatchObject({ status: 2 });
		expect(aldgate('bad', '--mapping', path).stderr).toMatch(/should map a table/);
	});
});

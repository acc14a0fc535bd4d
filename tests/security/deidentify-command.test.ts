import { spawnSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { one } from './deidentify-scene.ts';

const folder = mkdtempSync(join(tmpdir(), 'aldgate-deid-'));
afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, text: string | Uint8Array) => {
	writeFileSync(join(folder, name), text);
	return join(folder, name);
};
const key = file('key', Buffer.alloc(32, 9));

function aldgate(...argv: string[]) {
	const program = `import { run } from './src/cli/deidentify.ts'; process.exitCode = await run(process.argv.slice(1));`;
	return spawnSync(process.execPath, ['--input-type=module', '-e', program, '--', ...argv], {
		encoding: 'utf8'
	});
}

const archive = '../shared/data/synthetic/omop54-synthea27nj/Synthea27NjParquet_5.4.zip';
const exempt = {
	ndoo: 'exempt',
	t1oo: 'exempt',
	signUp: 'exempt',
	basis: 'synthetic people',
	ref: 'test/1'
};
const tables = [
	'person',
	'visit_occurrence',
	'condition_occurrence',
	'drug_exposure',
	'procedure_occurrence',
	'measurement',
	'observation',
	'device_exposure',
	'death',
	'observation_period'
];
const rules = {
	project: 'P1',
	purpose: 'research',
	at: '2026-11-01',
	personKey: { kind: 'opaque' },
	optOut: exempt,
	population: { cohort: {} },
	tables: tables.map((name) => ({ name }))
};

function thirdParty(): string {
	const source = join(folder, 'third');
	if (existsSync(source)) return source;
	mkdirSync(source);
	for (const [name, bytes] of Object.entries(unzipSync(readFileSync(archive))))
		if (/^[^_].*\.parquet$/.test(name))
			writeFileSync(join(source, name.split('/').at(-1) ?? ''), bytes);
	return source;
}

test.skipIf(!existsSync(archive))(
	'a third party’s OMOP set goes through with a full report',
	async () => {
		const out = join(folder, 'out');
		const done = aldgate(
			'--source',
			thirdParty(),
			'--rules',
			file('r.json', JSON.stringify(rules)),
			'--lists',
			folder,
			'--key-file',
			key,
			'--out',
			out,
			'--json'
		);
		expect([done.stderr, done.status]).toEqual(['', 0]);
		const report = JSON.parse(done.stdout) as {
			scan: object;
			exemptions: unknown[];
			tables: { name: string; rowsIn: number; rowsOut: number }[];
		};
		expect(report.scan).toMatchObject({ passed: true, findings: [] });
		expect(report.exemptions).toHaveLength(3);
		expect(report.tables.map(({ name }) => name)).toEqual(tables);
		for (const { rowsIn, rowsOut } of report.tables) expect(rowsOut).toBe(rowsIn);
		expect(
			await one(
				`select count(*) from '${join(out, 'person.parquet')}' where birth_year is null and age < 90`
			)
		).toBe(0);
	}
);

test.skipIf(!existsSync(archive))(
	'without NHS numbers and without an exemption it is refused',
	() => {
		const out = join(folder, 'refused');
		const done = aldgate(
			'--source',
			thirdParty(),
			'--rules',
			file('n.json', JSON.stringify({ ...rules, optOut: {} })),
			'--lists',
			folder,
			'--key-file',
			key,
			'--out',
			out
		);
		expect(done.status).toBe(1);
		expect(done.stdout).toMatch(/Gate: shut/);
		expect(readdirSync(out)).toEqual(['report.json']);
	}
);

let count = 0;
const bad = (changes: object) => {
	count += 1;
	return file(`bad-${String(count)}.json`, JSON.stringify({ ...rules, ...changes }));
};

test.each([
	['an option is missing', () => ['--source', folder], /--rules is missing/],
	['an option is unknown', () => ['--colour', 'red'], /Unknown option '--colour'/],
	[
		'the rules are not there',
		() => all({ rules: join(folder, 'nowhere.json') }),
		/nowhere.json: there is no such file/
	],
	[
		'the rules are not JSON',
		() => all({ rules: file('x.json', '{') }),
		/x.json: this is not a JSON document/
	],
	[
		'the purpose is unknown',
		() => all({ rules: bad({ purpose: 'marketing' }) }),
		/purpose: should be one of/
	],
	['the day is no day', () => all({ rules: bad({ at: '2026-13-01' }) }), /at: should be a date/],
	[
		'an exemption has no basis',
		() => all({ rules: bad({ optOut: { ndoo: 'exempt' } }) }),
		/an exemption needs its basis/
	],
	[
		'a table is listed twice',
		() => all({ rules: bad({ tables: [{ name: 'person' }, { name: 'person' }] }) }),
		/listed twice/
	],
	[
		'a table name tries to be SQL',
		() => all({ rules: bad({ tables: [{ name: 'person; drop' }] }) }),
		/lower-case name/
	],
	['the key is short', () => all({ 'key-file': file('short', 'abc') }), /the key has 3 bytes/],
	[
		'the source is not there',
		() => all({ source: join(folder, 'none') }),
		/there is no such folder/
	]
])('%s: one line on stderr and exit 2', (_, argv, words) => {
	refused(aldgate(...argv()), words);
});

function refused(done: ReturnType<typeof aldgate>, words: RegExp): void {
	expect(
		done.stderr
			.trim()
			.split('\n')
			.filter((line) => !/^\d\/\d /.test(line))
	).toHaveLength(1);
	expect(done.stderr).toMatch(words);
	expect([done.status, done.stdout]).toEqual([2, '']);
}

test.skipIf(!existsSync(archive))('a column is not there: one line on stderr and exit 2', () => {
	const rules = bad({ tables: [{ name: 'person', columns: ['shoe_size'] }] });
	refused(aldgate(...all({ rules })), /no column shoe_size/);
});

function all(changes: Record<string, string>): string[] {
	const source = existsSync(archive) ? thirdParty() : folder;
	const options = {
		source,
		rules: bad({}),
		lists: folder,
		'key-file': key,
		out: join(folder, 'never'),
		...changes
	};
	return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

test('--help says what the command does', () => {
	const done = aldgate('--help');
	expect([done.status, done.stderr]).toEqual([0, '']);
	expect(done.stdout).toMatch(/^Usage: npx aldgate deidentify/);
});

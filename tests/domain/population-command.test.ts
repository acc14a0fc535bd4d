import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { help, run } from '../../src/cli/population.ts';

const folder = mkdtempSync(join(tmpdir(), 'aldgate-population-command-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

let [out, err] = ['', ''];
beforeEach(() => {
	[out, err] = ['', ''];
	vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
	vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => {
	vi.restoreAllMocks();
});

/** A small set of CSV files in a folder of its own. */
function set(name: string, files: Readonly<Record<string, string>>): string {
	const path = join(folder, name);
	mkdirSync(path);
	for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
	return path;
}

const whole = {
	'PERSON.csv':
		'person_id,gender_concept_id,year_of_birth,race_concept_id,ethnicity_concept_id,mood\n7,8532,1950,8527,0,calm\n',
	'VISIT_OCCURRENCE.csv':
		'visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_end_date,visit_type_concept_id\n1,7,9202,2020-01-02,2020-01-02,32817\n',
	'CONDITION_OCCURRENCE.csv':
		'condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_type_concept_id,condition_source_value\n1,7,201826,2020-01-02,32817,007\n'
};

test('values that cannot be read as ours are counted, and stop a set that needs them', async () => {
	const wrong = whole['PERSON.csv'].replace('\n7,', '\nseven,');
	const source = set('wrong', { ...whole, 'PERSON.csv': wrong });
	expect(await run(['--load', source])).toBe(1);
	expect(out).toContain('person_id is text: 1 values cannot be read as BIGINT');
	expect(out).toContain('This set cannot be used');
});

test('a set without a needed table ends with 1 and says which', async () => {
	const source = set('partial', { 'person.csv': whole['PERSON.csv'] });
	expect(await run(['--load', source])).toBe(1);
	expect(out).toMatch(/visit_occurrence +MISSING, needed/);
});

test('a needed column that is missing ends with 1', async () => {
	const source = set('narrow', { ...whole, 'PERSON.csv': 'person_id\n7\n' });
	expect(await run(['--load', source, '--json'])).toBe(1);
	expect(JSON.parse(out)).toMatchObject({ usable: false });
});

test('a damaged file is reported, the others are read', async () => {
	const source = set('damaged', whole);
	writeFileSync(join(source, 'death.parquet'), 'PAR1 is not enough');
	expect(await run(['--load', source])).toBe(0);
	expect(out).toMatch(/death +unreadable/);
	expect(out).not.toContain(join(source, 'death.parquet'));
});

test('a .zip is read whatever its folders, and a name inside it leads nowhere else', async () => {
	const zip = join(folder, 'set.zip');
	const files = Object.entries(whole).map(([file, text]) => [`../../deep/${file}`, strToU8(text)]);
	writeFileSync(zip, zipSync(Object.fromEntries(files) as Record<string, Uint8Array>));
	expect(await run(['--load', zip])).toBe(0);
	expect(existsSync(join(folder, '..', '..', 'deep'))).toBe(false);
});

test.each([
	['cut short', (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
	[
		'overwritten',
		(bytes: Uint8Array) => bytes.map((byte, at) => (at > 60 && at < 400 ? 255 : byte))
	]
])('a .zip that was %s is bad input in one line, or a report', async (what, spoil) => {
	const zip = join(folder, `${what}.zip`);
	const big = Array.from({ length: 4_000 }, (_, n) => `${n * 7919},x${n % 97}\n`).join('');
	const good = zipSync({ 'person.csv': strToU8(`person_id,mood\n${big}`) });
	writeFileSync(zip, spoil(good));
	expect(await run(['--load', zip])).toBeGreaterThan(0);
	expect(err.trimEnd().split('\n').length).toBe(1);
});

test.each([
	[['--load', join(folder, 'nowhere')], 'there is nothing here'],
	[['--load', 'package.json'], 'neither a folder nor a .zip'],
	[['--load', folder, '--persons', '5'], 'it goes without'],
	[['--persons', '5', '--seed', '1'], '--out: give a value'],
	[['--persons', '0', '--seed', '1', '--out', folder], 'not a whole number'],
	[['--persons', '1e3', '--seed', '1', '--out', folder], 'not a whole number'],
	[['--persons', '5', '--out', folder], '--seed: give a value'],
	[['--persons', '5', '--seed', '1', '--out', folder, '--as-of', '2026-02-30'], 'is not a day'],
	[['--nonsense'], 'see npx aldgate population --help']
])('%j is bad input, said in one line', async (argv, words) => {
	expect(await run(argv)).toBe(2);
	expect(out).toBe('');
	expect(err).toContain(words);
	expect(err.trimEnd().split('\n').length).toBe(1);
});

test('a folder that cannot be written to ends with 3 in one line', async () => {
	const blocked = join(folder, 'blocked');
	writeFileSync(blocked, '');
	expect(await run(['--persons', '5', '--seed', '1', '--out', join(blocked, 'x'), '--json'])).toBe(
		3
	);
	expect(err.trimEnd().split('\n').length).toBe(1);
});

test('makes a population and answers with its rows as JSON', async () => {
	const made = join(folder, 'made');
	expect(await run(['--persons', '60', '--seed', 'x', '--out', made, '--json'])).toBe(0);
	expect(JSON.parse(out)).toMatchObject({ rows: { person: 60, identity: 60 } });
	expect(readFileSync(join(made, 'catalogue.json'), 'utf8')).toContain('linked-core');
	[out] = [''];
	expect(await run(['--help'])).toBe(0);
	expect(out.trim()).toBe(help);
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BadInput } from '#workspaces/deidentify/refusal.ts';
import { deidentify } from '#workspaces/deidentify/engine.ts';
import type { Report } from '#workspaces/deidentify/account.ts';
import { mapSource, readMapping } from '#workspaces/deidentify/mappings/mapping.ts';
import type { Options } from '#workspaces/deidentify/options.ts';
import { keyLength } from '#workspaces/deidentify/pseudonym.ts';
import { parseRules } from '#workspaces/deidentify/rules.ts';
import { readJson } from '#workspaces/deidentify/source.ts';

export const help = `Usage: npx aldgate deidentify --source DIR --rules FILE --lists DIR --key-file FILE --out DIR [--json]

Cuts an extract out of an OMOP source and de-identifies it (preset "controlled research").

  --source DIR     OMOP CDM 5.4 Parquet files, with identity.parquet and catalogue.json if it has them
  --rules FILE     what to cut: project, purpose, at, population, tables (deid/1, JSON)
  --lists DIR      ndoo_cleaned.parquet, type1.parquet, controller_signup.parquet, lists.json
  --key-file FILE  the master key: 32 bytes, or 64 hexadecimal digits; /dev/fd/3 reads descriptor 3
  --out DIR        folder to make: Parquet files, report.json, manifest.json
  --mapping FILE   the source is CSV files: how they become OMOP tables; synthea-csv comes with Aldgate
  --json           print the report instead of a summary

Exit codes: 0 the gate can be opened, 1 it is shut (only report.json is written), 2 bad input,
3 could not run.`;

const names = ['source', 'rules', 'lists', 'key-file', 'out'] as const;

function options(argv: string[]) {
	const string = { type: 'string' } as const;
	const flag = { type: 'boolean', default: false } as const;
	try {
		const { values } = parseArgs({
			args: argv,
			options: {
				source: string,
				rules: string,
				lists: string,
				'key-file': string,
				out: string,
				mapping: string,
				json: flag,
				help: flag
			}
		});
		return values;
	} catch (error) {
		const [first = ''] = (error instanceof Error ? error.message : '').split('. ');
		throw new BadInput(`deidentify: ${first}; see npx aldgate deidentify --help.`);
	}
}

/** The key's bytes, from a file or an open descriptor; never from the environment or arguments. */
function readKey(path: string): Buffer {
	let bytes: Buffer;
	try {
		bytes = readFileSync(path);
	} catch {
		throw new BadInput(
			`${path}: the key cannot be read; give a file of ${String(keyLength)} bytes.`
		);
	}
	if (bytes.length === keyLength) return bytes;
	const hex = bytes.toString('latin1').trim();
	if (/^[0-9a-f]{64}$/i.test(hex)) return Buffer.from(hex, 'hex');
	throw new BadInput(
		`${path}: the key has ${String(bytes.length)} bytes; give ${String(keyLength)} random bytes.`
	);
}

type Shown = {
	persons: { in: number; out: number; leftOut: { reason: string; persons: number }[] };
	tables: { name: string; rowsIn: number; rowsOut?: number; personsOut?: number }[];
	gate: { verdict: string; reasons: string[]; acknowledge: string[] };
};

function summary(report: Report): string {
	const { persons, tables, gate } = report as unknown as Shown;
	const n = (value: number | undefined) => (value ?? 0).toLocaleString('en-GB');
	return [
		`People: ${n(persons.out)} of ${n(persons.in)}`,
		...persons.leftOut
			.filter((entry) => entry.persons > 0)
			.map((entry) => `  left out, ${entry.reason}: ${n(entry.persons)}`),
		...tables.map(
			(t) => `${t.name}: ${n(t.rowsOut)} of ${n(t.rowsIn)} rows, ${n(t.personsOut)} people`
		),
		...gate.acknowledge,
		`Gate: ${gate.verdict}`,
		...gate.reasons.map((reason) => `  ${reason}`)
	].join('\n');
}

async function work(argv: string[]): Promise<number> {
	const values = options(argv);
	if (values.help) {
		console.log(help);
		return 0;
	}
	for (const name of names)
		if (values[name] === undefined)
			throw new BadInput(`deidentify: --${name} is missing; see npx aldgate deidentify --help.`);
	const { source = '', rules = '', lists = '', out = '' } = values;
	const mapped = values.mapping === undefined ? null : await mapping(values.mapping, source);
	try {
		const options = {
			source: mapped ?? source,
			rules: parseRules(readJson(rules), rules),
			lists,
			master: readKey(values['key-file'] ?? ''),
			out: out.replace(/(.)\/+$/, '$1')
		};
		return await extract(options, values.json);
	} finally {
		if (mapped !== null) rmSync(mapped, { recursive: true, force: true });
	}
}

/** Makes OMOP files of a third party's CSV, in a folder that only we can enter. */
async function mapping(path: string, source: string): Promise<string> {
	const known = readMapping(path);
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-mapped-'));
	try {
		await mapSource(known, source, folder);
		return folder;
	} catch (error) {
		rmSync(folder, { recursive: true, force: true });
		throw error;
	}
}

async function extract(options: Options, json: boolean): Promise<number> {
	const run = deidentify(options);
	let next = await run.next();
	while (!next.done) {
		const { status, position, of, title } = next.value;
		if (!json && status !== 'running')
			console.error(`${String(position)}/${String(of)} ${title}: ${status}`);
		next = await run.next();
	}
	const report = next.value;
	console.log(json ? JSON.stringify(report, null, '\t') : summary(report));
	return report.gate['verdict'] === 'open-able' ? 0 : 1;
}

/** The command. @returns its exit code; writes one line to stderr when it is not 0 or 1. */
export async function run(argv: string[]): Promise<number> {
	try {
		return await work(argv);
	} catch (error) {
		if (error instanceof BadInput) {
			console.error(error.message);
			return 2;
		}
		const [line = 'unknown reason'] = (error instanceof Error ? error.message : '').split('\n');
		console.error(`deidentify: could not run: ${line}`);
		return 3;
	}
}

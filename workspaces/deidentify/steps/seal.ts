import { createHash } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ageBandOf, dateModeOf } from '#domain/workspaces/rules/choices.ts';
import { departuresOf } from '#domain/workspaces/rules/departures.ts';
import type { Json } from '#platform/canonical.ts';
import { digest } from '#platform/digest.server.ts';
import { exemptions, lists, persons } from '../account.ts';
import { literal, number, rows } from '../duck.ts';
import { readJson } from '../source.ts';
import { writeWhole, type Detail, type Run, type Step } from '../run.ts';

/** SHA-256 of a file of any size. */
export function hashFile(path: string): string {
	const file = openSync(path, 'r');
	try {
		const hash = createHash('sha256');
		const buffer = Buffer.alloc(1 << 20);
		for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
			hash.update(buffer.subarray(0, read));
		return hash.digest('hex');
	} finally {
		closeSync(file);
	}
}

/** Waits until a file, or a folder's list of names, is on the disk. */
export function sync(path: string): void {
	const file = openSync(path, 'r');
	try {
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}

async function sealTable(run: Run, name: string): Promise<Detail> {
	const file = `${name}.parquet`;
	const path = join(run.release, file);
	const columns = await rows(run.db, `describe select * from read_parquet(${literal(path)})`);
	chmodSync(path, 0o444);
	sync(path);
	return {
		name,
		file,
		rows: await number(run.db, `select count(*) from read_parquet(${literal(path)})`),
		bytes: statSync(path).size,
		sha256: hashFile(path),
		columns: columns.map((column) => ({
			name: String(column['column_name']),
			type: String(column['column_type'])
		}))
	};
}

/** People are shown to the nearest ten here: this document travels with the data. */
function roundedPersons(details: Run['details']): Json {
	const ten = (value: Json | undefined) => Math.round(Number(value ?? 0) / 10) * 10;
	const exact = persons(details);
	const leftOut = exact['leftOut'] as readonly Detail[];
	return {
		in: ten(exact['in']),
		out: ten(exact['out']),
		leftOut: leftOut.map((entry) => ({
			reason: entry['reason'],
			persons: ten(entry['persons'])
		})) as Json
	};
}

/** What made it: another version may write other bytes. */
async function softwareOf(run: Run): Promise<Detail> {
	const about = readJson(fileURLToPath(new URL('../../../package.json', import.meta.url)));
	const { version } = about as { readonly version?: string };
	const [row] = await rows(run.db, 'select version() as version');
	return {
		aldgate: version ?? '',
		duckdb: String(row?.['version']),
		node: process.versions.node
	};
}

/**
 * Writes the manifest, last of all files: without it a folder is not a snapshot. It holds no time
 * of making, so that the same inputs, rules and key give the same bytes.
 */
export const seal: Step = {
	name: 'seal',
	title: 'Seal the snapshot',
	async run(run) {
		const { rules, source, details } = run;
		const tables: Detail[] = [];
		for (const { name } of rules.tables) tables.push(await sealTable(run, name));
		const used = [...source.tables.keys()].filter((name) =>
			[
				...rules.tables.map((table) => table.name),
				'person',
				'visit_occurrence',
				'identity',
				'care_site'
			].includes(name)
		);
		const { name, version, asOf } = source.known;
		const manifest: Detail = {
			schema: 'snapshot/1',
			project: rules.project,
			purpose: rules.purpose,
			at: rules.at,
			preset: rules.preset,
			rulesSha256: digest(rules),
			source: { name, version, asOf },
			inputs: used.map((table) => ({
				file: `${table}.parquet`,
				sha256: hashFile(join(source.dir, `${table}.parquet`))
			})),
			key: { version: run.keyVersion, domains: details.get('pseudonyms')?.['domains'] ?? [] },
			lists: lists(details),
			exemptions: exemptions(rules),
			choices: { dates: dateModeOf(rules), ageBand: ageBandOf(rules), place: rules.place },
			departures: departuresOf(rules),
			persons: roundedPersons(details),
			waivers: rules.waivers.map((waiver) => ({ ...waiver })),
			kAnonymity: details.get('report') ?? null,
			scan: details.get('scan') ?? null,
			software: await softwareOf(run),
			tables
		};
		const sha256 = digest(manifest);
		writeWhole(
			join(run.release, 'manifest.json'),
			`${JSON.stringify({ ...manifest, sha256 }, null, '\t')}\n`,
			0o444
		);
		sync(run.release);
		return { sha256, files: tables.length };
	}
};

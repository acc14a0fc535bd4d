import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { birthDates } from '../births.ts';
import { followCanaries } from '../canaries/follow.ts';
import { compareWithSource } from '../dictionary.ts';
import { literal, rows } from '../duck.ts';
import type { Run, Step } from '../run.ts';
import { conflicts } from '../conflicts.ts';
import {
	makeCandidates,
	scanNames,
	scanNumbers,
	scanTexts,
	scanUuids,
	suspectNumbers,
	type Finding,
	type Place
} from '../look.ts';

/** Whatever is not known to be something else is looked at as text: lists, structures, bytes. */
const isText = (type: string) =>
	!/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL\(.*\)|DATE|TIMESTAMP.*|UUID|BOOLEAN)$/.test(
		type
	);
const isNumber = (type: string) => /INT|DOUBLE|FLOAT|DECIMAL/.test(type) && !isText(type);

/** What was looked at, in the order of the candidates' numbers, and what was found by itself. */
type Scanned = { readonly places: Place[]; readonly findings: Finding[]; columns: number };

async function scanFile(run: Run, file: string, scanned: Scanned): Promise<void> {
	const path = join(run.release, file);
	const from = `read_parquet(${literal(path)})`;
	const columns = (await rows(run.db, `describe select * from ${from}`)).map((row) => ({
		name: String(row['column_name']),
		type: String(row['column_type'])
	}));
	const of = (test: (type: string) => boolean) =>
		columns.filter(({ type }) => test(type)).map(({ name }) => name);
	const { places, findings } = scanned;
	const at = (column: string, names = false): number =>
		places.push({ file, column, from, names }) - 1;
	for (const column of of(isText))
		findings.push(...(await scanTexts(run.db, { file, column, from }, at(column))));
	for (const column of await suspectNumbers(run.db, path, of(isNumber)))
		findings.push(...(await scanNumbers(run.db, { file, column, from }, at(column))));
	findings.push(
		...(await scanUuids(
			run.db,
			file,
			from,
			of((type) => type === 'UUID')
		))
	);
	const names = [file.replace(/\.parquet$/, ''), ...columns.map(({ name }) => name)];
	const metadata = await rows(
		run.db,
		`select decode(key) as key, decode(value) as value from parquet_kv_metadata(${literal(path)})`
	);
	const written = metadata.flatMap((row) => [String(row['key']), String(row['value'])]);
	for (const [column, words] of [
		['its name or a column name', names],
		['its metadata', written]
	] as const)
		findings.push(...(await scanNames(run.db, { file, column }, words, at(column, true))));
	findings.push(...conflicts(file, columns, run.rules));
	scanned.columns += columns.length;
}

/**
 * Looks for identifiers in the files as they would be released: values, file names, column names
 * and Parquet metadata. Any finding shuts the gate.
 */
export const scan: Step = {
	name: 'scan',
	title: 'Look for identifiers in the files to be released',
	async run(run) {
		await makeCandidates(run.db);
		const files = readdirSync(run.release)
			.filter((name) => name.endsWith('.parquet'))
			.sort();
		const scanned: Scanned = { places: [], findings: [], columns: 0 };
		for (const file of files) await scanFile(run, file, scanned);
		const { findings, compared } = await compareWithSource(run, scanned.places);
		const canaries = await followCanaries(run);
		const births = await birthDates(run, files);
		const all = [...scanned.findings, ...findings, ...births, ...canaries.findings];
		return {
			passed: all.length === 0,
			findings: all.map((finding) => ({ ...finding })),
			dictionary: compared,
			canaries: {
				planted: canaries.planted,
				present: canaries.present,
				values: canaries.values
			},
			files: files.length,
			columns: scanned.columns
		};
	}
};

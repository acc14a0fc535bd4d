import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { keepDictionary } from '../dictionary.ts';
import { literal, number, rows } from '../duck.ts';
import { keep, type Run, type Step } from '../run.ts';
import { conflicts } from '../conflicts.ts';
import { scanNames, scanNumbers, scanTexts, scanUuids, type Finding } from '../look.ts';

const isText = (type: string) => type === 'VARCHAR' || type === 'BLOB' || type.includes('[');
const isNumber = (type: string) => /INT|DOUBLE|FLOAT|DECIMAL/.test(type);

async function scanFile(run: Run, file: string): Promise<{ findings: Finding[]; columns: number }> {
	const from = `read_parquet(${literal(join(run.release, file))})`;
	const columns = (await rows(run.db, `describe select * from ${from}`)).map((row) => ({
		name: String(row['column_name']),
		type: String(row['column_type'])
	}));
	const findings: Finding[] = [];
	for (const { name, type } of columns) {
		const place = { file, column: name, from };
		if (isText(type)) findings.push(...(await scanTexts(run.db, place)));
		else if (isNumber(type)) findings.push(...(await scanNumbers(run.db, place)));
		else if (type === 'UUID') findings.push(...(await scanUuids(run.db, place)));
	}
	const names = [file.replace(/\.parquet$/, ''), ...columns.map(({ name }) => name)];
	const metadata = await rows(
		run.db,
		`select decode(key) as key, decode(value) as value
		from parquet_kv_metadata(${literal(join(run.release, file))})`
	);
	findings.push(...(await scanNames(run.db, file, 'its name or a column name', names)));
	const written = metadata.flatMap((row) => [String(row['key']), String(row['value'])]);
	findings.push(...(await scanNames(run.db, file, 'its metadata', written)));
	findings.push(...conflicts(file, columns));
	return { findings, columns: columns.length };
}

/**
 * Looks for identifiers in the files as they would be released: values, file names, column names
 * and Parquet metadata. Any finding shuts the gate.
 */
export const scan: Step = {
	name: 'scan',
	title: 'Look for identifiers in the files to be released',
	async run(run) {
		await keepDictionary(run);
		// in memory once: every column of every file is compared with it
		await keep({ ...run, work: null }, 'forbidden', 'select * from dictionary');
		const files = readdirSync(run.release)
			.filter((name) => name.endsWith('.parquet'))
			.sort();
		const findings: Finding[] = [];
		let columns = 0;
		for (const file of files) {
			const found = await scanFile(run, file);
			findings.push(...found.findings);
			columns += found.columns;
		}
		const dictionary = await number(run.db, 'select count(*) from forbidden');
		return {
			passed: findings.length === 0,
			findings: findings.map((finding) => ({ ...finding })),
			dictionary,
			files: files.length,
			columns
		};
	}
};

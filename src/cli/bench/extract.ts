import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { deidentify } from '#workspaces/deidentify/engine.ts';
import { parseRules } from '#workspaces/deidentify/rules.ts';
import { generate } from '#workspaces/population/generate.ts';

/** Times in milliseconds; `rows` is how many each of the two wrote. */
export type ExtractTime = {
	readonly persons: number;
	readonly rows: number;
	readonly extract: number;
	readonly copy: number;
	readonly ratio: number;
};

const tables = [
	'person',
	'observation_period',
	'visit_occurrence',
	'condition_occurrence',
	'drug_exposure',
	'death'
];
const rounds = 3;

/**
 * De-identifying an extract of everybody against DuckDB copying the very rows that came out of it
 * from Parquet to Parquet, with nothing done to them: the best of three each, by turns.
 */
export async function measureExtract(persons: number): Promise<ExtractTime> {
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-bench-'));
	try {
		const source = join(folder, 'source');
		await generate({ persons, seed: 1, out: source });
		const [extracts, copies]: [number[], number[]] = [[], []];
		let written: Written = [];
		for (let round = 0; round < rounds; round++) {
			const began = performance.now();
			const out = join(folder, `extract-${String(round)}`);
			written = await extract(source, out);
			extracts.push(performance.now() - began);
			copies.push(await copy(out, join(folder, 'copy.parquet'), written));
		}
		const [one, other] = [Math.min(...extracts), Math.min(...copies)];
		const rows = written.reduce((all, table) => all + table.rows, 0);
		return { persons, rows, extract: one, copy: other, ratio: one / other };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

type Written = readonly { readonly name: string; readonly rows: number }[];

async function extract(source: string, out: string): Promise<Written> {
	const rules = parseRules({
		project: 'bench',
		purpose: 'research',
		at: '2026-11-01',
		tables: tables.map((name) => ({ name }))
	});
	const run = deidentify({
		source,
		rules,
		lists: join(source, 'lists'),
		master: Buffer.alloc(32, 1),
		out
	});
	let step = await run.next();
	while (!step.done) step = await run.next();
	const report = step.value as unknown as {
		tables: { name: string; rowsOut?: number }[];
		gate: { verdict: string; reasons: string[] };
	};
	if (report.gate.verdict === 'shut')
		throw new Error(`the extract's gate stayed shut: ${report.gate.reasons.join(' ')}`);
	return report.tables.map(({ name, rowsOut }) => ({ name, rows: rowsOut ?? 0 }));
}

/** Milliseconds from opening DuckDB to the last file, as the extract opens one too. */
async function copy(from: string, to: string, written: Written): Promise<number> {
	const began = performance.now();
	const instance = await DuckDBInstance.create(':memory:');
	const db = await instance.connect();
	try {
		for (const { name } of written)
			await db.run(
				`copy (from read_parquet('${from}/${name}.parquet')) to '${to}' (format parquet, compression zstd)`
			);
	} finally {
		db.closeSync();
		instance.closeSync();
	}
	return performance.now() - began;
}

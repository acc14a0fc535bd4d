import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { generate } from '#workspaces/population/generate.ts';
import type { ExtractRun } from './extract-run.ts';

/** Milliseconds by the clock, and of all processors together, which other work disturbs less. */
export type Time = { readonly wall: number; readonly processor: number };

export type ExtractTime = {
	readonly persons: number;
	/** Rows of the tables asked for, before and after. */
	readonly rowsIn: number;
	readonly rowsOut: number;
	/** DuckDB copying those tables as the source has them, and as they were released. */
	readonly copySource: Time;
	readonly copyReleased: Time;
	/** From the first step to the last table: what is held to 1.5 times a copy. */
	readonly cut: Time;
	/** And with the metrics of risk, the leak scan and the seal. */
	readonly extract: Time;
	/** Of the quickest run, in order. */
	readonly steps: Readonly<Record<string, Time>>;
	/** Megabytes that the extract took at the highest. */
	readonly memory: number;
};

/** Everything that the catalogue offers. */
const tables = [
	'person',
	'observation_period',
	'visit_occurrence',
	'condition_occurrence',
	'drug_exposure',
	'measurement',
	'death'
];

/** Times each is tried, by turns; what takes minutes is tried once. */
const roundsOf = (persons: number): number => (persons > 1_000_000 ? 1 : 3);

const least = (times: readonly Time[]): Time => ({
	wall: Math.min(...times.map(({ wall }) => wall)),
	processor: Math.min(...times.map(({ processor }) => processor))
});

/** The steps that cut and pseudonymise; what follows measures and looks. */
const cutting = ['cohort', 'sign-up', 'opt-outs', 'cut', 'pseudonyms'];

/**
 * De-identifying an extract of everybody against DuckDB copying the very rows from Parquet to
 * Parquet with nothing done to them, by turns, the best of each. `given` is a source made before.
 */
export async function measureExtract(persons: number, given?: string): Promise<ExtractTime> {
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-bench-'));
	try {
		const source = given ?? join(folder, 'source');
		if (given === undefined) await generate({ persons, seed: 1, out: source });
		const [runs, sources, released]: [ExtractRun[], Time[], Time[]] = [[], [], []];
		for (let round = 0; round < roundsOf(persons); round++) {
			const out = join(folder, 'extract');
			sources.push(await copy(source, folder));
			runs.push(await extract(source, out));
			released.push(await copy(out, folder));
			rmSync(out, { recursive: true });
		}
		const [first] = runs;
		const rows = (of: 'rowsIn' | 'rowsOut') =>
			(first?.tables ?? []).reduce((sum, table) => sum + table[of], 0);
		const cutTimes = runs.map(({ steps, cutProcessor }) => ({
			wall: cutting.reduce((sum, name) => sum + (steps[name]?.wall ?? 0), 0),
			processor: cutProcessor
		}));
		return {
			persons,
			rowsIn: rows('rowsIn'),
			rowsOut: rows('rowsOut'),
			copySource: least(sources),
			copyReleased: least(released),
			cut: least(cutTimes),
			extract: least(runs.map(({ total, processor }) => ({ wall: total, processor }))),
			steps: [...runs].sort((a, b) => a.total - b.total)[0]?.steps ?? {},
			memory: Math.max(...runs.map(({ memory }) => memory))
		};
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function extract(source: string, out: string): Promise<ExtractRun> {
	const program = join(import.meta.dirname, 'extract-run.ts');
	const { stdout } = await promisify(execFile)(process.execPath, [program, source, out, ...tables]);
	const run = JSON.parse(stdout) as ExtractRun;
	if (run.verdict === 'shut')
		throw new Error(`the extract's gate stayed shut: ${run.reasons.join(' ')}`);
	return run;
}

/** From opening DuckDB to the last file, as the extract opens one too. */
async function copy(from: string, folder: string): Promise<Time> {
	const used = process.cpuUsage();
	const began = performance.now();
	const instance = await DuckDBInstance.create(':memory:', { memory_limit: '3GB' });
	const db = await instance.connect();
	try {
		for (const name of tables)
			await db.run(
				`copy (from read_parquet('${from}/${name}.parquet')) to '${folder}/copy.parquet' (format parquet, compression zstd)`
			);
	} finally {
		db.closeSync();
		instance.closeSync();
	}
	const { user, system } = process.cpuUsage(used);
	return { wall: performance.now() - began, processor: (user + system) / 1000 };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { capabilities } from './capabilities.ts';
import type { Language } from './library.ts';
import { openSession } from './session/session.ts';

export type FramesTime = {
	readonly rows: number;
	/** Milliseconds of each passage, the median of the rounds. */
	readonly passages: readonly { readonly passage: string; readonly ms: number }[];
};

/** Measurements of 50,000 people: a pseudonym, a code, a value, a day and a text. */
const million = `select md5('p' || i % 50000)::uuid as person_id, (i % 300)::int as concept, i / 7.0 as value,
	date '2020-01-01' + (i % 900)::int as day, 'E11.' || (i % 90) as code from range(1000000) t(i)`;

/**
 * A million rows of five columns from SQL to R and Python and back, in one session.
 * @throws Error when this machine can make no sandbox, or lacks R or Python.
 */
export async function measureFrames(rounds = 3): Promise<FramesTime> {
	const found = await capabilities();
	const { machine, runtime } = found;
	if (machine === null || runtime === null) throw new Error(found.capabilities.says.join(' '));
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-frames-'));
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	await connection.run(`copy (${million}) to '${join(folder, 'measurement.parquet')}'`);
	const session = openSession(machine, runtime, {
		...{ person: 'm', workspace: 'measure', projectId: 'm', snapshotId: 'm', snapshot: folder },
		...{ size: 'M', now: () => Temporal.Now.instant() }
	});
	const cell = async (language: Language, code: string, into: string | null = null) => {
		const told = await session.run({
			...{ run: crypto.randomUUID(), language, code, into, plots: 'png', rows: 20 }
		});
		if ('message' in told) throw new Error(told.message);
		const wrong = told.answer.marks.find(failed)?.rest;
		if (wrong !== undefined || told.ended !== 'done')
			throw new Error(`A passage of a frame failed: ${wrong ?? told.ended}.`);
		return told.ms;
	};
	const taken = new Map<string, number[]>();
	const time = async (passage: string, work: () => Promise<number>) => {
		taken.set(passage, [...(taken.get(passage) ?? []), await work()]);
	};
	try {
		for (const language of ['sql', 'r', 'python'] as const) await cell(language, warm[language]);
		for (let round = 0; round < rounds; round++) {
			await time('SQL to a frame', () => cell('sql', 'select * from measurement', 'm'));
			await time('frame to R', () => cell('r', 'x <- frame("m")'));
			await time('frame to Python', () => cell('python', 'x = frame("m")'));
			await time('R to a frame', () => cell('r', 'share(x, "from_r")'));
			await time('Python to a frame', () => cell('python', 'share(x, "from_python")'));
			await time('frame of R to SQL', () => cell('sql', 'select count(*) from from_r'));
			await time('frame of Python to SQL', () => cell('sql', 'select count(*) from from_python'));
		}
	} finally {
		session.stop('It was measured.');
		found.close();
		rmSync(folder, { recursive: true, force: true });
	}
	const passages = [...taken].map(([passage, times]) => ({
		passage,
		ms: times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
	}));
	return { rows: 1_000_000, passages };
}

const warm = { sql: 'select 1', r: 'library(stats)', python: 'import pandas' } as const;

const failed = ({ word, rest }: { word: string; rest: string }): boolean =>
	word === 'error' || (word === 'answer' && rest.startsWith('{"ok":false'));

if (import.meta.main)
	process.stdout.write(`${JSON.stringify(await measureFrames(), null, '\t')}\n`);

import type { CheckerTable } from '#domain/disclosure/answer.ts';
import { total } from '#domain/disclosure/evidence.ts';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import type { Scan } from '#workspaces/scan/scan.ts';
import { computed } from './compute.ts';
import type { Asked } from './computed.ts';
import { sample, textOf, type Sample } from './file.ts';
import { groups } from './people.ts';
import type { MadeUp } from './request.ts';
import { truthOf } from './truth.ts';

/** What was said of one request, held against what was planted in it. */
export type Score = {
	/** Names of planted faults and unsafe cells that nothing named; findings that failed for nothing. */
	readonly missed: readonly string[];
	readonly falseAlarms: readonly string[];
	/** Findings that ask for a person's eye on files without a fault, "needs evidence" left out. */
	readonly asked: readonly string[];
	readonly safeCells: number;
	readonly unsafeCells: number;
	readonly flaggedCells: number;
	readonly files: number;
};

/** Scores the files by the scanner, and the computed tables by the truth; those are then scanned too. */
export async function scored(
	{ files, computed: asked }: MadeUp,
	scan: Scan,
	folder: string
): Promise<Score> {
	const tables = await scoreComputed(asked, folder);
	const scores = [tables.score];
	for (const file of [...files, ...tables.files]) scores.push(await scoreFile(file, scan));
	return scores.reduce(plus);
}

const nothing = {
	missed: [],
	falseAlarms: [],
	asked: [],
	safeCells: 0,
	unsafeCells: 0,
	flaggedCells: 0,
	files: 0
};

const plus = (a: Score, b: Score): Score => ({
	missed: [...a.missed, ...b.missed],
	falseAlarms: [...a.falseAlarms, ...b.falseAlarms],
	asked: [...a.asked, ...b.asked],
	safeCells: a.safeCells + b.safeCells,
	unsafeCells: a.unsafeCells + b.unsafeCells,
	flaggedCells: a.flaggedCells + b.flaggedCells,
	files: a.files + b.files
});

/** Said of every file of its kind, whatever is in it. */
const usual = new Set(['needs-evidence', 'needs-reading']);

async function scoreFile(
	{ name, bytes, claimed, fault, safeCells }: Sample,
	scan: Scan
): Promise<Score> {
	const { findings } = await scan({ name, bytes, policy: usualPolicy, claimed });
	const said = (level: 'fail' | 'review'): string[] =>
		findings
			.filter((one) => one.level === level && !usual.has(one.rule))
			.map(({ rule, where, message }) => `${name}: ${rule}, ${where}: ${message}`);
	const score = { ...nothing, safeCells, files: 1 };
	if (fault === null) return { ...score, falseAlarms: said('fail'), asked: said('review') };
	const shown = findings.some(({ rule }) => fault.rules.includes(rule));
	return { ...score, missed: shown ? [] : [fault.name] };
}

async function scoreComputed(
	{ people, tables, fault }: MadeUp['computed'],
	folder: string
): Promise<{ readonly score: Score; readonly files: readonly Sample[] }> {
	if (tables.length === 0) return { score: nothing, files: [] };
	const { answers, differences } = await computed(folder, people, tables);
	const files: Sample[] = [];
	let score: Score = { ...nothing, files: tables.length };
	for (const [at, asked] of tables.entries()) {
		const answer = answers[at];
		if (answer === undefined) continue;
		const name = `computed ${String(at + 1)}`;
		score = plus(score, cellByCell(name, answer, truthOf(people, asked)));
		if (answer.safeVerdict !== 'fail') files.push(published(name, answer, asked));
	}
	const given = differences.filter(({ level }) => level === 'fail').map(({ said }) => said);
	const missed = [];
	if (fault?.shows === 'cells' && score.unsafeCells === 0)
		missed.push(`${fault.name}: not planted`);
	if (fault?.shows === 'differencing' && given.length === 0) missed.push(fault.name);
	const falseAlarms = fault?.shows === 'differencing' ? [] : given;
	return { score: plus(score, { ...nothing, missed, falseAlarms }), files };
}

/** Every cell of an answer against the truth: its people, and whether it is unsafe. */
function cellByCell(
	name: string,
	{ cells }: CheckerTable,
	truth: ReturnType<typeof truthOf>
): Score {
	const place = (row: string, column: string): string => `${row} · ${column}`;
	const found = new Map(cells.map((cell) => [place(cell.row.join(), cell.column.join()), cell]));
	const missed: string[] = [];
	const falseAlarms: string[] = [];
	let flaggedCells = 0;
	for (const { row, column, people, unsafe } of truth) {
		const where = place(row, column);
		const cell = found.get(where);
		if ((cell?.units ?? 0) !== people) missed.push(`${name}, ${where}: other people are behind it`);
		const flagged = cell?.status === 'unsafe';
		if (unsafe && flagged) flaggedCells += 1;
		if (unsafe && !flagged) missed.push(`${name}, ${where}: not flagged`);
		if (!unsafe && flagged) falseAlarms.push(`${name}, ${where}: ${cell.rules.join(', ')}`);
	}
	const unsafeCells = truth.filter(({ unsafe }) => unsafe).length;
	const safeCells = truth.length - unsafeCells;
	return { ...nothing, missed, falseAlarms, unsafeCells, flaggedCells, safeCells };
}

/** The protected table as a file, to be scanned like one from elsewhere. */
function published(name: string, { safe }: CheckerTable, { rows, columns }: Asked): Sample {
	const heads = [...groups[columns], total];
	const figures = new Map(
		safe.map(({ row, column, value, mark }) => [
			`${row.join()} · ${column.join()}`,
			mark === 'suppressed' ? '[REDACTED]' : typeof value === 'number' ? +value.toFixed(2) : '0'
		])
	);
	const lines = [...groups[rows], total].map((row) => [
		row,
		...heads.map((column) => figures.get(`${row} · ${column}`) ?? '0')
	]);
	return sample(`${name}.csv`, textOf([[rows, ...heads], ...lines]), lines.length * heads.length);
}

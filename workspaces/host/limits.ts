/** What one run may use. Bytes are bytes, times are milliseconds unless the name says otherwise. */
export type Limits = {
	/** Memory of the whole sandbox; DuckDB is told to stay below three fifths of it. */
	readonly memory: number;
	readonly wall: number;
	readonly cpuSeconds: number;
	/** Processes and threads of the workspace's user, all its runs together. */
	readonly processes: number;
	readonly openFiles: number;
	readonly fileBytes: number;
	readonly scratchBytes: number;
	readonly scratchFiles: number;
	/** Most bytes that are read from the answer pipe, and from standard error. */
	readonly answerBytes: number;
	readonly errorBytes: number;
};

const MiB = 1024 * 1024;

export const limits: Limits = {
	memory: 2048 * MiB,
	wall: 60_000,
	cpuSeconds: 120,
	processes: 128,
	openFiles: 256,
	fileBytes: 16 * MiB,
	scratchBytes: 64 * MiB,
	scratchFiles: 1000,
	answerBytes: 8 * MiB,
	errorBytes: 16 * 1024
};

/**
 * Node and DuckDB reserve this much writable address space before the first query; RLIMIT_DATA is
 * the memory limit plus this. It turns one enormous allocation into DuckDB's own "out of memory"
 * error. RLIMIT_AS would stop V8 at its start.
 */
export const reserved = 768 * MiB;

/** The longest SQL text that is accepted, in characters (the database's own check on `run.sql`). */
export const longestSql = 20_000;

/** The longest cell of a notebook, in characters. */
export const longestCell = 50_000;

/** Rows of a result that are shown (issue 2, line 15). */
export const rowsShown = 200;

/** Rows of people shown per person, project and day (settled.md 14). */
export { rowsOfPeopleADay as rowBudget } from '#domain/workspaces/budget.ts';

/** What an error raised by a running query counts as: its text can quote a few values. */
export const rowsInAnError = 5;

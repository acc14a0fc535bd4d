/**
 * SQL of a session: one database that stays. A request is a line of JSON on standard input; answers
 * are lines of the marks' form (session/marks.ts) on the answer descriptor, which nothing else holds.
 */
import { lstatSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { CellRequest, Setup } from '../protocol.ts';
import { adopt } from './adopt.ts';
import { answerFd, Refused } from './answer.ts';
import { frameName, framesFolder } from './columns.ts';
import { open } from './database.ts';
import { keep } from './keep.ts';
import { query, single } from './query.ts';

/** Frames that are tables here, by name, with the age of what they were made of. */
const adopted = new Map<string, string>();

/** Names of all tables that were ever made here: one stays when its folder is taken away. */
const made = new Set<string>();

function shared(): Map<string, string> {
	const found = new Map<string, string>();
	for (const name of readdirSync(framesFolder)) {
		if (!frameName.test(name)) continue;
		const at = lstatSync(join(framesFolder, name, 'columns'), { throwIfNoEntry: false });
		if (at) found.set(name, `${String(at.ino)} ${String(at.mtimeMs)}`);
	}
	return found;
}

/** Frames whose names stand anywhere in the text; those that changed are read first. */
async function named(connection: DuckDBConnection, sql: string): Promise<boolean> {
	const text = sql.toLowerCase();
	for (const [name, age] of shared()) {
		if (!text.includes(name.toLowerCase()) || adopted.get(name) === age) continue;
		made.add(name);
		await adopt(connection, name).catch((error: unknown) => {
			throw new Refused('sql', error instanceof Error ? error.message : String(error));
		});
		adopted.set(name, age);
	}
	return [...made].some((name) => text.includes(name.toLowerCase()));
}

async function cell(connection: DuckDBConnection, setup: Setup, request: CellRequest) {
	const frames = await named(connection, request.sql);
	if (request.into === null) {
		const answer = await query(connection, { ...setup, ...request, mode: 'run' });
		// what R and Python made of people's rows has no keys that could be told
		return { ...answer, ...(frames ? { people: true } : {}) };
	}
	const began = performance.now();
	await single(connection, request.sql);
	made.add(request.into);
	try {
		await connection.run(`create or replace table "${request.into}" as\n${request.sql}`);
		const frame = await keep(connection, request.into);
		adopted.set(request.into, shared().get(request.into) ?? '');
		const columns = frame.columns.map(({ name }) => name);
		const ms = Math.round(performance.now() - began);
		return { ok: true, frame: { name: frame.name, rows: frame.rows, columns }, ms };
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		if (/^Out of Memory|bad allocation|ENOSPC/i.test(message)) throw new Refused('memory', message);
		throw new Refused('sql', message, true);
	}
}

function say(words: string): void {
	const bytes = Buffer.from(words);
	for (let sent = 0; sent < bytes.length;) sent += writeSync(answerFd, bytes, sent);
}

/** Whether the database still answers: some calls are accepted though all is locked, and break it for good. */
async function sound(): Promise<boolean> {
	try {
		await connection.run('select 1');
		return true;
	} catch {
		return false;
	}
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const setup = JSON.parse((await lines.next()).value ?? '{}') as Setup;
const connection = await open(setup);
process.on('SIGINT', () => {
	connection.interrupt();
});
for (let line = await lines.next(); !line.done; line = await lines.next()) {
	const request = JSON.parse(line.value) as CellRequest;
	let answer: object;
	try {
		answer = await cell(connection, setup, request);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		answer =
			error instanceof Refused
				? { ok: false, code: error.code, message, people: error.people }
				: { ok: false, code: 'sql', message, people: true };
	}
	// the host ends a process with such a database: to close it aborts the process anyway
	const spoilt = (await sound()) ? '' : `\n\x1e${request.token} spoilt\n`;
	say(
		`${spoilt}\n\x1e${request.token} answer ${JSON.stringify(answer)}\n\n\x1e${request.token} end\n`
	);
}

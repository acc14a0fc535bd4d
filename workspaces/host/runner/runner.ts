/**
 * The program inside the sandbox: one request on standard input, one answer on its own descriptor,
 * then it ends. It imports nothing but DuckDB and its neighbours: nothing else is in the sandbox.
 */
import { readFileSync, writeSync } from 'node:fs';
import type { Answer, Request } from '../protocol.ts';
import { answerFd, Refused } from './answer.ts';
import { open } from './database.ts';
import { query } from './query.ts';
import { serialise } from './tree.ts';

async function answer(request: Request): Promise<Answer> {
	try {
		const connection = await open(request);
		if (request.mode === 'serialise')
			return { ok: true, tree: await serialise(connection, request.sql) };
		return await query(connection, request);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		if (error instanceof Refused)
			return { ok: false, code: error.code, message, people: error.people };
		return { ok: false, code: 'sql', message, people: true };
	}
}

function say(words: string): void {
	const bytes = Buffer.from(words);
	for (let sent = 0; sent < bytes.length;) sent += writeSync(answerFd, bytes, sent);
}

say(JSON.stringify(await answer(JSON.parse(readFileSync(0, 'utf8')) as Request)));
// DuckDB's threads may still be busy with rows nobody will see.
process.exit(0);

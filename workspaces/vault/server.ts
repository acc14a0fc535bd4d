import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { Json } from '#platform/canonical.ts';
import { log } from '#platform/log.server.ts';
import { Problem } from '#platform/problems.ts';
import { BadInput, Refusal } from '#workspaces/deidentify/refusal.ts';
import type { Call, Vault } from './route.ts';
import { routes } from './routes.ts';

/** Bytes of a request's body: a table specification is far smaller. */
const longestBody = 256 * 1024;

type Fault = { status: number; code: string; message: string };

const fault = (status: number, code: string, message: string): Fault => ({ status, code, message });

/** What the caller is told. A sentence for what they can mend; only the log knows the rest. */
function faultOf(error: unknown, path: string): Fault {
	if (error instanceof Problem) return fault(error.status, 'refused', error.message);
	if (error instanceof Refusal) return fault(409, error.code, error.message);
	if (error instanceof BadInput) return fault(422, 'BAD_INPUT', error.message);
	if (v.isValiError(error)) {
		const [issue] = error.issues;
		const place = v.getDotPath(issue) ?? 'the body';
		return fault(400, 'BAD_REQUEST', `${place}: ${issue.message}`);
	}
	log.error({ error, path }, 'request failed');
	const known = outside(error);
	if (known) return known;
	return fault(500, 'FAILED', 'The vault failed; its log says why.');
}

const codeOf = (error: unknown) => (error as { readonly code?: unknown } | null)?.code;

/** What went wrong around the vault and not in it: whoever tries again must know what to mend first. */
function outside(error: unknown): Fault | null {
	const words = error instanceof Error ? error.message : '';
	const code = codeOf(error);
	if (
		code === 'ENOSPC' ||
		code === 'EDQUOT' ||
		/No space left on device|quota exceeded/i.test(words)
	)
		return fault(
			507,
			'DISK_FULL',
			'The disk that snapshots are made on is full. Free space on it, then have this made again.'
		);
	if (code === 'EACCES' || code === 'EROFS')
		return fault(
			500,
			'NOT_WRITABLE',
			'The vault may not write where snapshots are made. Mend its rights, then have this made again.'
		);
	const away = /^(ECONNREFUSED|ECONNRESET|CONNECTION_|CONNECT_TIMEOUT|57P0[123]|53300|08)/;
	if (typeof code === 'string' && away.test(code))
		return fault(
			503,
			'NO_DATABASE',
			'The vault lost its database. It is tried again when the database is back.'
		);
	return null;
}

async function read(request: IncomingMessage): Promise<unknown> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > longestBody) throw new BadInput('The request is too long.');
		chunks.push(chunk);
	}
	try {
		return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
	} catch {
		throw new BadInput('The request is not JSON.');
	}
}

function match(method: string, path: string) {
	const parts = path.split('/');
	for (const [place, route] of Object.entries(routes)) {
		const [wanted, pattern = ''] = place.split(' ');
		const expected = pattern.split('/');
		if (wanted !== method || expected.length !== parts.length) continue;
		const params: Record<string, string> = {};
		const same = expected.every((part, i) => {
			if (!part.startsWith(':')) return part === parts[i];
			params[part.slice(1)] = parts[i] ?? '';
			return true;
		});
		if (same) return { route, params };
	}
	return null;
}

async function respond(vault: Vault, request: IncomingMessage, response: ServerResponse) {
	const url = new URL(request.url ?? '/', 'http://vault');
	const say: Call['say'] = (line) => {
		if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
		// a caller that has gone does not stop an extract: it is found done at the next try
		if (!response.destroyed) response.write(`${JSON.stringify(line)}\n`);
	};
	try {
		const found = match(request.method ?? '', url.pathname);
		if (!found) throw new Problem(404, 'There is nothing at this address.');
		const body = request.method === 'POST' ? await read(request) : null;
		const { route, params } = found;
		finish(response, 200, await route(vault, { params, query: url.searchParams, body, say }));
	} catch (error) {
		const { status, code, message } = faultOf(error, url.pathname);
		const told = { error: { code, message } };
		finish(response, status, response.headersSent ? { type: 'failed', ...told } : told);
	}
}

function finish(response: ServerResponse, status: number, body: Json): void {
	if (response.destroyed) return;
	if (!response.headersSent) response.writeHead(status, { 'content-type': 'application/json' });
	response.end(`${JSON.stringify(body)}\n`);
}

/** The vault's HTTP service, for a unix socket: JSON in; JSON, or NDJSON while something goes on, out. */
export function vaultServer(vault: Vault): Server {
	const server = createServer((request, response) => {
		void respond(vault, request, response);
	});
	server.requestTimeout = 30_000; // to send a request; extracts may take far longer to answer
	return server;
}

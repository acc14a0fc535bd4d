import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { Problem } from './problems.ts';

/** A service of ours behind a unix socket. */
export type Reach = { readonly socket: string; readonly name: 'vault' | 'host' };

export type Ask = {
	readonly method: 'GET' | 'POST';
	readonly path: string;
	readonly body?: unknown;
	/** How long to wait between bytes, in milliseconds; 30 seconds unless told. */
	readonly timeout?: number;
	readonly signal?: AbortSignal;
};

/** The service is not there, did not answer in time, or failed. The message can be shown. */
export class ServiceError extends Error {
	readonly code: string;

	constructor(code: string, message: string) {
		super(message);
		this.name = 'ServiceError';
		this.code = code;
	}
}

const absent = new Set(['ENOENT', 'ECONNREFUSED', 'EACCES', 'EPERM']);

function explained({ name }: Reach, error: NodeJS.ErrnoException): Error {
	if (error instanceof ServiceError) return error;
	if (absent.has(error.code ?? ''))
		return new ServiceError(
			'NOT_RUNNING',
			`The ${name} is not running; start it with "npx aldgate serve ${name}" and try again.`
		);
	if (error.name === 'AbortError') return error;
	return new ServiceError('CUT_OFF', `The ${name} stopped answering; try again in a minute.`);
}

function send(reach: Reach, { method, path, body, timeout = 30_000, signal }: Ask) {
	return new Promise<{ sent: ClientRequest; response: IncomingMessage }>((answer, fail) => {
		const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body));
		const headers = bytes
			? { 'content-type': 'application/json', 'content-length': bytes.length }
			: {};
		const sent = request(
			{ socketPath: reach.socket, method, path, headers, timeout, ...(signal ? { signal } : {}) },
			(response) => {
				answer({ sent, response });
			}
		);
		sent.on('timeout', () => {
			sent.destroy(
				new ServiceError('TIMEOUT', `The ${reach.name} took too long to answer; try again.`)
			);
		});
		sent.on('error', (error) => {
			fail(explained(reach, error));
		});
		sent.end(bytes ?? undefined);
	});
}

/** Lines of a response, as they come. */
async function* lines(reach: Reach, response: IncomingMessage): AsyncGenerator {
	response.setEncoding('utf8');
	let rest = '';
	try {
		for await (const chunk of response as AsyncIterable<string>) {
			const parts = (rest + chunk).split('\n');
			rest = parts.pop() ?? '';
			for (const part of parts) if (part !== '') yield JSON.parse(part) as unknown;
		}
	} catch (error) {
		throw explained(reach, error as NodeJS.ErrnoException);
	}
	if (rest.trim() !== '') yield JSON.parse(rest) as unknown;
}

type Told = { error?: { code?: unknown; message?: unknown } } | null;

/** A refusal of the service, as a Problem where the portal has a page for it. */
function failure(reach: Reach, status: number, told: unknown): Error {
	const { code, message } = (told as Told)?.error ?? {};
	const sentence = typeof message === 'string' ? message : `The ${reach.name} failed.`;
	if (status === 403 || status === 404 || status === 409) return new Problem(status, sentence);
	return new ServiceError(typeof code === 'string' ? code : 'FAILED', sentence);
}

/**
 * Asks a service and waits for its whole answer, as parsed JSON: check its shape before using it.
 * @throws Problem when it refuses (403, 404, 409); ServiceError when it is not there or failed.
 */
export async function call(reach: Reach, ask: Ask): Promise<unknown> {
	const { response } = await send(reach, ask);
	let answer: unknown = null;
	for await (const line of lines(reach, response)) answer = line;
	const status = response.statusCode ?? 500;
	if (status >= 400) throw failure(reach, status, answer);
	return answer;
}

/**
 * Asks a service that tells what it is doing: one value a line. Leaving the loop early closes the
 * connection. @throws as `call`.
 */
export async function* stream(reach: Reach, ask: Ask): AsyncGenerator {
	const { sent, response } = await send(reach, ask);
	const status = response.statusCode ?? 500;
	try {
		for await (const line of lines(reach, response)) {
			if (status >= 400) throw failure(reach, status, line);
			yield line;
		}
	} finally {
		sent.destroy();
	}
}

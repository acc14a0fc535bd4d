import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { log } from '#platform/log.server.ts';
import * as v from 'valibot';
import { longestSql } from './limits.ts';
import { performRun, performSerialise, type Host, type Reply } from './perform.ts';

const id = v.pipe(v.string(), v.uuid());
const sql = v.pipe(v.string(), v.maxLength(longestSql));
const shapes = {
	run: v.strictObject({ person: id, workspace: id, sql, run: id }),
	serialise: v.strictObject({ person: id, sql }),
	stop: v.strictObject({ run: id })
} as const;

/** Bytes of a request's body: the longest text in four-byte characters, escaped, and some room. */
const longestBody = 256 * 1024;

type Answered = { status: number; body: Reply | object };

/**
 * The host's HTTP service: `GET /health`, `POST /run`, `POST /serialise`, `POST /stop`, JSON in and
 * out. A request that is dropped stops its run.
 */
export function hostServer(host: Host): Server {
	return createServer((request, response) => {
		void respond(host, request, response);
	});
}

async function respond(
	host: Host,
	request: IncomingMessage,
	response: ServerResponse
): Promise<void> {
	let [status, body] = [500, JSON.stringify(fault('failed', 'The host failed; its log says why.'))];
	try {
		const answered = await route(host, request, response);
		[status, body] = [answered.status, JSON.stringify(answered.body)];
	} catch (error) {
		log.error({ error, path: request.url }, 'request failed');
	}
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(body);
}

const fault = (code: string, message: string): Reply => ({ ok: false, error: { code, message } });

async function route(
	host: Host,
	request: IncomingMessage,
	response: ServerResponse
): Promise<Answered> {
	const place = `${request.method ?? ''} ${request.url ?? ''}`;
	switch (place) {
		case 'GET /health':
			return {
				status: 200,
				body: { ok: true, ...host.found.capabilities, going: host.going.size }
			};
		case 'POST /run': {
			const ask = await read(request, shapes.run);
			if (!ask) return malformed(shapes.run);
			response.on('close', () => {
				if (!response.writableEnded) host.going.get(ask.run)?.();
			});
			return { status: 200, body: await performRun(host, ask) };
		}
		case 'POST /serialise': {
			const ask = await read(request, shapes.serialise);
			if (!ask) return malformed(shapes.serialise);
			return { status: 200, body: await performSerialise(host, ask) };
		}
		case 'POST /stop': {
			const ask = await read(request, shapes.stop);
			if (!ask) return malformed(shapes.stop);
			const stop = host.going.get(ask.run);
			stop?.();
			return { status: 200, body: { ok: true, stopped: stop !== undefined } };
		}
		default:
			return { status: 404, body: fault('not-found', 'There is nothing at this address.') };
	}
}

function malformed(shape: { readonly entries: object }): Answered {
	const names = Object.keys(shape.entries).join(', ');
	return { status: 400, body: fault('bad-input', `Send JSON with exactly: ${names}.`) };
}

async function read<T>(
	request: IncomingMessage,
	shape: v.GenericSchema<unknown, T>
): Promise<T | null> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > longestBody) return null;
		chunks.push(chunk);
	}
	const parsed = v.safeParse(
		v.pipe(v.string(), v.parseJson(), shape),
		Buffer.concat(chunks).toString()
	);
	return parsed.success ? parsed.output : null;
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { largestFile } from '#domain/disclosure/scan.ts';
import { log } from '#platform/log.server.ts';
import { ClaimSchema } from '#domain/disclosure/masked/claim.ts';
import * as v from 'valibot';
import { longestSql } from './limits.ts';
import { performRun, performSerialise, type Host, type Reply } from './perform.ts';
import { performScan, type Files } from './scan.ts';
import { answerSession, sessionShapes } from './session-routes.ts';
import { answerPlace, isPlacePath, placeShapes, type PlacePath, type Places } from './places.ts';
import type { Sessions } from './sessions.ts';
import { libraryOf } from './session/library.ts';

// a pattern over millions of letters runs out of stack
const isBase64 = (text: string): boolean => Buffer.from(text, 'base64').toString('base64') === text;
const id = v.pipe(v.string(), v.uuid());
const sql = v.pipe(v.string(), v.maxLength(longestSql));
const shapes = {
	run: v.strictObject({ person: id, workspace: id, sql, run: id }),
	serialise: v.strictObject({ person: id, sql }),
	stop: v.strictObject({ run: id }),
	scan: v.strictObject({
		name: v.pipe(v.string(), v.maxLength(1000)),
		bytes: v.pipe(v.string(), v.check(isBase64)),
		person: id,
		project: id,
		request: v.exactOptional(id),
		claimed: v.exactOptional(ClaimSchema)
	})
} as const;

/** Bytes of a request's body: the longest text in four-byte characters, escaped, and some room. */
const longestBody = 256 * 1024;
/** The same of a file to scan: base64 is a third longer than its bytes. */
const longestFile = Math.ceil((largestFile * 4) / 3) + longestBody;

type Answered = { status: number; body: Reply | object };

/**
 * The host's HTTP service: `GET /health`, `POST /run`, `POST /serialise`, `POST /scan`, `POST /stop`,
 * JSON in and out. A request that is dropped stops its run.
 */
export function hostServer(host: Host, files: Files, sessions: Sessions, places: Places): Server {
	return createServer((request, response) => {
		void respond({ host, files, sessions, places }, request, response);
	});
}

type Services = {
	readonly host: Host;
	readonly files: Files;
	readonly sessions: Sessions;
	readonly places: Places;
};

async function respond(
	services: Services,
	request: IncomingMessage,
	response: ServerResponse
): Promise<void> {
	let [status, body] = [500, JSON.stringify(fault('failed', 'The host failed; its log says why.'))];
	try {
		const answered = await route(services, request, response);
		[status, body] = [answered.status, JSON.stringify(answered.body)];
	} catch (error) {
		log.error({ error, path: request.url }, 'request failed');
	}
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(body);
}

const fault = (code: string, message: string): Reply => ({ ok: false, error: { code, message } });

async function route(
	{ host, files, sessions, places }: Services,
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
		case 'POST /scan': {
			const ask = await read(request, shapes.scan, longestFile);
			if (!ask) return malformed(shapes.scan);
			return performScan(files, { ...ask, bytes: Buffer.from(ask.bytes, 'base64') });
		}
		case 'POST /stop': {
			const ask = await read(request, shapes.stop);
			if (!ask) return malformed(shapes.stop);
			const stop = host.going.get(ask.run);
			stop?.();
			return { status: 200, body: { ok: true, stopped: stop !== undefined } };
		}
		case 'GET /library':
			return { status: 200, body: libraryOf() };
		default:
			if (request.method === 'POST' && isPlacePath(request.url ?? '')) {
				const path = (request.url ?? '') as PlacePath;
				const ask = await read(request, placeShapes[path]);
				if (!ask) return malformed(placeShapes[path]);
				return { status: 200, body: await answerPlace(places, path, ask) };
			}
			if (request.method === 'POST' && request.url?.startsWith('/session/')) {
				const shape = sessionShapes[request.url];
				const ask = shape && (await read(request, shape));
				if (shape && !ask) return malformed(shape);
				if (ask) return { status: 200, body: await answerSession(sessions, ask) };
			}
			return { status: 404, body: fault('not-found', 'There is nothing at this address.') };
	}
}

function malformed(shape: { readonly entries: object }): Answered {
	const names = Object.keys(shape.entries).join(', ');
	return { status: 400, body: fault('bad-input', `Send JSON with exactly: ${names}.`) };
}

async function read<T>(
	request: IncomingMessage,
	shape: v.GenericSchema<unknown, T>,
	longest = longestBody
): Promise<T | null> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > longest) return null;
		chunks.push(chunk);
	}
	const parsed = v.safeParse(
		v.pipe(v.string(), v.parseJson(), shape),
		Buffer.concat(chunks).toString()
	);
	return parsed.success ? parsed.output : null;
}

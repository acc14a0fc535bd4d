import { resolve } from 'node:path';
import * as v from 'valibot';
import {
	libraryFrom,
	sessionsOver,
	type HostLibrary,
	type SessionClient
} from './host-sessions.server.ts';
import { placesOver, type PlaceClient } from './host-places.server.ts';
import { Failed, People, Table } from './host-shapes.ts';
import { call, type Reach } from './socket.server.ts';

const Ran = v.object({
	ok: v.literal(true),
	...Table.entries,
	ms: v.number(),
	people: v.nullable(People)
});
const Parsed = v.object({ ok: v.literal(true), tree: v.record(v.string(), v.unknown()) });
const Health = v.object({
	sandbox: v.boolean(),
	root: v.boolean(),
	rung: v.picklist(['cgroup-v2', 'cgroup-v1', 'watchdog']),
	says: v.array(v.string()),
	install: v.nullable(v.string())
});

const Finding = v.object({
	rule: v.string(),
	level: v.picklist(['fail', 'review']),
	where: v.string(),
	message: v.string(),
	remedy: v.string()
});
const base64 = v.pipe(
	v.string(),
	v.transform((text): Uint8Array => Buffer.from(text, 'base64'))
);
const Scanned = v.object({
	kind: v.picklist([
		'table',
		'image',
		'drawing',
		'document',
		'code',
		'log',
		'text',
		'notebook',
		'archive',
		'model',
		'other'
	]),
	format: v.string(),
	verdict: v.picklist(['pass', 'review', 'fail']),
	findings: v.array(Finding),
	media: v.string(),
	clean: v.nullable(base64),
	cleanName: v.string(),
	tables: v.array(v.object({ name: v.string(), rows: v.array(v.array(v.string())) })),
	preview: v.strictObject({ text: v.exactOptional(v.string()) }),
	model: v.exactOptional(
		v.object({
			shape: v.picklist(['survival', 'ratios', 'model']),
			remedies: v.array(
				v.object({
					remedy: v.picklist(['pool', 'totals', 'people']),
					rows: v.array(v.array(v.string()))
				})
			)
		})
	)
});

/**
 * What the scanner says of a file; the type of the same name in disclosure/findings.ts says what each
 * field means. Nothing but `clean` may leave, and when it is null nothing may.
 */
export type Scanned = v.InferOutput<typeof Scanned>;

/**
 * The first rows of a result. `rowCount` is null when counting all would have taken long; `people`
 * says how many rows of people were shown today when this run showed some (settled.md 14).
 */
export type Ran = v.InferOutput<typeof Ran>;
/**
 * A run that gave nothing to show, with a sentence for the person. Codes: `refused not-found
 * no-sandbox busy stopped time memory budget several-statements not-a-query empty sql too-long
 * too-wide data crashed`.
 */
export type RunFailed = v.InferOutput<typeof Failed>;
/** What the host's machine offers; `says` and `install` are for the workspace page. */
export type HostHealth = v.InferOutput<typeof Health>;

export type HostClient = {
	health(): Promise<HostHealth>;
	/**
	 * Runs one query for a person in a workspace; `run` is a new uuid, by which it can be stopped.
	 * Ending `signal` drops the request, which stops the run (AbortError).
	 */
	run(
		ask: { person: string; workspace: string; sql: string; run: string },
		signal?: AbortSignal
	): Promise<Ran | RunFailed>;
	/**
	 * DuckDB's syntax tree of a text, which is not run (`json_serialize_sql`). It waits in the queue
	 * like a run of that person.
	 */
	serialise(ask: {
		person: string;
		sql: string;
	}): Promise<v.InferOutput<typeof Parsed> | RunFailed>;
	/**
	 * Scans a file of an analyst in a limited process of its own; the portal never parses one. The host
	 * reads the policies that hold for the project, or that a request of it was begun under;
	 * `claimed` is the control that its author claims. A file that is too large, or overruns its
	 * limits, is answered like any other: with verdict "fail".
	 */
	scan(ask: {
		name: string;
		bytes: Uint8Array;
		person: string;
		project: string;
		request?: string;
		claimed?: object;
	}): Promise<Scanned>;
	/** Whether there was such a run to stop. */
	stop(run: string): Promise<boolean>;
	/** One person's live place in a workspace: SQL, R and Python that keep their variables. */
	readonly session: SessionClient;
	/** Live places of people, by the driver of their workspace. */
	readonly place: PlaceClient;
	/** The languages and packages of this machine, with their versions and what is missing. */
	library(): Promise<HostLibrary>;
};

/** Longest wait for an answer, in milliseconds: the longest cell of the largest size, and a start. */
const patience = 4_200_000;

/** A client of the host whose socket lies under this home. Errors as `call` says. */
export function hostAt(home: string): HostClient {
	const reach: Reach = { socket: resolve(home, 'run', 'host.sock'), name: 'host' };
	const post = (path: string, body: object, signal?: AbortSignal) =>
		call(reach, { method: 'POST', path, body, timeout: patience, ...(signal ? { signal } : {}) });
	return {
		health: async () => v.parse(Health, await call(reach, { method: 'GET', path: '/health' })),
		run: async (ask, signal) => v.parse(v.union([Ran, Failed]), await post('/run', ask, signal)),
		serialise: async (ask) => v.parse(v.union([Parsed, Failed]), await post('/serialise', ask)),
		scan: async ({ bytes, ...ask }) =>
			v.parse(
				Scanned,
				await post('/scan', { ...ask, bytes: Buffer.from(bytes).toString('base64') })
			),
		stop: async (run) =>
			v.parse(v.object({ stopped: v.boolean() }), await post('/stop', { run })).stopped,
		session: sessionsOver(post),
		place: placesOver(post),
		library: async () => libraryFrom(await call(reach, { method: 'GET', path: '/library' }))
	};
}

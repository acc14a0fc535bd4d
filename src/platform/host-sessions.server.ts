import * as v from 'valibot';
import { Failed, People, Table } from './host-shapes.ts';

const language = v.picklist(['sql', 'r', 'python']);
const instant = v.pipe(
	v.string(),
	v.transform((text) => Temporal.Instant.from(text))
);
const Frame = v.object({ name: v.string(), rows: v.number(), columns: v.array(v.string()) });

const Session = v.object({
	id: v.string(),
	/** `ready`: used within the last minute; `idle`: not since, and it stops at `stopsAt`. */
	state: v.picklist(['starting', 'ready', 'running', 'idle', 'stopped']),
	size: v.picklist(['S', 'M', 'L']),
	startedAt: instant,
	usedAt: instant,
	/** When it stops by itself if nothing is run; null while something runs or when it has stopped. */
	stopsAt: v.nullable(instant),
	/** Plain sentences: what keeps this session apart from the machine and from others. */
	says: v.array(v.string()),
	running: v.nullable(v.object({ run: v.string(), language, since: instant })),
	/** Interpreters that have been started; each keeps its variables until the session stops. */
	started: v.array(language),
	/** Data frames that all languages of the session can read by their names. */
	frames: v.array(Frame),
	/** Why it stopped, as a sentence. */
	ended: v.nullable(v.string())
});

const Answered = v.object({
	ok: v.literal(true),
	run: v.string(),
	language,
	/** What the code printed, and its warnings and messages; `cut` says that there was more. */
	output: v.object({ text: v.string(), messages: v.string(), cut: v.boolean() }),
	/** What the code itself raised; null when it came to its end. */
	error: v.nullable(v.string()),
	/** Rows of a query; null for R and Python, and for a query whose rows were kept as a frame. */
	table: v.nullable(Table),
	/** Scanned and written again; `data` is base64. Show them in an `img`, never in the page itself. */
	plots: v.array(v.object({ media: v.picklist(['image/png', 'image/svg+xml']), data: v.string() })),
	/** Frames this cell made or replaced. */
	frames: v.array(Frame),
	ms: v.number(),
	/** What was booked for this answer; null when nothing in it can be a row of a person. */
	people: v.nullable(People)
});

const Library = v.object({
	languages: v.array(
		v.object({
			language,
			name: v.string(),
			/** Null when it is not installed here; `says` then says so, and `install` is the command. */
			version: v.nullable(v.string()),
			says: v.string(),
			install: v.nullable(v.string())
		})
	),
	packages: v.array(v.object({ language, name: v.string(), version: v.nullable(v.string()) })),
	/** The one command that installs all that is missing; null when nothing is. */
	install: v.nullable(v.string())
});

const Opened = v.union([v.object({ ok: v.literal(true), session: Session }), Failed]);
const Looked = v.object({ ok: v.literal(true), session: v.nullable(Session) });
const Kept = v.union([Answered, Failed, v.object({ ok: v.literal(true), running: v.string() })]);

export type CellLanguage = v.InferOutput<typeof language>;
/** One person's live place in one workspace. It lives at the host and outlives the portal. */
export type HostSession = v.InferOutput<typeof Session>;
/** What one cell gave. Nothing of it may be stored but that it ran: it can hold rows of people. */
export type CellAnswer = v.InferOutput<typeof Answered>;
export type CellFailed = v.InferOutput<typeof Failed>;
export type HostLibrary = v.InferOutput<typeof Library>;

/** Whose session: each person has at most one in a workspace. */
export type Whose = { readonly person: string; readonly workspace: string };

export type Cell = Whose & {
	/** A new uuid, by which the answer can be fetched again after a portal restart. */
	readonly run: string;
	readonly language: CellLanguage;
	readonly code: string;
	/** SQL alone: keep the rows as a frame of this name, and show none. */
	readonly into?: string;
	/** R and Python: how plots are drawn; PNG unless told. */
	readonly plots?: 'png' | 'svg';
};

export type SessionClient = {
	/** Starts the person's session, or gives the one that lives (after a portal restart too). */
	open(whose: Whose): Promise<{ ok: true; session: HostSession } | CellFailed>;
	/** The session as it is, or the last one that stopped; null when there was none. */
	look(whose: Whose): Promise<HostSession | null>;
	/**
	 * Runs a cell and waits for its answer, opening a session where there is none. Standing is read
	 * again before it starts and before the answer is given. Dropping the request does not stop it.
	 */
	run(cell: Cell, signal?: AbortSignal): Promise<CellAnswer | CellFailed>;
	/** The answer of a cell that was run before (the latest of each session are kept), or that it runs. */
	answer(
		asked: Whose & { readonly run: string }
	): Promise<CellAnswer | CellFailed | { ok: true; running: string }>;
	/** Stops the running cell; the session and its variables live. False when nothing ran. */
	interrupt(whose: Whose): Promise<boolean>;
	/** Ends the session and all that it held. False when there was none. */
	stop(whose: Whose): Promise<boolean>;
};

/** The calls of sessions over a way to ask the host. */
export const sessionsOver = (
	post: (path: string, body: object, signal?: AbortSignal) => Promise<unknown>
): SessionClient => ({
	open: async (whose) => v.parse(Opened, await post('/session/open', whose)),
	look: async (whose) => v.parse(Looked, await post('/session/look', whose)).session,
	run: async (cell, signal) =>
		v.parse(v.union([Answered, Failed]), await post('/session/run', cell, signal)),
	answer: async (asked) => v.parse(Kept, await post('/session/answer', asked)),
	interrupt: async (whose) =>
		v.parse(v.object({ interrupted: v.boolean() }), await post('/session/interrupt', whose))
			.interrupted,
	stop: async (whose) =>
		v.parse(v.object({ stopped: v.boolean() }), await post('/session/stop', whose)).stopped
});

export const libraryFrom = (told: unknown): HostLibrary => v.parse(Library, told);

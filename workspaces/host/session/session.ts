import { randomBytes } from 'node:crypto';
import type { Language } from '../library.ts';
import type { Runtime } from '../runtime.ts';
import { snapshotIn, stagedTables, userOf } from '../run.ts';
import type { Machine } from '../sandbox.ts';
import { interpreter, type Interpreter } from './interpreter.ts';
import { engineOf, faultOf } from './languages.ts';
import { openPlace, type SessionPlace } from './place.ts';
import { requestOf } from './request.ts';
import type { Fault, Opening, Session } from './shape.ts';
import { sizeLimits } from './sizes.ts';

const languages: readonly Language[] = ['sql', 'r', 'python'];

/** A session is idle when nothing has run for this long, in milliseconds. */
const restful = 60_000;

/** Begins a session: its place is made at once, its interpreters when they are first asked. */
export function openSession(machine: Machine, runtime: Runtime, opening: Opening): Session {
	const { now, size, workspace } = opening;
	const id = crypto.randomUUID();
	const allowed = sizeLimits[size];
	const uid = userOf(workspace);
	const interpreters = new Map<Language, Interpreter>();
	const startedAt = now();
	let usedAt = startedAt;
	let place: SessionPlace | null = null;
	let running: { run: string; language: Language; since: Temporal.Instant } | null = null;
	let ended: string | null = null;
	let rest: NodeJS.Timeout | undefined;
	let unmeasure: () => void = () => undefined;

	const stop = (why: string) => {
		if (ended !== null) return;
		ended = why;
		clearTimeout(rest);
		unmeasure();
		for (const one of interpreters.values()) one.kill();
		place?.close();
	};
	const settle = () => {
		usedAt = now();
		clearTimeout(rest);
		if (ended !== null) return;
		const minutes = Math.round(allowed.idle / 60_000);
		rest = setTimeout(() => {
			stop(`The session ended because nothing was run in it for ${String(minutes)} minutes.`);
		}, allowed.idle);
		rest.unref();
	};
	const made = make();
	settle();

	async function make(): Promise<Fault | null> {
		try {
			const snapshot = snapshotIn(opening.snapshot);
			const opened = await openPlace(machine, {
				...{ name: `session-${id}`, uid, size: allowed, scratches: languages },
				staged: [
					...runtime.parts,
					...stagedTables(snapshot),
					...(opening.shared == null ? [] : [{ from: opening.shared, to: '/shared' }])
				]
			});
			place = opened;
			unmeasure =
				opening.measure?.(() => ({
					members: opened.members,
					pids: [...interpreters.values()].flatMap(({ pid }) => (pid === undefined ? [] : [pid]))
				})) ?? unmeasure;
			if (ended !== null) {
				unmeasure(); // it was stopped while it began
				opened.close();
			}
			return null;
		} catch (error) {
			const words = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
			stop('The session could not be started.');
			return { code: 'no-sandbox', message: `The session could not be started: ${words}` };
		}
	}

	const stopped = (): Fault | null =>
		ended === null
			? null
			: { code: 'session-stopped', message: `${ended} Run the cell again for a new session.` };

	function engine(language: Language): Interpreter | Fault {
		const there = interpreters.get(language);
		if (there?.alive()) return there;
		const found = engineOf(language, runtime, allowed.threads);
		if (found === null || place === null)
			return language === 'sql' || place === null
				? { code: 'session-stopped', message: 'The session has ended; run the cell again.' }
				: { code: 'engine-missing', message: faultOf(language) };
		const tables = snapshotIn(opening.snapshot).tables;
		const setup = { tables, memory: Math.floor(allowed.limits.memory * 0.5) };
		// control groups hold each session to its number; the user's own limit is shared by its colleagues'
		const several = machine.groups.rung === 'watchdog' ? 1 : 4;
		const own = { ...allowed.limits, processes: allowed.limits.processes * several };
		const begun = interpreter(machine, place, found, {
			cell: {
				...{ uid, gid: uid, limits: own, command: found.command },
				...{ staged: [], open: found.open, environment: found.environment }
			},
			scratch: language,
			first: language === 'sql' ? `${JSON.stringify(setup)}\n` : ''
		});
		interpreters.set(language, begun);
		return begun;
	}

	return {
		...{ id, size, startedAt, workspace },
		...{ person: opening.person, projectId: opening.projectId, snapshotId: opening.snapshotId },
		frames: new Map(),
		usedAt: () => usedAt,
		running: () => running,
		started: () => languages.filter((language) => interpreters.get(language)?.alive()),
		ended: () => ended,
		members: () => place?.members ?? [],
		state: () => {
			if (ended !== null) return 'stopped';
			if (place === null) return 'starting';
			if (running !== null) return 'running';
			return now().epochMilliseconds - usedAt.epochMilliseconds > restful ? 'idle' : 'ready';
		},
		run: async (asked) => {
			if (running !== null)
				return {
					code: 'busy',
					message: 'A cell is running in this session; wait for it, or interrupt it.'
				};
			const before = stopped();
			if (before !== null) return before;
			running = { run: asked.run, language: asked.language, since: now() };
			clearTimeout(rest);
			try {
				const fault = await made;
				if (fault !== null) return fault;
				const over = stopped(); // while its place was made
				if (over !== null) return over;
				const found = engine(asked.language);
				if ('message' in found) return found;
				const token = randomBytes(16).toString('hex');
				return await found.cell(requestOf(asked, token), token, allowed.limits.wall);
			} finally {
				running = null;
				settle();
			}
		},
		interrupt: () => {
			const one = running === null ? undefined : interpreters.get(running.language);
			one?.interrupt();
			return one !== undefined;
		},
		stop
	};
}

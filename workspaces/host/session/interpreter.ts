import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { endAll } from '../end.ts';
import { kills } from '../groups.ts';
import type { Cell, Machine } from '../sandbox.ts';
import { watch } from '../watchdog.ts';
import type { Engine } from './languages.ts';
import { listener, type Heard } from './marks.ts';
import type { SessionPlace } from './place.ts';

/** How a cell came to its end. `gone`: the interpreter is no more, and neither are its variables. */
export type Told = {
	readonly ended: 'done' | 'time' | 'interrupted' | 'memory' | 'gone';
	readonly alive: boolean;
	readonly answer: Heard;
	/** Standard error of R and Python: messages and warnings. */
	readonly messages: string;
	readonly ms: number;
};

export type Interpreter = {
	/** Runs one cell, at most `wall` milliseconds; one at a time. Never rejects. */
	readonly cell: (request: string, token: string, wall: number) => Promise<Told>;
	/** Asks the running cell to stop; an interpreter that does not within moments is ended. */
	readonly interrupt: () => void;
	readonly kill: () => void;
	readonly alive: () => boolean;
	/** Host-side number of its outermost process, for those who measure. */
	readonly pid: number | undefined;
};

/** How long an interpreter may take to heed an interrupt, in milliseconds. */
const grace = 3000;
/** How long the other stream may lag behind the end of a cell. */
const lag = 500;

/** Starts an interpreter in a session's place. */
export function interpreter(
	machine: Machine,
	place: SessionPlace,
	engine: Engine,
	{ cell, scratch, first }: { cell: Cell; scratch: string; first: string }
): Interpreter {
	const [program = '', ...parameters] = place.command(cell, scratch);
	const filter = openSync(machine.filter, 'r');
	const child = spawn(program, parameters, {
		cwd: '/',
		env: {},
		// what SQL's database logs to standard output must not be able to speak for it
		stdio: ['pipe', engine.answers === 1 ? 'pipe' : 'ignore', 'pipe', filter, 'pipe']
	});
	closeSync(filter);
	let over = false;
	let spoilt = false;
	let hungry = false;
	const unwatch =
		child.pid === undefined || machine.groups.rung !== 'watchdog'
			? () => undefined
			: watch(child.pid, cell.limits.memory, () => {
					hungry = true;
					endAll(child);
				});
	const gone = new Promise<void>((told) => {
		const end = () => {
			over = true;
			unwatch();
			told();
		};
		child.on('error', end);
		child.on('close', end);
	});
	const answers = listener(child.stdio[engine.answers] as Readable);
	if (child.stderr === null) throw new Error('A child has no pipes.');
	const errors = listener(child.stderr);
	child.stdin?.on('error', () => undefined);
	child.stdin?.write(first);

	const stopping: { asked: 'no' | 'person' | 'time' } = { asked: 'no' };
	let late: NodeJS.Timeout | undefined;
	const interrupt = (why: 'person' | 'time') => {
		if (stopping.asked !== 'no' || over) return;
		stopping.asked = why;
		signal(child.pid);
		late = setTimeout(endAll, grace, child);
	};
	return {
		pid: child.pid,
		alive: () => !over && !spoilt,
		kill: () => {
			endAll(child);
		},
		interrupt: () => {
			interrupt('person');
		},
		cell: async (request, token, wall) => {
			const began = performance.now();
			const killed = kills(place.members);
			stopping.asked = 'no';
			const timer = setTimeout(interrupt, wall, 'time');
			const answered = answers.hear(token);
			const complained = errors.hear(token);
			child.stdin?.write(request);
			const whole = await Promise.race([answered, gone.then(() => null)]);
			clearTimeout(timer);
			clearTimeout(late);
			if (whole?.marks.some(({ word }) => word === 'spoilt')) {
				spoilt = true;
				endAll(child);
			}
			const messages =
				engine.answers === 4
					? errors.soFar()
					: await Promise.race([complained, after(lag).then(() => errors.soFar())]);
			const ended = endOf(stopping.asked, whole !== null, hungry || kills(place.members) > killed);
			return {
				ended,
				alive: whole !== null,
				answer: whole ?? answers.soFar(),
				messages: messages.text,
				ms: Math.round(performance.now() - began)
			};
		}
	};
}

function endOf(asked: 'no' | 'person' | 'time', whole: boolean, starved: boolean): Told['ended'] {
	if (asked === 'time') return 'time';
	if (asked === 'person') return 'interrupted';
	if (whole) return 'done';
	return starved ? 'memory' : 'gone';
}

const after = (ms: number) => new Promise<void>((told) => setTimeout(told, ms));

/** The interrupt of a terminal, for the program itself: the first below bubblewrap's own processes. */
function signal(outermost: number | undefined): void {
	let pid = outermost;
	for (let depth = 0; pid !== undefined && depth < 6; depth++) {
		try {
			if (!readFileSync(`/proc/${String(pid)}/comm`, 'utf8').startsWith('bwrap') && depth > 0) {
				process.kill(pid, 'SIGINT');
				return;
			}
			const below = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
			pid = below.trim() === '' ? undefined : Number(below.split(' ')[0]);
		} catch {
			return; // it has ended
		}
	}
}

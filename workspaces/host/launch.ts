import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { endAll } from './end.ts';
import { enter, leave, starved, type Groups } from './groups.ts';
import type { Limits } from './limits.ts';
import { answerFd, command, type Cell, type Machine } from './sandbox.ts';
import { watch } from './watchdog.ts';

/** Why a sandbox ended: by itself, or because we ended it. */
export type Cause = 'itself' | 'stopped' | 'time' | 'memory' | 'answer-too-long';

export type Ending = {
	readonly cause: Cause;
	/** Exit status of the program inside; 128 + signal when a signal ended it; null when we did. */
	readonly status: number | null;
	/** What came over the answer pipe, cut at the limit. Never trusted. */
	readonly answer: Buffer;
	/** The beginning of standard error, for our own log. */
	readonly complaint: string;
	readonly ms: number;
};

/** Told of what was started; the answer is called when it has ended and its groups are still there. */
export type Observe = (members: readonly string[], pid: number | undefined) => () => void;

export type Launched = { readonly done: Promise<Ending>; readonly stop: () => void };

/**
 * Starts one sandbox. `name` names its groups and must be new and a plain word; `input` is what the
 * program reads on standard input. Standard output goes nowhere: a database that logs to it must not
 * be able to speak for the runner. Never rejects: a sandbox that could not start is an ending too.
 */
export function launch(
	machine: Machine,
	name: string,
	cell: Cell,
	input: string | Uint8Array,
	observe?: Observe
): Launched {
	const members = enter(machine.groups, name, cell.limits.memory, cell.limits.processes);
	const filter = openSync(machine.filter, 'r');
	try {
		return supervise(
			{ command: command(machine, cell, members), filter, groups: machine.groups, members },
			cell.limits,
			input,
			observe
		);
	} finally {
		closeSync(filter);
	}
}

/** A command and what holds it; without control groups a watchdog watches its memory. */
export type Supervised = {
	readonly command: readonly string[];
	/** The open filter of system calls; null where there is no sandbox. */
	readonly filter: number | null;
	readonly groups: Groups;
	readonly members: readonly string[];
};

/** Starts a command and ends it at its limits. It answers on descriptor 4. Never rejects. */
export function supervise(
	{ command: [program = '', ...parameters], filter, groups, members }: Supervised,
	limits: Limits,
	input: string | Uint8Array,
	observe?: Observe
): Launched {
	const began = performance.now();
	const child = spawn(program, parameters, {
		cwd: '/',
		env: {},
		// The places of filterFd and answerFd in this list are their numbers.
		stdio: ['pipe', 'ignore', 'pipe', filter ?? 'ignore', 'pipe']
	});

	const observed = observe?.(members, child.pid);
	let cause: Cause = 'itself';
	const end = (why: Cause) => {
		if (cause === 'itself') cause = why;
		endAll(child);
	};
	const timer = setTimeout(end, limits.wall, 'time');
	const unwatch =
		child.pid === undefined || groups.rung !== 'watchdog'
			? () => undefined
			: watch(child.pid, limits.memory, () => {
					end('memory');
				});
	const answer = collect(child.stdio[answerFd] as Readable, limits.answerBytes, () => {
		end('answer-too-long');
	});
	const { stdin, stderr } = child;
	if (stdin === null || stderr === null) throw new Error('A child has no pipes.');
	const complaint = collect(stderr, limits.errorBytes, () => undefined);
	stdin.on('error', () => undefined); // it may end before it has read
	stdin.end(input);

	const done = new Promise<Ending>((resolve) => {
		const settle = (status: number | null, words: string) => {
			clearTimeout(timer);
			unwatch();
			observed?.();
			if (cause === 'itself' && starved(members)) cause = 'memory';
			leave(groups, members);
			const ms = Math.round(performance.now() - began);
			resolve({ cause, status, answer: answer(), complaint: words || complaint().toString(), ms });
		};
		child.on('error', (error) => {
			settle(null, error.message);
		});
		child.on('close', (status) => {
			settle(status, '');
		});
	});
	return {
		done,
		stop: () => {
			end('stopped');
		}
	};
}

/** Keeps the first `most` bytes of a stream; reads on after that so that the writer is not held up. */
function collect(stream: Readable, most: number, over: () => void): () => Buffer {
	const chunks: Buffer[] = [];
	let held = 0;
	stream.on('error', () => undefined);
	stream.on('data', (chunk: Buffer) => {
		if (held >= most) return;
		chunks.push(chunk.subarray(0, most - held));
		held += chunk.length;
		if (held > most) over();
	});
	return () => Buffer.concat(chunks);
}

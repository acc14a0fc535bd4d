import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { enter, leave } from '../groups.ts';
import type { Bind } from '../runtime.ts';
import { inner, outer, stageFor, type Cell, type Machine, type Place } from '../sandbox.ts';
import { quoted } from '../tools.ts';
import type { SizeLimits } from './sizes.ts';

/**
 * Where a session lives: one private mount namespace with the data, the frames and the interpreters'
 * scratch folders staged in it, and one control group for all. Each interpreter enters it in a sandbox
 * of its own, so that none sees the processes, the descriptors or the memory of another.
 */
export type SessionPlace = {
	readonly members: readonly string[];
	/** The command that starts a program in the place, in a sandbox. `scratch` names its own /tmp. */
	readonly command: (cell: Cell, scratch: string) => string[];
	readonly close: () => void;
};

export type Wanted = {
	/** A new plain word; it names the control groups. */
	readonly name: string;
	readonly uid: number;
	readonly staged: readonly Bind[];
	readonly size: SizeLimits;
	/** Names of the scratch folders, one an interpreter. */
	readonly scratches: readonly string[];
};

/** Makes a place. @throws Error with the machine's words when it cannot be made. */
export async function openPlace(machine: Machine, wanted: Wanted): Promise<SessionPlace> {
	const { limits } = wanted.size;
	const members = enter(machine.groups, wanted.name, limits.memory, limits.processes);
	const stage = stageFor(wanted.staged);
	const places = wanted.staged.map((bind, index) => ({
		...bind,
		at: `${stage}/aldgate/${String(index)}`
	}));
	const own = machine.root ? [] : ['--user', '--map-root-user'];
	const parameters = [...own, '--mount', '--propagation', 'private', '--', machine.tools.sh];
	const child = spawn(
		machine.tools.unshare,
		[...parameters, '-euc', script(machine, wanted, stage, places)],
		{ cwd: '/', env: {}, stdio: ['pipe', 'pipe', 'pipe'] }
	);
	const close = () => {
		child.kill('SIGKILL');
		leave(machine.groups, members);
	};
	const trouble = await ready(child);
	if (trouble !== null) {
		close();
		throw new Error(trouble);
	}
	const pid = String(child.pid);
	return {
		members,
		close,
		command: (cell, scratch) => [
			machine.tools.nsenter,
			'--target',
			pid,
			...(machine.root ? [] : ['--user', '--preserve-credentials']),
			'--mount',
			'--',
			machine.tools.sh,
			'-euc',
			[
				...members.map((file) => `echo $$ > ${quoted(file)}`),
				`exec ${[
					...outer(machine, cell),
					...inner(machine, cell, places, [
						{ from: `${stage}/aldgate/frames`, to: '/frames' },
						{ from: `${stage}/aldgate/tmp-${scratch}`, to: '/tmp' }
					])
				]
					.map(quoted)
					.join(' ')}`
			].join('\n')
		]
	};
}

function script(
	{ root, tools: { mount, mkdir } }: Machine,
	{ uid, size, scratches }: Wanted,
	stage: string,
	places: readonly Place[]
): string {
	// in a namespace of our own only our own user exists, and it is called root there
	const owner = root ? `uid=${String(uid)},gid=${String(uid)}` : 'uid=0,gid=0';
	const memory = (folder: string, bytes: number, files: number) => [
		`${mkdir} -p ${stage}/aldgate/${folder}`,
		`${mount} -t tmpfs -o size=${String(bytes)},nr_inodes=${String(files)},mode=0700,${owner},nosuid,nodev,noexec aldgate ${stage}/aldgate/${folder}`
	];
	return [
		`${mount} -t tmpfs -o size=1m,mode=0755,nosuid,nodev aldgate ${stage}`,
		...memory('frames', size.frameBytes, size.frameFiles),
		...scratches.flatMap((name) =>
			memory(`tmp-${name}`, size.limits.scratchBytes, size.limits.scratchFiles)
		),
		...places.flatMap(({ from, at }) => [
			`if [ -d ${quoted(from)} ]; then ${mkdir} ${at}; else : > ${at}; fi`,
			`${mount} --bind ${quoted(from)} ${at}`
		]),
		'echo ready',
		// it lasts as long as whoever made it holds the other end
		'read -r forever || :'
	].join('\n');
}

/** Waits for the word; else what stood in the way. */
async function ready(child: ChildProcess): Promise<string | null> {
	const { stdout, stderr } = child;
	if (stdout === null || stderr === null) throw new Error('A child has no pipes.');
	let complaint = '';
	stderr.setEncoding('utf8');
	stderr.on('data', (words: string) => (complaint = (complaint + words).slice(0, 500)));
	child.stdin?.on('error', () => undefined);
	const failed = new Promise<string>((told) => {
		child.on('error', (error) => {
			told(error.message);
		});
		child.on('close', () => {
			told(complaint.trim() || 'its first process ended');
		});
	});
	return Promise.race([once(stdout, 'data').then(() => null), failed]);
}

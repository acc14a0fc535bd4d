import type { Groups } from './groups.ts';
import { reserved, type Limits } from './limits.ts';
import type { Bind } from './runtime.ts';
import { quoted } from './tools.ts';

/** The programs a sandbox is made with, and as whom. */
export type Machine = {
	readonly root: boolean;
	readonly tools: Readonly<Record<Tool, string>>;
	readonly groups: Groups;
	/** File that holds the system call filter. */
	readonly filter: string;
};

export const tools = [
	'bwrap',
	'unshare',
	'setpriv',
	'prlimit',
	'mount',
	'mkdir',
	'env',
	'nsenter',
	'sh'
] as const;
export type Tool = (typeof tools)[number];

export type Cell = {
	readonly uid: number;
	readonly gid: number;
	/** Staged binds: their origins may lie under a folder that only root can enter. */
	readonly staged: readonly Bind[];
	/** Binds of what everyone may read: libraries, an engine's configuration. Absent ones are left out. */
	readonly open: readonly Bind[];
	readonly environment: Readonly<Record<string, string>>;
	readonly command: readonly string[];
	readonly limits: Limits;
};

/** Number of the descriptor that carries the filter, and of the one that carries the answer. */
export const filterFd = 3;
export const answerFd = 4;

/**
 * The command that starts a sandbox: a private mount namespace, the stage, limits, another user,
 * bubblewrap. Each replaces the one before (no fork), so the process we started is bubblewrap's.
 *
 * The stage is a small in-memory folder only this run can see. Root binds there what the run's own
 * user could not reach (a clone under root's home), and it holds the scratch folder, whose count of
 * files bubblewrap itself cannot limit.
 */
export function command(machine: Machine, cell: Cell, members: readonly string[]): string[] {
	const own = machine.root ? [] : ['--user', '--map-root-user'];
	return [
		machine.tools.unshare,
		...own,
		'--mount',
		'--propagation',
		'private',
		'--',
		machine.tools.sh,
		'-euc',
		script(machine, cell, members)
	];
}

function script(machine: Machine, cell: Cell, members: readonly string[]): string {
	const { mount, mkdir } = machine.tools;
	const { limits } = cell;
	const stage = stageFor(cell.staged);
	// In a namespace of our own only our own user exists, and it is called root there.
	const owner = machine.root ? `uid=${cell.uid},gid=${cell.gid}` : 'uid=0,gid=0';
	const scratch = `size=${limits.scratchBytes},nr_inodes=${limits.scratchFiles},mode=0700,${owner},nosuid,nodev,noexec`;
	const places = cell.staged.map((bind, index) => ({ ...bind, at: `${stage}/aldgate/${index}` }));
	return [
		...members.map((file) => `echo $$ > ${quoted(file)}`),
		`${mount} -t tmpfs -o size=1m,mode=0755,nosuid,nodev aldgate ${stage}`,
		`${mkdir} -p ${stage}/aldgate/scratch`,
		`${mount} -t tmpfs -o ${scratch} aldgate ${stage}/aldgate/scratch`,
		...places.flatMap(({ from, at }) => [
			`if [ -d ${quoted(from)} ]; then ${mkdir} ${at}; else : > ${at}; fi`,
			`${mount} --bind ${quoted(from)} ${at}`
		]),
		`exec ${[
			...outer(machine, cell),
			...inner(machine, cell, places, [{ from: `${stage}/aldgate/scratch`, to: '/tmp' }])
		]
			.map(quoted)
			.join(' ')}`
	].join('\n');
}

/** A folder to mount the stage on that hides nothing the run needs. */
export function stageFor(staged: readonly Bind[]): string {
	const free = ['/run', '/mnt', '/media', '/srv'].find((folder) =>
		staged.every(({ from }) => !from.startsWith(`${folder}/`))
	);
	if (free === undefined) throw new Error('No folder is free to stage a sandbox on.');
	return free;
}

/**
 * An empty environment (/proc/1/environ in the sandbox is bubblewrap's), limits, another user, no
 * privilege. Where we are not root, a second user namespace takes "root" away again: bubblewrap
 * without privileges may not map it.
 */
export function outer(
	{ root, tools: { env, prlimit, setpriv, unshare } }: Machine,
	cell: Cell
): string[] {
	const { limits, uid, gid } = cell;
	const become = root
		? [setpriv, `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--bounding-set=-all']
		: [unshare, '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--', setpriv];
	return [
		env,
		'-i',
		prlimit,
		`--cpu=${limits.cpuSeconds}`,
		`--nproc=${limits.processes}`,
		`--nofile=${limits.openFiles}`,
		`--fsize=${limits.fileBytes}`,
		`--data=${limits.memory + reserved}`,
		'--core=0',
		'--',
		...become,
		'--inh-caps=-all',
		'--no-new-privs',
		'--'
	];
}

/** A bind and where on the stage it lies. */
export type Place = Bind & { readonly at: string };

/** The walls: what the program sees, of which only `writable` folders of the stage can be written. */
export function inner(
	machine: Machine,
	cell: Cell,
	places: readonly Place[],
	writable: readonly Bind[]
): string[] {
	return [
		machine.tools.bwrap,
		'--unshare-all',
		'--unshare-user',
		'--uid',
		String(cell.uid),
		'--gid',
		String(cell.gid),
		'--hostname',
		'workspace',
		'--die-with-parent',
		'--new-session',
		'--cap-drop',
		'ALL',
		'--clearenv',
		...Object.entries(cell.environment).flatMap(([name, value]) => ['--setenv', name, value]),
		'--proc',
		'/proc',
		'--dev',
		'/dev',
		...places.flatMap(seen),
		...cell.open.flatMap(({ from, to }) => ['--ro-bind-try', from, to]),
		...writable.flatMap(({ from, to }) => ['--bind', from, to]),
		'--chdir',
		'/tmp',
		'--remount-ro',
		'/dev',
		'--remount-ro',
		'/',
		'--seccomp',
		String(filterFd),
		'--',
		...cell.command
	];
}

/** One bind for a whole staged thing, or one a file where only some of a folder is seen. */
function seen({ at, to, files }: Place): string[] {
	if (files === undefined) return ['--ro-bind', at, to];
	return files.flatMap((file) => ['--ro-bind', `${at}/${file}`, `${to}/${file}`]);
}

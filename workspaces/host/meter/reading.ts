import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resident } from '../watchdog.ts';

/** What something has used so far, and holds now. */
export type Reading = {
	readonly cpuMs: number;
	readonly memoryBytes: number;
	/** The most it ever held; where the kernel does not say, what it holds now. */
	readonly peakBytes: number;
};

/** What is measured: control groups by their `cgroup.procs` files, and outermost processes. */
export type Measured = {
	readonly members: readonly string[];
	readonly pids: readonly number[];
};

/**
 * Reads the kernel's own account: control groups count every process that was ever in them, also
 * those that have ended. Without them the processes' own times are added up, with those of the
 * children they waited for. Null when nothing is left to read.
 */
export function reading({ members, pids }: Measured): Reading | null {
	const folders = members.map((file) => dirname(file)).filter((folder) => existsSync(folder));
	const cpu = first(folders, 'cpuacct.usage', (text) => Number(text) / 1e6) ?? cpuStat(folders);
	const held =
		first(folders, 'memory.usage_in_bytes', Number) ?? first(folders, 'memory.current', Number);
	const peak =
		first(folders, 'memory.max_usage_in_bytes', Number) ?? first(folders, 'memory.peak', Number);
	const alive = pids.filter((pid) => existsSync(`/proc/${String(pid)}`));
	if (cpu === null && held === null && alive.length === 0) return null;
	const memoryBytes = held ?? alive.reduce((sum, pid) => sum + resident(pid), 0);
	return {
		cpuMs: cpu ?? alive.reduce((sum, pid) => sum + spent(pid), 0),
		memoryBytes,
		peakBytes: peak ?? memoryBytes
	};
}

function first(
	folders: readonly string[],
	name: string,
	read: (text: string) => number
): number | null {
	for (const folder of folders) {
		try {
			const value = read(readFileSync(join(folder, name), 'utf8'));
			if (Number.isFinite(value)) return value;
		} catch {
			continue; // another hierarchy holds it, or the group has just gone
		}
	}
	return null;
}

const cpuStat = (folders: readonly string[]): number | null =>
	first(
		folders,
		'cpu.stat',
		(text) => Number(/^usage_usec (\d+)/m.exec(text)?.[1] ?? Number.NaN) / 1000
	);

/** The kernel's clock tick of /proc, in milliseconds: 100 a second on every machine that we run on. */
const tick = 10;

/** Processor time of a process, of the children it waited for, and of those that live below it. */
function spent(pid: number): number {
	try {
		const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
		// the name stands in brackets and may hold anything; user, system and children's times follow
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const own = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at] ?? 0), 0) * tick;
		const children = readFileSync(
			`/proc/${String(pid)}/task/${String(pid)}/children`,
			'utf8'
		).trim();
		const below = children === '' ? [] : children.split(' ').map(Number);
		return below.reduce((sum, child) => sum + spent(child), own);
	} catch {
		return 0; // it ended while we looked
	}
}

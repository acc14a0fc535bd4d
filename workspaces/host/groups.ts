import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmdirSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';

/** How memory is held back: by the kernel's groups, or by our watching and killing. */
export type Rung = 'cgroup-v2' | 'cgroup-v1' | 'watchdog';

export type Groups = { readonly rung: Rung; readonly folders: readonly string[] };

export const watched: Groups = { rung: 'watchdog', folders: [] };

const mount = '/sys/fs/cgroup';

/** The strongest rung that works here, tried by making a group and removing it again. */
export function findGroups(): Groups {
	return versionTwo() ?? versionOne() ?? watched;
}

/**
 * Version 2 lets a group hold either processes or groups with limits. We take it when our own group
 * may be divided, which a service manager grants with `Delegate=yes`; the host then steps aside.
 */
function versionTwo(): Groups | null {
	const own = ownPath('');
	if (own === null || !existsSync(join(mount, 'cgroup.controllers'))) return null;
	const base = join(mount, own);
	try {
		if (own !== '/') {
			mkdirSync(join(base, 'host'), { recursive: true });
			writeFileSync(join(base, 'host', 'cgroup.procs'), String(process.pid));
		}
		writeFileSync(join(base, 'cgroup.subtree_control'), '+memory +pids');
		mkdirSync(join(base, 'runs'), { recursive: true });
		writeFileSync(join(base, 'runs', 'cgroup.subtree_control'), '+memory +pids');
		return proven({ rung: 'cgroup-v2', folders: [join(base, 'runs')] });
	} catch {
		return null;
	}
}

function versionOne(): Groups | null {
	const folders: string[] = [];
	for (const controller of ['memory', 'pids', 'cpuacct']) {
		const own = ownPath(controller);
		// only the account of processor time may be missing: it limits nothing
		if (own === null && controller === 'cpuacct') continue;
		if (own === null) return null;
		const nested = join(mount, controller, own);
		folders.push(join(existsSync(nested) ? nested : join(mount, controller), 'aldgate'));
	}
	try {
		for (const folder of folders) mkdirSync(folder, { recursive: true });
		return proven({ rung: 'cgroup-v1', folders });
	} catch {
		return null;
	}
}

/** Our own path in one hierarchy: lines of `number:controllers:path`, none for version 2. */
function ownPath(controller: string): string | null {
	for (const line of readFileSync('/proc/self/cgroup', 'utf8').split('\n')) {
		const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
		if (path !== undefined && controllers?.split(',').includes(controller)) return path;
	}
	return null;
}

function proven(groups: Groups): Groups {
	sweep(groups);
	leave(groups, enter(groups, `proof-${process.pid}`, 64 * 1024 * 1024, 16));
	return groups;
}

/** A process enters its group within seconds; a younger empty one may be another host's. */
const entered = 60_000;

/** Groups of runs that a killed host left behind; those still in use, or just made, stay. */
function sweep({ folders }: Groups): void {
	const before = Temporal.Now.instant().epochMilliseconds - entered;
	for (const folder of folders)
		for (const entry of readdirSync(folder, { withFileTypes: true })) {
			const group = join(folder, entry.name);
			const made = entry.isDirectory() ? statSync(group, { throwIfNoEntry: false }) : undefined;
			if (made !== undefined && made.ctimeMs < before) remove(group);
		}
}

/** Makes the groups of one run and says which files its first process must write itself into. */
export function enter(groups: Groups, run: string, memory: number, processes: number): string[] {
	const made = groups.folders.map((folder) => join(folder, run));
	for (const folder of made) {
		mkdirSync(folder);
		const settings = {
			'memory.max': memory,
			'memory.swap.max': 0,
			'memory.limit_in_bytes': memory,
			'memory.memsw.limit_in_bytes': memory,
			'pids.max': processes
		};
		for (const [name, value] of Object.entries(settings)) {
			const file = join(folder, name);
			if (existsSync(file)) writeFileSync(file, String(value));
		}
	}
	return made.map((folder) => join(folder, 'cgroup.procs'));
}

/** How many processes of these groups the kernel ended for want of memory. */
export function kills(members: readonly string[]): number {
	let most = 0;
	for (const file of members)
		for (const name of ['memory.events', 'memory.oom_control']) {
			const events = file.replace(/cgroup\.procs$/, name);
			if (!existsSync(events)) continue;
			const [, count] = /^oom_kill (\d+)/m.exec(readFileSync(events, 'utf8')) ?? [];
			most = Math.max(most, Number(count ?? 0));
		}
	return most;
}

/** Whether the kernel ended a process of this run for want of memory. */
export const starved = (members: readonly string[]): boolean => kills(members) > 0;

/** Removes the groups of one run; processes that are still being reaped keep it for a moment. */
export function leave(groups: Groups, members: readonly string[], tries = 20): void {
	const left = members.filter((file) => !remove(file.replace(/\/cgroup\.procs$/, '')));
	if (left.length > 0 && tries > 0)
		setTimeout(() => {
			leave(groups, left, tries - 1);
		}, 50).unref();
}

function remove(folder: string): boolean {
	try {
		rmdirSync(folder);
		return true;
	} catch {
		return !existsSync(folder);
	}
}

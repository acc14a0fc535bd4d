import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folder inside a build with an empty file for each process that uses it, named by its number. */
const users = '.users';

/** Says that this process uses a build for as long as it runs. */
export function useBuild(folder: string, pid = process.pid): void {
	mkdirSync(join(folder, users), { recursive: true });
	writeFileSync(join(folder, users, String(pid)), '');
}

/** Removes all but the newest builds, and never one that a process uses which still runs. */
export function forgetOld(builds: string, kept: number): void {
	const made = readdirSync(builds, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => join(builds, entry.name))
		.map((path) => ({ path, at: statSync(join(path, '.whole'), { throwIfNoEntry: false }) }))
		.map(({ path, at }) => ({ path, at: (at ?? statSync(path)).mtimeMs }))
		.sort((a, b) => b.at - a.at);
	for (const { path } of made.slice(kept))
		if (!inUse(path)) rmSync(path, { recursive: true, force: true });
}

function inUse(build: string): boolean {
	let pids: string[];
	try {
		pids = readdirSync(join(build, users));
	} catch {
		return false;
	}
	return pids.map(Number).some(runs);
}

function runs(pid: number): boolean {
	if (!Number.isSafeInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// somebody else's process may not be signalled, and runs
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

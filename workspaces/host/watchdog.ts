import { readFileSync } from 'node:fs';

const page = 4096;

/** Resident memory of a process and all that it started, in bytes; 0 once it is gone. */
export function resident(pid: number): number {
	try {
		const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
		const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
		const below = children === '' ? [] : children.split(' ').map(Number);
		return below.reduce((sum, child) => sum + resident(child), Number(pages) * page);
	} catch {
		return 0;
	}
}

/** Calls `over` once when a run holds more memory than it may. Returns how to stop watching. */
export function watch(pid: number, memory: number, over: () => void): () => void {
	const timer = setInterval(() => {
		if (resident(pid) <= memory) return;
		clearInterval(timer);
		over();
	}, 50);
	return () => {
		clearInterval(timer);
	};
}

import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Ends a sandbox and everything in it. To kill its outermost process alone is not enough: while it
 * starts, its first process inside does not yet die with it, and would run on without anybody. Each
 * process is held before those below it are looked for, so that none is made unseen.
 */
export function endAll(child: ChildProcess): void {
	const { pid, exitCode, signalCode } = child;
	// once it was waited for, its number may be somebody else's
	if (pid !== undefined && exitCode === null && signalCode === null) endTree(pid);
}

function endTree(pid: number): void {
	try {
		process.kill(pid, 'SIGSTOP');
		const below = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
		if (below !== '') below.split(' ').map(Number).forEach(endTree);
	} catch {
		// it has ended, and the kernel ended what was below it
	}
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// the same
	}
}

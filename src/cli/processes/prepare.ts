import { execFileSync, spawnSync } from 'node:child_process';

const has = (command: string): boolean => {
	try {
		execFileSync('sh', ['-c', 'command -v "$1"', 'sh', command], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
};

/**
 * Installs what no package of npm brings: bubblewrap, without which analysts' code does not run.
 * Through apt, as root, where there is apt; anywhere else it says the one command and goes on.
 */
export function prepareSandbox(say: (line: string) => void): void {
	if (process.platform !== 'linux') {
		say('Analysts’ code runs on Linux only; everything else works here.');
		return;
	}
	if (has('bwrap')) return;
	const root = process.getuid?.() === 0;
	if (root && has('apt-get')) {
		say('Installing bubblewrap, the sandbox that analysts’ code runs in.');
		const quiet = {
			stdio: 'ignore',
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
		} as const;
		if (spawnSync('apt-get', ['install', '-y', 'bubblewrap'], quiet).status !== 0) {
			spawnSync('apt-get', ['update'], quiet);
			spawnSync('apt-get', ['install', '-y', 'bubblewrap'], quiet);
		}
	}
	if (!has('bwrap'))
		say(
			'bubblewrap is missing, so workspaces will not run code. Install it with: sudo apt-get install bubblewrap'
		);
}

import { spawnSync } from 'node:child_process';
import { find } from '#workspaces/host/tools.ts';
import { absent, installing, packages } from '#workspaces/host/library.ts';

/** What npm does not bring: the sandbox of analysts' code, and the languages that run in it. */
const wanted = ['bubblewrap', ...packages.r, ...packages.python];

/**
 * Installs the sandbox, R, Python and the approved library of packages. Through apt, as root, where
 * there is apt; anywhere else it says the one command and goes on: what is missing then is named on
 * the pages too, and nothing takes its place.
 */
export function prepareSandbox(say: (line: string) => void): void {
	if (process.platform !== 'linux') {
		say('Analysts’ code runs on Linux only; everything else works here.');
		return;
	}
	const debian = find('dpkg-query') !== null;
	const before = debian ? absent(wanted) : find('bwrap') === null ? wanted : [];
	if (before.length === 0) return;
	if (debian && process.getuid?.() === 0 && find('apt-get') !== null) {
		say(`Installing what analysts’ code runs in: ${String(before.length)} packages of Debian.`);
		const began = performance.now();
		if (!install(before)) {
			update();
			// one that this Debian lacks must not keep the others away
			if (!install(before)) before.forEach((name) => install([name]));
		}
		say(`That took ${String(Math.round((performance.now() - began) / 1000))} s.`);
	}
	const left = debian ? absent(wanted) : before;
	if (left.length > 0)
		say(
			`Workspaces will not run everything, because packages are missing. Install them with: ${installing(left, false)}`
		);
}

const quiet = {
	stdio: 'ignore',
	env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
} as const;

const install = (names: readonly string[]): boolean =>
	spawnSync(
		'apt-get',
		[
			'install',
			'-y',
			'--no-install-recommends',
			'-o',
			'Dpkg::Options::=--force-unsafe-io', // the machine can be made again, so no package is waited for to reach its disk
			...names
		],
		quiet
	).status === 0;

const update = (): void => {
	spawnSync('apt-get', ['update'], quiet);
};

import { execFileSync } from 'node:child_process';

/** What analysts' code may use: packages of Debian, seen read-only in the sandbox. */
export type Language = 'sql' | 'r' | 'python';

/** Debian packages of each language, the engine first. They bring what they need themselves. */
export const packages = {
	r: [
		'r-base-core',
		'r-cran-survival',
		'r-cran-data.table',
		'r-cran-ggplot2',
		'r-cran-lme4',
		'r-cran-mice'
	],
	python: [
		'python3',
		'python3-pandas',
		'python3-statsmodels',
		'python3-sklearn',
		'python3-matplotlib'
	]
} as const satisfies Partial<Record<Language, readonly string[]>>;

export type Installed = { readonly name: string; readonly version: string };

/** Versions of those of the packages that are installed; empty where there is no dpkg. */
export function installed(names: readonly string[]): Installed[] {
	let listed: string;
	try {
		listed = execFileSync(
			'dpkg-query',
			['--show', '--showformat', '${Package} ${Version} ${db:Status-Status}\n', ...names],
			{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
		);
	} catch (error) {
		// it fails when it does not know one of them, and says what it knows of the others all the same
		const { stdout } = error as { stdout?: unknown };
		listed = typeof stdout === 'string' ? stdout : '';
	}
	return listed.split('\n').flatMap((line) => {
		const [name, version, status] = line.split(' ');
		return name !== undefined && version !== undefined && status === 'installed'
			? [{ name, version }]
			: [];
	});
}

/** Those of the packages that are not installed. */
export function absent(names: readonly string[]): string[] {
	const there = new Set(installed(names).map(({ name }) => name));
	return names.filter((name) => !there.has(name));
}

/** The one command that installs packages; as root it needs no sudo. */
export const installing = (names: readonly string[], root = process.getuid?.() === 0): string =>
	`${root ? '' : 'sudo '}apt-get install -y --no-install-recommends ${names.join(' ')}`;

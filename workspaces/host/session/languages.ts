import { existsSync, realpathSync } from 'node:fs';
import { absent, installing, packages, type Language } from '../library.ts';
import type { Bind, Runtime } from '../runtime.ts';

/** How an interpreter is started in a sandbox, and where it answers. */
export type Engine = {
	readonly command: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
	/** What it sees of this machine beside the runtime, read-only; absent ones are left out. */
	readonly open: readonly Bind[];
	/** R and Python answer on standard output, between what their code prints; SQL on a descriptor. */
	readonly answers: 1 | 4;
};

const R = '/usr/lib/R/bin/exec/R';
const python = '/usr/bin/python3';
const triplet = process.arch === 'x64' ? 'x86_64-linux-gnu' : 'aarch64-linux-gnu';

/**
 * What R and Python need of Debian: their own folders, shared libraries, fonts and the few files of
 * /etc that they read (sandbox.md, trap 6). Of /usr/bin only what R's own packages call as they load:
 * a shell, which and uname.
 */
const debian: readonly Bind[] = [
	'/usr/lib/R',
	'/usr/share/R',
	'/usr/lib/python3',
	'/usr/lib/python3.11',
	'/usr/lib/python3.13',
	`/usr/lib/${triplet}`,
	'/usr/lib/libR.so',
	'/usr/lib64',
	'/usr/lib/locale',
	'/usr/share/matplotlib',
	'/usr/share/fonts',
	'/usr/share/fontconfig',
	'/usr/share/zoneinfo',
	'/usr/share/javascript',
	'/usr/share/python3',
	'/usr/lib/gcc',
	'/etc/R',
	'/etc/fonts',
	'/etc/alternatives',
	'/etc/matplotlibrc'
].map((path) => ({ from: path, to: path }));

const shell: readonly Bind[] = [
	{ from: '/bin/sh', to: '/bin/sh' },
	{ from: '/usr/bin/which', to: '/usr/bin/which' },
	{ from: '/usr/bin/uname', to: '/usr/bin/uname' }
];

/** `/lib` and `/lib64` as this machine has them: folders of their own, or other names of /usr/lib. */
const roots = (): Bind[] =>
	[`/lib/${triplet}`, '/lib/libR.so', '/lib64'].map((path) => ({ from: path, to: path }));

const shared = (threads: number): Record<string, string> => ({
	HOME: '/tmp',
	TMPDIR: '/tmp',
	LANG: 'C.UTF-8',
	TZ: 'UTC',
	OMP_NUM_THREADS: String(threads),
	OPENBLAS_NUM_THREADS: String(threads)
});

/** The interpreter of a language, as this machine has it; null when it is not installed. */
export function engineOf(language: Language, runtime: Runtime, threads: number): Engine | null {
	const environment = shared(threads);
	if (language === 'sql')
		return {
			command: ['/runtime/node', '--no-warnings', '/runtime/host/runner/session.ts'],
			environment: { ...environment, LD_LIBRARY_PATH: runtime.libraryPath },
			open: runtime.libraries,
			answers: 4
		};
	if (language === 'r') {
		if (!existsSync(R)) return null;
		return {
			command: [
				R,
				'--no-echo',
				'--no-restore',
				'--no-save',
				'--file=/runtime/host/engines/runner.R'
			],
			environment: {
				...environment,
				R_HOME: '/usr/lib/R',
				R_SHARE_DIR: '/usr/share/R/share',
				LD_LIBRARY_PATH: '/usr/lib/R/lib',
				PATH: '/usr/bin:/bin',
				ALDGATE_ENGINES: '/runtime/host/engines',
				R_DATATABLE_NUM_THREADS: String(threads)
			},
			open: [...debian, ...roots(), ...shell],
			answers: 1
		};
	}
	if (!existsSync(python)) return null;
	const program = realpathSync(python);
	return {
		command: [program, '-I', '-B', '-u', '/runtime/host/engines/runner.py'],
		environment: { ...environment, MPLBACKEND: 'agg', MPLCONFIGDIR: '/tmp' },
		open: [...debian, ...roots(), { from: program, to: program }],
		answers: 1
	};
}

export const languageNames = { sql: 'SQL', r: 'R', python: 'Python' } as const satisfies Record<
	Language,
	string
>;

/** The fault of an installation that lacks a language, with the command that mends it. */
export function faultOf(language: 'r' | 'python'): string {
	const names = absent(packages[language]);
	const wanted = names.length > 0 ? names : packages[language];
	return `${languageNames[language]} is not installed on this machine: a fault of the installation, not of your code. An administrator installs it with: ${installing(wanted, false)}`;
}

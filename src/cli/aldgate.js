#!/usr/bin/env node
// The one file that any Node from 18 on can run: it installs what is missing, then runs the real
// command under the Node that comes with the packages. No dependency, no TypeScript, on purpose.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const modules = join(root, 'node_modules');
const marker = join(modules, '.aldgate-installed');
const windows = process.platform === 'win32';
const bundled = join(modules, '.bin', windows ? 'node.cmd' : 'node');

/** @param {string} sentence @returns {never} */
function stop(sentence) {
	process.stderr.write(`aldgate: ${sentence}\n`);
	process.exit(3);
}

/** What the lock file holds: packages are installed again when it changes. */
function wanted() {
	return createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex');
}

/** @returns {boolean} */
function installed() {
	try {
		return readFileSync(marker, 'utf8') === wanted();
	} catch {
		return false;
	}
}

/**
 * @param {readonly string[]} more
 * @returns {boolean}
 */
function npm(more) {
	// not `npm ci`: it refuses a lock file that lacks another system's optional packages
	const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', ...more];
	const script = process.env['npm_execpath'];
	const done = script
		? spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
		: spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: windows });
	if (done.error) stop(`npm could not be run (${done.error.message}); install npm and try again.`);
	return done.status === 0;
}

/** Whether what was installed holds the programs of this very system. */
const fits = () =>
	existsSync(bundled) &&
	readdirSync(join(modules, '@duckdb')).some((name) =>
		name.startsWith(`node-bindings-${process.platform}-${process.arch}`)
	);

function install() {
	process.stderr.write('Installing the packages; the first time this takes about a minute.\n');
	// the lock file may come from another system: its own programs are then found without it
	if (!npm([]) || (!fits() && !npm(['--no-package-lock'])))
		stop('the packages could not be installed; see above, mend it and run the same command again.');
	mkdirSync(modules, { recursive: true });
	writeFileSync(marker, wanted());
}

if (Number(process.versions.node.split('.')[0]) < 18)
	stop(`this is Node ${process.versions.node}; Node 18 or later is needed to begin.`);
if (!installed()) install();

if (!existsSync(bundled))
	stop(
		'the Node that comes with the packages is missing; delete node_modules and run the same command again.'
	);

const child = spawn(bundled, [join(root, 'src', 'cli', 'main.ts'), ...process.argv.slice(2)], {
	stdio: 'inherit',
	shell: windows,
	env: {
		...process.env,
		NODE_NO_WARNINGS: '1',
		PATH: `${join(modules, '.bin')}${windows ? ';' : ':'}${process.env['PATH'] ?? ''}`
	}
});
// Ctrl-C reaches the child by itself; this one only waits, so that nothing is left running
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
	process.on(signal, () => {
		if (signal !== 'SIGINT') child.kill(signal);
	});
child.on('exit', (code, signal) => {
	process.exit(code ?? (signal === 'SIGINT' ? 130 : 1));
});

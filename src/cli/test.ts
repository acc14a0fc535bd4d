import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from './tests/browser.ts';
import { runStep, type Outcome } from './tests/step.ts';
import { startDemo } from './tests/demo.ts';
import { buildPortal } from './processes/build.ts';
import { prepareSandbox } from './processes/prepare.ts';
import { root } from './processes/launch.ts';

export const help = `
Usage: npm test             everything CI runs, under half an hour on two cores
       npm run test:long    the same with the full counts of generated cases
       npx aldgate test NAME…   only these: format types lint documents pure domain start

Prints each part with its time, what failed and why; ends 0 when everything passed.
`;

const bin = (name: string) => join(root, 'node_modules/.bin', name);
const vitest = (project: string) => [
	bin('vitest'),
	'run',
	'-c',
	'src/vite.config.ts',
	'--project',
	project,
	// vitest leaves one processor alone, which is half of a small machine
	'--maxWorkers',
	String(availableParallelism())
];

/** What only reads the files: run together, each on one core. */
const reading: Record<string, readonly string[]> = {
	format: [bin('prettier'), '--check', '--log-level', 'warn', '.'],
	types: [bin('svelte-check'), '--fail-on-warnings'],
	lint: [bin('eslint'), '-c', 'tests/eslint.config.js', '--max-warnings', '0', '.'],
	documents: [process.execPath, join(root, 'src/cli/main.ts'), 'docs', '--check']
};

/** The other parts that need no running portal; each takes every core there is. */
const running: Record<string, readonly string[]> = {
	pure: vitest('pure'),
	domain: vitest('domain')
};

const freePort = (): Promise<number> =>
	new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => {
				resolve(typeof address === 'object' && address ? address.port : 0);
			});
		});
	});

export async function run(argv: string[]): Promise<number> {
	const long = argv.includes('--long');
	const named = argv.filter((word) => !word.startsWith('--'));
	const chosen = (name: string) => named.length === 0 || named.includes(name);
	const unknown = named.find(
		(name) => name !== 'start' && !Object.hasOwn({ ...reading, ...running }, name)
	);
	if (unknown !== undefined) {
		process.stderr.write(
			`aldgate test: there is no part "${unknown}"; npx aldgate test --help lists them.\n`
		);
		return 2;
	}
	const env = { ...process.env, CI: process.env['CI'] ?? '', ALDGATE_LONG: long ? '1' : '' };
	process.stdout.write(
		long
			? 'Full counts of generated cases.\n'
			: 'A seeded tenth of the generated cases; npm run test:long has them all.\n'
	);
	prepareSandbox((line) => process.stdout.write(`${line}\n`));

	const outcomes: Outcome[] = [];
	// the types of the routes, which two of the parts that run together read
	if (chosen('types') || chosen('lint'))
		outcomes.push(await runStep('routes', ['npm', 'run', '--silent', 'sync'], env));
	outcomes.push(
		...(await Promise.all(
			Object.entries(reading)
				.filter(([name]) => chosen(name))
				.map(([name, command]) => runStep(name, command, env, { together: true }))
		))
	);
	for (const [name, command] of Object.entries(running))
		if (chosen(name)) outcomes.push(await runStep(name, command, env));
	if (chosen('start')) outcomes.push(...(await overARunningDemo(env)));

	const failed = outcomes.filter(({ ok }) => !ok);
	for (const { name, ok, seconds } of outcomes)
		process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(0)} s)\n`);
	process.stdout.write(
		`\n${String(outcomes.length - failed.length)} passed, ${String(failed.length)} failed\n`
	);
	return failed.length === 0 ? 0 : 1;
}

/** Starts the demonstration as a new user would, does the job in it, and looks that nothing is left. */
async function overARunningDemo(env: NodeJS.ProcessEnv): Promise<Outcome[]> {
	const home = mkdtempSync(join(tmpdir(), 'aldgate-demo-'));
	const port = await freePort();
	const outcomes: Outcome[] = [];
	try {
		buildPortal(root, (line) => process.stdout.write(`${line}\n`));
		const demo = await startDemo(home, port, env);
		outcomes.push(demo.outcome);
		if (!demo.outcome.ok) return outcomes;
		const url = `http://127.0.0.1:${String(port)}`;
		const reach = { ...env, ALDGATE_URL: url, CHROMIUM: await chromium(env) };
		const aldgate = join(root, 'src/cli/aldgate.js');
		outcomes.push(
			await runStep('journey', [process.execPath, aldgate, 'journey', '--url', url], env)
		);
		outcomes.push(
			await runStep(
				'browser',
				[
					bin('playwright'),
					'test',
					'-c',
					'tests',
					'--workers',
					String(Math.min(2, availableParallelism()))
				],
				reach
			)
		);
		outcomes.push(await demo.restart());
		outcomes.push(await demo.stop());
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
	return outcomes;
}

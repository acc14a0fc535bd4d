import { spawn } from 'node:child_process';
import { root } from '../processes/launch.ts';

export type Outcome = { readonly name: string; readonly ok: boolean; readonly seconds: number };

/** Runs one command with its output on screen; answers how it went and how long it took. */
export function runStep(
	name: string,
	command: readonly string[],
	env: NodeJS.ProcessEnv
): Promise<Outcome> {
	process.stdout.write(`\n── ${name}\n`);
	const began = performance.now();
	const [program = 'true', ...args] = command;
	return new Promise((resolve) => {
		const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
		const end = (ok: boolean) => {
			resolve({ name, ok, seconds: (performance.now() - began) / 1000 });
		};
		child.on('error', (error) => {
			process.stdout.write(`${program} could not be run: ${error.message}\n`);
			end(false);
		});
		child.on('exit', (code) => {
			end(code === 0);
		});
	});
}

import { spawn } from 'node:child_process';
import { root } from '../processes/launch.ts';

export type Outcome = { readonly name: string; readonly ok: boolean; readonly seconds: number };

/**
 * Runs one command with its output on screen; answers how it went and how long it took. What runs
 * `together` with others keeps its output until it has ended, so that no two are mixed up.
 */
export function runStep(
	name: string,
	command: readonly string[],
	env: NodeJS.ProcessEnv,
	{ together = false }: { together?: boolean } = {}
): Promise<Outcome> {
	const heading = `\n── ${name}\n`;
	if (!together) process.stdout.write(heading);
	const began = performance.now();
	const [program = 'true', ...args] = command;
	return new Promise((resolve) => {
		const out = together ? 'pipe' : 'inherit';
		const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', out, out] });
		const told: Buffer[] = [];
		for (const stream of [child.stdout, child.stderr])
			stream?.on('data', (some: Buffer) => told.push(some));
		const end = (ok: boolean) => {
			if (together) process.stdout.write(Buffer.concat([Buffer.from(heading), ...told]));
			resolve({ name, ok, seconds: (performance.now() - began) / 1000 });
		};
		child.on('error', (error) => {
			process.stdout.write(`${program} could not be run: ${error.message}\n`);
			end(false);
		});
		child.on('close', (code) => {
			end(code === 0);
		});
	});
}

import { spawnSync } from 'node:child_process';
import { capabilities } from './capabilities.ts';
import { launch } from './launch.ts';
import { limits } from './limits.ts';
import { serialise } from './run.ts';

export type Measured = {
	/** Milliseconds, the median of the rounds: `node -e 0` by itself. */
	readonly bare: number;
	/** The same in a sandbox. */
	readonly sandboxed: number;
	/** A sandbox with DuckDB opened and locked, that parsed one query. */
	readonly ready: number;
	readonly ratio: number;
};

const median = (times: number[]): number =>
	times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/**
 * Sandbox start against a bare process, taken in turns so that a busy machine slows both.
 * @throws when this machine can make no sandbox.
 */
export async function measureSandbox(rounds = 15): Promise<Measured> {
	const { machine, runtime, close, capabilities: said } = await capabilities();
	if (machine === null || runtime === null) throw new Error(said.says.join(' '));
	const times: { bare: number[]; sandboxed: number[]; ready: number[] } = {
		bare: [],
		sandboxed: [],
		ready: []
	};
	for (let round = 0; round < rounds; round++) {
		const began = performance.now();
		spawnSync(process.execPath, ['-e', '0'], { env: {} });
		times.bare.push(performance.now() - began);
		const cell = {
			uid: 200_000,
			gid: 200_000,
			staged: runtime.parts,
			open: runtime.libraries,
			environment: { LD_LIBRARY_PATH: runtime.libraryPath },
			command: ['/runtime/node', '-e', '0'],
			limits
		};
		const name = `measure-${process.pid}-${round}`;
		times.sandboxed.push((await launch(machine, `${name}-a`, cell, '').done).ms);
		const asked = performance.now();
		await serialise(machine, runtime, {
			name: `${name}-b`,
			workspace: 'measure',
			snapshot: null,
			sql: 'select 1'
		}).done;
		times.ready.push(performance.now() - asked);
	}
	close();
	const bare = median(times.bare);
	const sandboxed = median(times.sandboxed);
	return { bare, sandboxed, ready: median(times.ready), ratio: sandboxed / bare };
}

if (import.meta.main)
	process.stdout.write(`${JSON.stringify(await measureSandbox(), null, '\t')}\n`);

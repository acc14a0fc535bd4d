import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../processes/launch.ts';
import type { Outcome } from './step.ts';

type Demo = {
	readonly outcome: Outcome;
	/** Ctrl-C, then a second start, which must be quick; then kill −9 and a third. */
	restart(): Promise<Outcome>;
	/** Ctrl-C; nothing may be left running. */
	stop(): Promise<Outcome>;
};

/** What `npm start` runs, with a home of its own and the given port. */
export async function startDemo(home: string, port: number, env: NodeJS.ProcessEnv): Promise<Demo> {
	const began = performance.now();
	const since = (at: number) => (performance.now() - at) / 1000;
	let child = await started(home, port, env, 'pipe');
	const ok = child !== null;
	return {
		outcome: { name: 'start', ok, seconds: since(began) },
		async restart() {
			const at = performance.now();
			const clean = child !== null && (await ended(child, 'SIGINT')) && (await nothingLeft(home));
			if (!clean) process.stdout.write('After Ctrl-C something was left running.\n');
			const second = await started(home, port, env, 'pipe');
			if (second) {
				await ended(second, 'SIGKILL');
				if (!(await nothingLeft(home)))
					process.stdout.write('After kill −9 something was left running.\n');
			}
			child = await started(home, port, env, 'pipe');
			return {
				name: 'start again, and after kill −9',
				ok: clean && second !== null && child !== null,
				seconds: since(at)
			};
		},
		async stop() {
			const at = performance.now();
			const clean = child !== null && (await ended(child, 'SIGINT')) && (await nothingLeft(home));
			return { name: 'stop with nothing left running', ok: clean, seconds: since(at) };
		}
	};
}

/** Resolves when the address is printed; null when the process ends first or takes ten minutes. */
async function started(
	home: string,
	port: number,
	env: NodeJS.ProcessEnv,
	stdout: 'pipe'
): Promise<ChildProcess | null> {
	process.stdout.write(`\n── start on port ${String(port)}\n`);
	const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), 'start'], {
		cwd: root,
		env: {
			...env,
			ALDGATE_HOME: home,
			PORT: String(port),
			HOST: '127.0.0.1',
			DATABASE_URL: '',
			DATABASE_OWNER_URL: ''
		},
		stdio: ['ignore', stdout, 'inherit']
	});
	return new Promise((resolve) => {
		const slow = setTimeout(() => {
			child.kill('SIGKILL');
			resolve(null);
		}, 600_000);
		child.stdout.on('data', (bytes: Buffer) => {
			process.stdout.write(bytes);
			if (!bytes.toString().includes('Aldgate is running at')) return;
			clearTimeout(slow);
			resolve(child);
		});
		child.once('exit', () => {
			clearTimeout(slow);
			resolve(null);
		});
	});
}

async function ended(child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): Promise<boolean> {
	const gone = new Promise<boolean>((resolve) =>
		child.once('exit', () => {
			resolve(true);
		})
	);
	child.kill(signal);
	return Promise.race([gone, pause(20_000, false)]);
}

/** Whether within ten seconds no process is left that was started for this home. */
async function nothingLeft(home: string): Promise<boolean> {
	for (let tries = 0; tries < 100; tries++) {
		if (!belongings(home)) return true;
		await pause(100);
	}
	return false;
}

function belongings(home: string): boolean {
	if (process.platform !== 'linux')
		return execFileSync('ps', ['-eo', 'args']).toString().includes(home);
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.some((pid) => {
			try {
				const [args, settings] = ['cmdline', 'environ'].map((file) =>
					readFileSync(`/proc/${pid}/${file}`, 'utf8')
				);
				return `${args ?? ''}${settings ?? ''}`.includes(home) && Number(pid) !== process.pid;
			} catch {
				return false; // it ended while we looked
			}
		});
}

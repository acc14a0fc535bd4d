import { spawn } from 'node:child_process';
import { expect, test, vi } from 'vitest';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 60_000 });

const parent = new URL('./parent.server.ts', import.meta.url).href;

/** A process that asks to end with us only after `first`, and does nothing else for ever. */
function child(first: string) {
	const code = `${first}
		const { endWithParent } = await import(${JSON.stringify(parent)});
		endWithParent(() => Promise.resolve());
		process.send?.('waits');
		setInterval(() => undefined, 1000);`;
	const args = ['--no-warnings', '--input-type=module', '-e', code];
	const made = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	const ended = new Promise<number | null>((end) =>
		made.once('exit', (status) => {
			end(status);
		})
	);
	return { made, ended };
}

test('a process ends when the one that started it is gone', async () => {
	const { made, ended } = child('');
	await new Promise((told) => made.once('message', told));
	made.disconnect();
	expect(await ended).toBe(0);
});

test('and also when that one went before it could listen, as in the middle of loading', async () => {
	const { made, ended } = child(`await new Promise((gone) => process.once('disconnect', gone));`);
	made.disconnect();
	expect(await ended).toBe(0);
});

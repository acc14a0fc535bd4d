import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashes, ran, rulesFor, scene } from './deidentify-scene.ts';

let place: Awaited<ReturnType<typeof scene>>;
let whole: Record<string, string>;
beforeAll(async () => {
	place = await scene(1500);
	const out = place.out();
	await ran({ source: place.source, lists: place.lists, rules: rulesFor(), out });
	whole = hashes(out);
}, 120_000);
afterAll(() => {
	place.remove();
});

/** Starts a run and kills it, as −9 does, as soon as a file of this name is being made. */
async function killedAt(out: string, name: string): Promise<void> {
	const child = spawn(
		process.execPath,
		[join(import.meta.dirname, 'deidentify-crash.ts'), place.source, place.lists, out],
		{ stdio: 'ignore' }
	);
	const ended = new Promise<void>((resolve) =>
		child.on('exit', () => {
			resolve();
		})
	);
	const watcher = watch(place.folder, { recursive: true }, (_, file) => {
		if (file?.includes(name)) child.kill('SIGKILL');
	});
	await ended;
	watcher.close();
}

test.each(['candidates', 'facts.parquet', 'pids.parquet', 'measurement.parquet', 'manifest.json'])(
	'killed while it writes %s, a run leaves nothing to mount and goes on to the same bytes',
	async (moment) => {
		const out = place.out();
		await killedAt(out, moment);
		// the kill may come a moment late, but a folder that is there must be whole
		if (existsSync(out)) expect(hashes(out)).toEqual(whole);
		const { events } = await ran({
			source: place.source,
			lists: place.lists,
			rules: rulesFor(),
			out
		});
		expect(hashes(out)).toEqual(whole);
		expect(events.at(-1)).toMatchObject({ step: 'seal', status: 'done' });
		expect(readdirSync(place.folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
	}
);

test('steps that were done before the kill are not done again', async () => {
	const out = place.out();
	await killedAt(out, 'measurement.parquet');
	const partial = readdirSync(place.folder).find((name) => name.endsWith('.partial')) ?? '';
	const state = JSON.parse(readFileSync(join(place.folder, partial, 'state.json'), 'utf8')) as {
		done: object;
	};
	const done = Object.keys(state.done);
	expect(done).toContain('cut');
	const { events } = await ran({
		source: place.source,
		lists: place.lists,
		rules: rulesFor(),
		out
	});
	const again = events.filter(({ status }) => status === 'running').map(({ step }) => step);
	for (const step of done) expect(again).not.toContain(step);
	expect(hashes(out)).toEqual(whole);
});

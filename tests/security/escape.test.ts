import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kernelProbes } from './escape-kernel.ts';
import { rProbes } from './escape-r.ts';
import { escapeScene, secret, type EscapeScene } from './escape-scene.ts';
import { systemProbes } from './escape-system.ts';
import { missing } from './sandbox-scene.ts';
import { lacking } from './session-scene.ts';

const probes = [...kernelProbes, ...systemProbes, ...rProbes];

describe.skipIf(missing !== null || lacking.length > 0)('no way out of a session', () => {
	let it: EscapeScene;
	beforeAll(async () => {
		it = await escapeScene();
	});
	afterAll(() => {
		it.close();
	});

	test('at least 30 ways are tried, each by a name of its own', () => {
		expect(new Set(probes.map(({ name }) => name)).size).toBe(probes.length);
		expect(probes.length).toBeGreaterThanOrEqual(30);
	});

	test.each(probes)('$language: $name', async ({ language, code, held }) => {
		const { said } = await it.ask(language, code);
		expect(said).toMatch(held);
		expect(said).not.toContain(secret);
	});

	test('the session still stands after all of them', async () => {
		expect((await it.ask('python', 'print(6 * 7)')).said).toMatch(/42/);
		expect((await it.ask('r', 'cat(6 * 7)')).said).toMatch(/42/);
		expect((await it.ask('sql', 'select count(*) as n from person')).said).toMatch(/\[\[5000\]\]/);
	});

	test('memory over the limit ends the interpreter that took it, and no other', async () => {
		await it.ask('r', 'kept <- 7');
		const greedy = await it.ask(
			'python',
			'held = []\nwhile True: held.append(bytes(b"x" * (1 << 26)))'
		);
		expect(greedy.ended === 'memory' || greedy.said.includes('MemoryError')).toBe(true);
		expect((await it.ask('r', 'cat(kept)')).said).toMatch(/7/);
	});

	test('the whole session is gone when it is stopped', async () => {
		it.session.stop('The test ends it.');
		expect(it.session.state()).toBe('stopped');
		expect(await it.ask('sql', 'select 1')).toMatchObject({ ended: 'session-stopped' });
	});
});

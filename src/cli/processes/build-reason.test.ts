import { describe, expect, test } from 'vitest';
import { reasonOf } from './build-reason.ts';

const ended = (stderr: string, more: object = {}) => ({
	signal: null,
	stdout: '',
	stderr,
	...more
});

describe('why the portal could not be built', () => {
	test('is the error and its file, not the warnings before it', () => {
		const words = [
			'\u001b[33m[plugin vite] a chunk is larger than 500 kB\u001b[39m',
			'✗ Build failed in 2.10s',
			'\u001b[31merror during build:',
			'[vite-plugin-svelte] src/routes/+page.svelte:3:1 Unexpected token\u001b[39m',
			'file: src/routes/+page.svelte:3:1',
			'    at compile (compiler.js:1:2)'
		].join('\n');
		expect(reasonOf(ended(words))).toBe(
			'[vite-plugin-svelte] src/routes/+page.svelte:3:1 Unexpected token'
		);
		expect(reasonOf(ended('a warning\nError: no such export\nfile: src/a.ts:1:2\n'))).toBe(
			'Error: no such export (src/a.ts:1:2)'
		);
	});

	test('is said where there are no words: a build that was killed, or never began', () => {
		expect(reasonOf(ended('', { signal: 'SIGKILL' }))).toContain('ended by SIGKILL');
		expect(reasonOf(ended('', { error: new Error('spawn ENOMEM') }))).toBe('spawn ENOMEM');
		expect(reasonOf(ended(''))).toBe('it gave no reason');
		expect(reasonOf(ended('', { stdout: 'out of ideas' }))).toBe('out of ideas');
	});
});

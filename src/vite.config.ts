import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import config from '../svelte.config.js';

export default defineConfig({
	root: import.meta.dirname,
	plugins: [sveltekit(config)],
	test: {
		root: fileURLToPath(new URL('..', import.meta.url)),
		environment: 'node',
		setupFiles: ['tests/support/generated.ts'],
		projects: [
			{
				extends: true,
				test: { name: 'pure', include: ['{src,workspaces}/**/*.test.ts'] }
			},
			{
				extends: true,
				test: {
					name: 'domain',
					include: ['tests/{domain,security}/**/*.test.ts'],
					globalSetup: 'tests/support/template.ts',
					// how long a test takes is not what it tests: this only ends one that hangs
					testTimeout: 180_000,
					hookTimeout: 300_000
				}
			}
		]
	}
});

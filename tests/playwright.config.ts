import { defineConfig } from '@playwright/test';

/** Journeys run against the demonstration that `npm test` starts: real database, vault and host. */
export default defineConfig({
	testDir: 'journeys',
	outputDir: '../.svelte-kit/playwright',
	reporter: 'list',
	timeout: 480_000,
	fullyParallel: false,
	expect: { timeout: 15_000 },
	use: {
		actionTimeout: 15_000,
		viewport: { width: 1280, height: 900 },
		baseURL: process.env['ALDGATE_URL'] ?? 'http://127.0.0.1:3000',
		locale: 'en-GB',
		timezoneId: 'Europe/London',
		launchOptions: {
			executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		}
	}
});

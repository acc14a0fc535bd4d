import { existsSync } from 'node:fs';

const installed = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

/** A browser to test with: `CHROMIUM`, else an installed one, else the one that npm brings. */
export async function chromium(env: NodeJS.ProcessEnv): Promise<string> {
	const named = env['CHROMIUM'];
	if (named) return named;
	const found = installed.find((path) => existsSync(path));
	if (found !== undefined) return found;
	const { default: packed } = await import('@sparticuz/chromium');
	return packed.executablePath();
}

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from './build-reason.ts';
import { forgetOld, useBuild } from './builds.ts';

/** What a build is made of: it is made again when any of it changes. */
function fingerprint(root: string): string {
	const hash = createHash('sha256');
	const files = globSync(['src/**/*', 'svelte.config.js', 'package-lock.json'], {
		cwd: root,
		exclude: ['**/node_modules/**'],
		withFileTypes: true
	});
	const paths = files
		.filter(
			(file) =>
				file.isFile() && !file.parentPath.includes('/src/cli') && !file.name.endsWith('.test.ts')
		)
		.map((file) => join(file.parentPath, file.name))
		.sort();
	for (const path of paths) hash.update(path.slice(root.length)).update(readFileSync(path));
	return hash.digest('hex');
}

/** Builds kept, the newest ones; and any that a portal still runs. */
const kept = 3;

/**
 * Builds the portal when its sources changed since the last time, each build in a folder named by
 * what it was made of. Answers that folder. @throws Error when the build fails.
 */
export function buildPortal(root: string, say: (line: string) => void): string {
	const name = fingerprint(root).slice(0, 16);
	const folder = join(root, 'build', name);
	const whole = join(folder, '.whole'); // written last: a build that was cut short has none
	if (existsSync(whole)) {
		useBuild(folder);
		return folder;
	}
	say('Building the portal.');
	const vite = join(root, 'node_modules/vite/bin/vite.js');
	const done = spawnSync(process.execPath, [vite, 'build', 'src', '--logLevel', 'warn'], {
		cwd: root,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024, // more is no reason to end it
		env: { ...process.env, NODE_ENV: 'production', ALDGATE_BUILD: `build/${name}` }
	});
	if (done.status !== 0) {
		const log = `${folder}.log`;
		mkdirSync(join(root, 'build'), { recursive: true });
		writeFileSync(log, `${done.stderr}\n${done.stdout}`);
		throw new Error(`the portal could not be built: ${reasonOf(done)}; all it said is in ${log}`);
	}
	writeFileSync(whole, '');
	useBuild(folder);
	forgetOld(join(root, 'build'), kept);
	return folder;
}

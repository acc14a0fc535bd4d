import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forgetOld, useBuild } from './builds.ts';

test('old builds are removed, but never one that a process uses which still runs', () => {
	const builds = mkdtempSync(join(tmpdir(), 'aldgate-builds-'));
	try {
		for (const [at, name] of ['oldest', 'older', 'old', 'new'].entries()) {
			mkdirSync(join(builds, name));
			writeFileSync(join(builds, name, '.whole'), '');
			utimesSync(join(builds, name, '.whole'), at, at);
		}
		const { pid } = spawnSync(process.execPath, ['--version']);
		useBuild(join(builds, 'oldest'));
		useBuild(join(builds, 'older'), pid);
		forgetOld(builds, 1);
		expect(readdirSync(builds).sort()).toEqual(['new', 'oldest']);
	} finally {
		rmSync(builds, { recursive: true, force: true });
	}
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approvedWithQuote, provisioning } from '#db/seed/agreements.ts';
import { seedBase } from '#db/seed/base.ts';
import type { PersonKey } from '#db/seed/people.ts';
import { player, type Player } from '#db/seed/stage.ts';
import { hypertension } from '#db/seed/studies/hypertension.ts';
import type { Study } from '#db/seed/studies/study.ts';
import { openJobs, type Jobs } from '#platform/jobs.server.ts';
import { vaultAt, type VaultClient } from '#platform/vault.server.ts';
import { londonDay } from '#platform/time.ts';
import { startVault, type Started } from '#workspaces/vault/main.ts';
import { generate } from '#workspaces/population/generate.ts';
import { afterAll, beforeAll } from 'vitest';
import { test as base, type TestDatabase } from '../support/database.ts';

export const at = Temporal.Now.instant();

/** The seeded study, begun today so that its workspace can be used. */
export const study = {
	...hypertension,
	project: { ...hypertension.project, startsOn: londonDay(at).toString() }
};

let home = '';
beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'aldgate-workspaces-'));
	await generate({
		persons: 1500,
		seed: 7,
		out: join(home, 'warehouse'),
		// of today, as an extract refuses lists that are too old
		listsAsOf: londonDay(at).toString()
	});
}, 120_000);
afterAll(() => {
	rmSync(home, { recursive: true, force: true });
});

export type Scene = {
	readonly db: TestDatabase;
	readonly home: string;
	readonly vault: VaultClient;
	readonly jobs: Jobs;
	/** A project whose workspace waits for its extract, with the job sent. */
	readonly project: string;
	readonly stage: {
		readonly sql: TestDatabase['portal'];
		readonly vault: VaultClient;
		readonly study: Study;
		readonly at: Temporal.Instant;
	};
	/** Ends the vault of the scene, for a test that brings its own. */
	stopVault(): Promise<void>;
	readonly as: (key: PersonKey) => Promise<Player>;
};

/** A vault over a small population, everything seeded, and a study's project in provisioning. */
export const sceneOf = (study: Study) =>
	base.extend<{ scene: Scene }>({
		scene: async ({ db }, use) => {
			const started: Started = await startVault({ ALDGATE_HOME: home, DATABASE_URL: db.vaultUrl });
			const jobs = await openJobs(db.portalUrl);
			try {
				await seedBase({ ownerUrl: db.ownerUrl, home }, db.portal, at);
				const vault = vaultAt(home);
				const stage = { sql: db.portal, vault, study, at };
				const project = await provisioning(stage, await approvedWithQuote(stage), jobs);
				const as = (key: PersonKey) => player(db.portal, key);
				await use({ db, home, vault, jobs, project, stage, stopVault: () => started.stop(), as });
			} finally {
				await jobs.stop();
				await started.stop();
			}
		}
	});

export const test = sceneOf(study);

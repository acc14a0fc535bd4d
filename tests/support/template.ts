import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { connect } from '#platform/db.server.ts';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../db/migrate.ts';
import { startPostgres } from '../../db/server.ts';

declare module 'vitest' {
	// `interface`, because vitest's own declaration is merged with this
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
	interface ProvidedContext {
		adminUrl: string;
		portalUrl: string;
		workerUrl: string;
		vaultUrl: string;
		hostUrl: string;
	}
}

/** One real Postgres for the run, with a migrated template that each test copies. */
export default async function (project: TestProject): Promise<() => Promise<void>> {
	const folder = mkdtempSync(`${tmpdir()}/aldgate-tests-`);
	const server = await startPostgres(folder, { durable: false, database: 'aldgate_template' });
	await migrate(server.ownerUrl, Temporal.Instant.from('2026-11-01T00:00:00Z'));

	// a database that is copied may have no connection: the template is closed to everyone
	const admin = connect(server.ownerUrl.replace(/[^/]+$/, 'postgres'), 1);
	await admin`alter database aldgate_template allow_connections false`;
	await admin.end();

	project.provide('adminUrl', server.ownerUrl.replace(/[^/]+$/, 'postgres'));
	project.provide('portalUrl', server.urlFor('portal', 'postgres'));
	project.provide('workerUrl', server.urlFor('worker', 'postgres'));
	project.provide('vaultUrl', server.urlFor('vault', 'postgres'));
	project.provide('hostUrl', server.urlFor('host', 'postgres'));
	return async () => {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	};
}

import { connect, type Sql } from './db.server.ts';
import { hostAt, type HostClient } from './host.server.ts';
import { openJobs, type Jobs } from './jobs.server.ts';
import { fileObjects, type Objects } from './objects.server.ts';
import { settings, type Settings } from './settings.ts';
import { vaultAt, type VaultClient } from './vault.server.ts';

/** What a process reaches the world with. Made once at its start; never imported from a page. */
export type Services = {
	readonly settings: Settings;
	readonly sql: Sql;
	readonly jobs: Jobs;
	readonly objects: Objects;
	readonly vault: VaultClient;
	readonly host: HostClient;
};

/**
 * Opens everything from the environment.
 * @throws SettingsError when a setting cannot work; the first connection error otherwise.
 */
export async function openServices(
	env: Readonly<Record<string, string | undefined>>
): Promise<Services> {
	const read = settings(env);
	const sql = connect(read.databaseUrl);
	await sql`select 1`;
	return {
		settings: read,
		sql,
		jobs: await openJobs(read.databaseUrl),
		objects: fileObjects(`${read.home}/objects`),
		vault: vaultAt(read.home),
		host: hostAt(read.home)
	};
}

export async function closeServices({ sql, jobs }: Services): Promise<void> {
	await jobs.stop();
	await sql.end({ timeout: 5 });
}

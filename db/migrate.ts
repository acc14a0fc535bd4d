import { readdir, readFile } from 'node:fs/promises';
import { connect } from '#platform/db.server.ts';
import { prepareQueues } from './queues.ts';

const folder = new URL('./migrations/', import.meta.url);

/**
 * Applies each migration once, in name order, under a lock, all or nothing, then the job queues.
 * Runs as the database's owner (`DATABASE_OWNER_URL`); answers the names it applied.
 */
export async function migrate(ownerUrl: string, at: Temporal.Instant): Promise<string[]> {
	const sql = connect(ownerUrl, 1);
	try {
		const applied = await sql.begin(async (tx) => {
			await tx`select pg_advisory_xact_lock(hashtext('aldgate migrate'))`;
			await tx`create table if not exists migration (name text primary key, applied_at timestamptz not null)`;
			const done = new Set(
				(await tx<{ name: string }[]>`select name from migration`).map(({ name }) => name)
			);
			const pending = (await readdir(folder))
				.filter((name) => name.endsWith('.sql') && !done.has(name))
				.sort();
			for (const name of pending) {
				await tx.unsafe(await readFile(new URL(name, folder), 'utf8'));
				await tx`insert into migration (name, applied_at) values (${name}, ${at})`;
			}
			return pending;
		});
		await prepareQueues(ownerUrl);
		return applied;
	} finally {
		await sql.end();
	}
}

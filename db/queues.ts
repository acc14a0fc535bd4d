import { jobs } from '#platform/jobs.ts';
import { PgBoss } from 'pg-boss';
import { connect } from '#platform/db.server.ts';

/** Creates the job tables and one queue a job, as the owner; lets the processes' roles use them. */
export async function prepareQueues(ownerUrl: string): Promise<void> {
	const boss = new PgBoss({
		connectionString: ownerUrl,
		schema: 'pgboss',
		supervise: false,
		schedule: false,
		max: 2
	});
	await boss.start();
	try {
		for (const [name, job] of Object.entries(jobs)) {
			const { retryLimit, retryDelay, expireInSeconds, heartbeatSeconds } = job;
			const options = {
				retryLimit,
				retryDelay,
				expireInSeconds,
				heartbeatSeconds,
				retryBackoff: true
			};
			if (await boss.getQueue(name)) await boss.updateQueue(name, options);
			else await boss.createQueue(name, { ...options, policy: 'short' });
		}
	} finally {
		await boss.stop({ graceful: false });
	}
	const sql = connect(ownerUrl, 1);
	try {
		await sql`grant usage on schema pgboss to aldgate_portal, aldgate_worker`;
		await sql`grant select, insert, update, delete on all tables in schema pgboss to aldgate_portal, aldgate_worker`;
		await sql`grant execute on all functions in schema pgboss to aldgate_portal, aldgate_worker`;
	} finally {
		await sql.end();
	}
}

import { PgBoss } from 'pg-boss';
import type { Tx } from './db.server.ts';
import type { JobName, Payload } from './jobs.ts';

/** Puts jobs on their queue. */
export type Jobs = {
	/**
	 * Sends inside the transaction that causes the job: both commit, or neither. A job with the same
	 * `key` that still waits is not sent again.
	 */
	send<Name extends JobName>(tx: Tx, name: Name, data: Payload<Name>, key?: string): Promise<void>;
	stop(): Promise<void>;
};

/** What a process that sends but does not work needs. Connects as the process's own role. */
export async function openJobs(url: string): Promise<Jobs> {
	const boss = new PgBoss({
		connectionString: url,
		schema: 'pgboss',
		migrate: false,
		supervise: false,
		schedule: false,
		max: 2
	});
	boss.on('error', () => undefined); // a lost connection shows at the next send, where it can be told
	await boss.start();
	return {
		async send(tx, name, data, key) {
			await boss.send(name, data, {
				...(key === undefined ? {} : { singletonKey: key }),
				db: {
					executeSql: async (text, values) => ({
						rows: await tx.unsafe(text, (values ?? []) as never[])
					})
				}
			});
		},
		stop: () => boss.stop({ graceful: false })
	};
}

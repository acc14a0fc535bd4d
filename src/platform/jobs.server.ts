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
	/** Puts a failed job back on its queue, in a transaction; false when it is not a failed one. */
	retry(tx: Tx, name: JobName, id: string): Promise<boolean>;
	stop(): Promise<void>;
};

/** Has pg-boss work inside a transaction of ours. */
const within = (tx: Tx) => ({
	executeSql: async (text: string, values?: unknown[]) => ({
		rows: await tx.unsafe(text, (values ?? []) as never[])
	})
});

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
				db: within(tx)
			});
		},
		async retry(tx, name, id) {
			// the number is there though the package's types say nothing of it
			const { affected } = (await boss.retry(name, id, { db: within(tx) })) as {
				affected: unknown;
			};
			return Number(affected) === 1;
		},
		stop: () => boss.stop({ graceful: false })
	};
}

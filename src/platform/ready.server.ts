import type { Bound } from './db.server.ts';

/** Whether the database answers. */
export const databaseAnswers = (db: Bound): Promise<boolean> =>
	db
		.read((tx) => tx`select 1`)
		.then(
			() => true,
			() => false
		);

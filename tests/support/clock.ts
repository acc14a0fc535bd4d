import type { Db } from '#platform/db.server.ts';

/**
 * Moves the database's own clock a year on, as its owner alone can: for what a test has happen later,
 * where the database would refuse times that have not come.
 */
export async function aYearOn(owner: Db): Promise<void> {
	await owner`
		create or replace function app.clock() returns timestamptz language sql
		as $$ select clock_timestamp() + interval '1 year' $$
	`;
}

import { bind, connect } from '#platform/db.server.ts';
import { isDatabaseAway } from '#platform/lost-database.ts';
import { surviveLostDatabase } from '#platform/pool.server.ts';

/** A process in the middle of a transaction when its database goes away; its parent says when to go on. */
if (process.argv[2] === 'guarded') surviveLostDatabase();
const told = (word: string) =>
	new Promise<void>((heard) => {
		process.on('message', (one) => {
			if (one === word) heard();
		});
	});
const say = (words: string) => process.send?.(words);

const db = bind(connect(process.env['DATABASE_URL'] ?? '', 1), null);
const again = told('again');
const first = db.read(async (tx) => {
	const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
	say(`served by ${String(row?.pid)}`);
	// its end is never told: the driver gives the connection up, and then writes the rollback to it
	await tx`select pg_sleep(600)`;
});
say(
	await first.then(
		() => 'went through',
		(error: unknown) => (isDatabaseAway(error) ? 'away' : String(error))
	)
);
await again;
const [row] = await db.read((tx) => tx<{ one: number }[]>`select 1 as one`);
say(`back: ${String(row?.one)}`);
process.disconnect?.();
process.exit(0);

import { randomBytes } from 'node:crypto';
import { connect } from '#platform/db.server.ts';
import { processRoles, type ProcessRole } from '#db/process-roles.ts';
import { startPostgres } from '#db/server.ts';
import type { Settings } from '#platform/settings.ts';

/** Where the database is, for its owner and for each process; `stop` ends it when it is ours. */
export type Addresses = {
	readonly ownerUrl: string;
	readonly urls: Readonly<Record<ProcessRole, string>>;
	stop(): Promise<void>;
};

/** The Postgres of the settings, or one of our own under `$ALDGATE_HOME/postgres`. */
export async function addresses(settings: Settings, home: string): Promise<Addresses> {
	if (settings.databaseOwnerUrl !== '') return outside(settings.databaseOwnerUrl);
	const server = await startPostgres(`${home}/postgres`);
	return {
		ownerUrl: server.ownerUrl,
		urls: each((role) => server.urlFor(role)),
		stop: () => server.stop()
	};
}

const each = (url: (role: ProcessRole) => string) =>
	Object.fromEntries(processRoles.map((role) => [role, url(role)])) as Record<ProcessRole, string>;

/**
 * A Postgres of somebody else's: the processes' roles get new passwords at each start, known to
 * this run alone. (Processes on several machines are started one by one, each with its own
 * DATABASE_URL: `aldgate serve portal`.)
 */
async function outside(ownerUrl: string): Promise<Addresses> {
	const sql = connect(ownerUrl, 1);
	const passwords = new Map<ProcessRole, string>();
	try {
		for (const role of processRoles) {
			const password = randomBytes(24).toString('base64url');
			const name = `aldgate_${role}`;
			const [found] = await sql`select from pg_roles where rolname = ${name}`;
			// role statements take no parameters; base64url needs no escaping
			await sql.unsafe(
				`${found ? 'alter' : 'create'} role ${name} login nosuperuser nocreatedb nocreaterole nobypassrls password '${password}'`
			);
			passwords.set(role, password);
		}
	} finally {
		await sql.end();
	}
	return {
		ownerUrl,
		urls: each((role) => {
			const url = new URL(ownerUrl);
			url.username = `aldgate_${role}`;
			url.password = passwords.get(role) ?? '';
			return url.href;
		}),
		stop: () => Promise.resolve()
	};
}

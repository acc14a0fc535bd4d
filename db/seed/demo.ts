import { openJobs } from '#platform/jobs.server.ts';
import { connect, type Sql } from '#platform/db.server.ts';
import { fileObjects } from '#platform/objects.server.ts';
import { hostAt } from '#platform/host.server.ts';
import { vaultAt } from '#platform/vault.server.ts';
import { seedBase } from './base.ts';
import { seedProjects } from './projects.ts';

type Place = {
	readonly ownerUrl: string;
	readonly portalUrl: string;
	readonly home: string;
	readonly say: (line: string) => void;
};

/**
 * Fills the demonstration, once: people, catalogue, prices, then projects at every stage, each made by
 * the people who would make it, through the same use-cases as the pages. A start that was cut short
 * is taken up by the next one from the first project that is missing.
 */
export async function seedDemo({ ownerUrl, portalUrl, home, say }: Place): Promise<void> {
	const at = Temporal.Now.instant();
	const sql = connect(portalUrl, 4);
	const jobs = await openJobs(portalUrl);
	try {
		if (await complete(ownerUrl)) return;
		say('Filling in people, catalogue and prices.');
		await seedBase({ ownerUrl, home }, sql, at);
		const services = {
			sql,
			jobs,
			vault: vaultAt(home),
			host: hostAt(home),
			objects: fileObjects(`${home}/objects`)
		};
		await seedProjects({ ...services, ownerUrl, say, now: () => Temporal.Now.instant() });
		await markComplete(ownerUrl, at);
	} finally {
		await jobs.stop();
		await sql.end();
	}
}

const asOwner = async <T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> => {
	const sql = connect(url, 1);
	try {
		return await work(sql);
	} finally {
		await sql.end();
	}
};

const complete = (ownerUrl: string): Promise<boolean> =>
	asOwner(ownerUrl, async (sql) => {
		const [found] = await sql`select from seeded where name = 'demo'`;
		return found !== undefined;
	});

const markComplete = (ownerUrl: string, at: Temporal.Instant): Promise<void> =>
	asOwner(ownerUrl, async (sql) => {
		await sql`insert into seeded (name, at) values ('demo', ${at}) on conflict do nothing`;
	});

import { resolve } from 'node:path';
import { settings } from '#platform/settings.ts';
import { seedDemo } from '#db/seed/demo.ts';

export const help = `
Usage: npx aldgate seed demo

Fills a database with the demonstration: people, catalogue, prices and projects at every stage. Needs
ALDGATE_DEMO=1, DATABASE_OWNER_URL, DATABASE_URL (the portal's role) and a vault, worker and host that
run on the same ALDGATE_HOME. npm start does this by itself; run again, it changes nothing.
`;

export async function run([what]: string[]): Promise<number> {
	if (what !== 'demo') {
		process.stderr.write('aldgate seed: say what to seed: npx aldgate seed demo.\n');
		return 2;
	}
	const read = settings(process.env);
	const missing = [
		!read.demo && 'ALDGATE_DEMO=1',
		read.databaseOwnerUrl === '' && 'DATABASE_OWNER_URL',
		read.databaseUrl === '' && 'DATABASE_URL'
	].filter((name) => typeof name === 'string');
	if (missing.length > 0) {
		process.stderr.write(`aldgate seed: set ${missing.join(' and ')} first.\n`);
		return 2;
	}
	await seedDemo({
		ownerUrl: read.databaseOwnerUrl,
		portalUrl: read.databaseUrl,
		home: resolve(read.home),
		say: (line) => process.stdout.write(`${line}\n`)
	});
	return 0;
}

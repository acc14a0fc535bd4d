import { settings } from '#platform/settings.ts';
import { migrate } from '#db/migrate.ts';

export const help = `
Usage: npx aldgate migrate [--json]

Brings the database at DATABASE_OWNER_URL up to date: tables, row security, roles and job queues.
Applies each migration once, all or nothing; running it again does nothing.
`;

export async function run(argv: string[]): Promise<number> {
	const { databaseOwnerUrl } = settings(process.env);
	if (databaseOwnerUrl === '') {
		process.stderr.write(
			'aldgate migrate: DATABASE_OWNER_URL is not set; give the address of the database’s owner.\n'
		);
		return 2;
	}
	const applied = await migrate(databaseOwnerUrl, Temporal.Now.instant());
	if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ applied })}\n`);
	else
		process.stdout.write(
			applied.length === 0 ? 'Up to date.\n' : `Applied ${applied.join(', ')}.\n`
		);
	return 0;
}

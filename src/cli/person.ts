import { hashPassword } from '#domain/people/password.server.ts';
import { connect } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { settings } from '#platform/settings.ts';
import { addPerson, type Added } from '#db/seed/person.ts';
import { describe } from './failure.ts';
import { BadCommand } from './given.ts';
import { askedFor, type Asked } from './people/asked.ts';
import { readPassword, weakness } from './people/password.ts';

export const help = `
Usage: npx aldgate person add --name NAME --email EMAIL --role ROLE[,ROLE…]
         [--organisation NAME [--kind KIND] [--country GB] [--public-body]] [--controller CODE] [--json]

Adds a person who signs in by e-mail and password, as the database's owner (DATABASE_OWNER_URL). The
password is read from standard input, at least 12 characters, never from the command line:

  npx aldgate person add --name "Ann Lee" --email ann@trust.example --role data-manager < password.txt

  --role            service: access-manager technical-reviewer privacy-officer caldicott-guardian
                    commercial-manager commercial-director finance-officer data-manager output-checker
                    auditor administrator · organisation: applicant member signatory finance-contact
                    user-manager · committee: committee-member committee-chair citizen
                    citizens-secretary · controller: controller-approver federation-delegate
  --organisation    the organisation that organisation roles are held in, by its name
  --kind            adds it when it is not there: university, nhs, charity or company
  --country         its country, two letters; GB when absent
  --public-body     it pays by purchase order, before its invoice
  --controller      code of the controller that controller roles are held for
  --json            what was made, as JSON

Run again for the same e-mail it adds the roles that are missing; name and password stay as they are,
and no password is read. Each change is an event.

Exit codes: 0 done, or nothing to do · 1 refused · 2 bad input · 3 could not run
`;

/** `npx aldgate person`: adds people to an installation without demonstration. */
export async function run(argv: string[]): Promise<number> {
	try {
		const asked = askedFor(argv);
		const added = await add(asked);
		process.stdout.write(asked.json ? `${JSON.stringify(added)}\n` : readable(asked, added));
		return 0;
	} catch (error) {
		const code = error instanceof BadCommand ? 2 : error instanceof Problem ? 1 : 3;
		process.stderr.write(`aldgate person: ${sentence(error)}\n`);
		return code;
	}
}

async function add(asked: Asked): Promise<Added> {
	const { databaseOwnerUrl } = settings(process.env);
	if (databaseOwnerUrl === '')
		throw new BadCommand(
			'DATABASE_OWNER_URL is not set; give the address of the database’s owner.'
		);
	const owner = connect(databaseOwnerUrl, 2);
	try {
		return await addPerson(
			owner,
			{ ...asked, passwordHash: () => newPassword(asked) },
			Temporal.Now.instant()
		);
	} finally {
		await owner.end();
	}
}

async function newPassword(who: { name: string; email: string }): Promise<string> {
	const password = await readPassword((line) => process.stderr.write(line));
	const wrong = weakness(password, who);
	if (wrong !== null) throw new BadCommand(wrong);
	return hashPassword(password);
}

/** Postgres's code for a table that is not there: the database was never migrated. */
const noTable = '42P01';

const sentence = (error: unknown): string =>
	error instanceof Error && 'code' in error && error.code === noTable
		? 'the database is not up to date; run npx aldgate migrate first.'
		: describe(error);

function readable({ name, email, organisation }: Asked, added: Added): string {
	const roles = added.roles.length === 0 ? 'no new role' : added.roles.join(', ');
	return [
		...(added.organisation?.made ? [`Added the organisation ${organisation?.name ?? ''}.`] : []),
		added.made
			? `Added ${name}, who signs in as ${email}: ${roles}.`
			: `${email} was here already: ${roles}; name and password stay as they are.`,
		''
	].join('\n');
}

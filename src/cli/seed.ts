import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { settings } from '#platform/settings.ts';
import { seedDemo } from '#db/seed/demo.ts';
import { publishPrices, seedInstallation } from '#db/seed/installation.ts';
import { describe } from './failure.ts';
import { BadCommand } from './given.ts';

export const help = `
Usage: npx aldgate seed base [--prices-by EMAIL --prices-approved-by EMAIL]
       npx aldgate seed demo

base  what an installation needs before its first application, and nobody's name: the committee and
      its rule, the clause library, the disclosure policy, and the catalogue and controllers that the
      running vault offers. Needs DATABASE_OWNER_URL and the vault's ALDGATE_HOME. With the two options
      it also publishes the rate card that comes with Aldgate, written by the first person and
      approved by the second (a commercial manager and a commercial director: aldgate person add).

demo  the demonstration: people, catalogue, prices and projects at every stage. Needs ALDGATE_DEMO=1,
      DATABASE_OWNER_URL, DATABASE_URL (the portal's role) and a vault, worker and host that run on
      the same ALDGATE_HOME. npm start does this by itself.

Run again, either changes nothing that is there. --json says what was done.

Exit codes: 0 done · 1 refused · 2 bad input · 3 could not run
`;

export async function run(argv: string[]): Promise<number> {
	try {
		const asked = askedFor(argv);
		const done = await (asked.what === 'demo' ? demo(asked.json) : base(asked));
		if (asked.json) process.stdout.write(`${JSON.stringify({ done })}\n`);
		else for (const line of done) process.stdout.write(`${line}\n`);
		return 0;
	} catch (error) {
		process.stderr.write(`aldgate seed: ${describe(error)}\n`);
		return error instanceof BadCommand ? 2 : error instanceof Problem ? 1 : 3;
	}
}

function askedFor(argv: readonly string[]) {
	const { values, positionals } = optionsOf(argv);
	const [what] = positionals;
	if (positionals.length !== 1 || (what !== 'base' && what !== 'demo'))
		throw new BadCommand('say what to seed: npx aldgate seed base, or npx aldgate seed demo.');
	const author = values['prices-by'];
	const approver = values['prices-approved-by'];
	if ((author === undefined) !== (approver === undefined) || (what === 'demo' && author))
		throw new BadCommand('--prices-by and --prices-approved-by go together, with seed base.');
	const prices = author !== undefined && approver !== undefined ? { author, approver } : null;
	return { what, prices, json: values.json } as const;
}

function optionsOf(argv: readonly string[]) {
	try {
		return parseArgs({
			args: [...argv],
			allowPositionals: true,
			options: {
				'prices-by': { type: 'string' },
				'prices-approved-by': { type: 'string' },
				json: { type: 'boolean', default: false }
			}
		});
	} catch (error) {
		const why = error instanceof Error ? error.message.split('. ')[0] : '';
		throw new BadCommand(`${why ?? ''}; see npx aldgate seed --help.`);
	}
}

function insistOn(missing: readonly (string | false)[]): void {
	const names = missing.filter((name) => typeof name === 'string');
	if (names.length > 0) throw new BadCommand(`set ${names.join(' and ')} first.`);
}

/** What was done, a line each. Prices first: they need no vault. */
async function base({ prices }: ReturnType<typeof askedFor>): Promise<readonly string[]> {
	const read = settings(process.env);
	insistOn([read.databaseOwnerUrl === '' && 'DATABASE_OWNER_URL']);
	const at = Temporal.Now.instant();
	const owner = connect(read.databaseOwnerUrl, 2);
	try {
		if (prices) await publishPrices(owner, prices, at);
		await seedInstallation(owner, resolve(read.home), at);
	} finally {
		await owner.end();
	}
	return [
		'The committee, its rule, the clauses and the disclosure policy are there.',
		prices
			? 'The rate card is published.'
			: 'No prices were asked for: see --prices-by in npx aldgate seed --help.',
		'The catalogue and its controllers are as the vault offers them.'
	];
}

async function demo(json: boolean): Promise<readonly string[]> {
	const read = settings(process.env);
	insistOn([
		!read.demo && 'ALDGATE_DEMO=1',
		read.databaseOwnerUrl === '' && 'DATABASE_OWNER_URL',
		read.databaseUrl === '' && 'DATABASE_URL'
	]);
	await seedDemo({
		ownerUrl: read.databaseOwnerUrl,
		portalUrl: read.databaseUrl,
		home: resolve(read.home),
		say: (line) => {
			if (!json) process.stdout.write(`${line}\n`);
		}
	});
	return ['The demonstration is filled in.'];
}

import { parseArgs } from 'node:util';
import { shownName } from '#domain/disclosure/files/names.ts';
import { claimForms, claimFrom, type Claim } from '#domain/disclosure/masked/claim.ts';
import { worst, type Verdict } from '#domain/disclosure/rules.ts';
import { largestFile } from '#domain/disclosure/scan.ts';
import { capabilities } from '#workspaces/host/capabilities.ts';
import { scannerOn } from '#workspaces/scan/scan.ts';
import { checkFile, type Checked } from './check-file.ts';
import { BadCommand, readPolicy, refuse } from './given.ts';

export const help = `aldgate check FILE… [--policy FILE] [--claim TEXT] [--json]

Says what an output checker's scanner says of files that are to be released. A table that was not
computed by Aldgate is at best "review": nobody knows what stands behind its figures. Each file is read
by a process of its own with limits on memory and time, in a sandbox where bubblewrap is installed.

  FILE…           the files; each is judged by its content, and its name must be a safe one
  --policy FILE   the rules' parameters as JSON; a key set to null switches its rule off
  --claim TEXT    what was done to the tables, held against them cell by cell: ${claimForms}
  --json          the whole answer as JSON
  --help          this text

Reads CSV, Excel, PNG, JPEG, SVG, PDF, HTML, ZIP, notebooks, code, logs and text; refuses models, data
sets and what it cannot read. A file over ${largestFile / 1_000_000} MB fails without being read. A row is the line of the file,
the header being row 1.

Exit codes: 0 pass · 1 review or fail · 2 bad input, said in one line · 3 could not run`;

function optionsOf(argv: readonly string[]) {
	try {
		return parseArgs({
			args: [...argv],
			allowPositionals: true,
			options: {
				policy: { type: 'string' },
				claim: { type: 'string' },
				json: { type: 'boolean', default: false }
			}
		});
	} catch (error) {
		const why = error instanceof Error ? error.message.split('. ')[0] : '';
		throw new BadCommand(`${why ?? ''}; see npx aldgate check --help.`);
	}
}

/** `npx aldgate check`: writes the answer, or one line about what is wrong; resolves to the exit code. */
export async function run(argv: string[]): Promise<number> {
	try {
		if (argv.includes('--help')) {
			process.stdout.write(`${help}\n`);
			return 0;
		}
		const { values, positionals } = optionsOf(argv);
		if (positionals.length === 0) throw new BadCommand('Name at least one file to check.');
		const policy = readPolicy(values.policy);
		const files = await checkAll(positionals, policy, claimOf(values.claim));
		const verdict = worst(files.map((file) => file.verdict));
		process.stdout.write(
			values.json ? `${escapedJson({ verdict, files })}\n` : readable(verdict, files)
		);
		return verdict === 'pass' ? 0 : 1;
	} catch (error) {
		return refuse('check', error);
	}
}

function claimOf(text: string | undefined): Claim | null {
	if (text === undefined) return null;
	const claim = claimFrom(text);
	if (claim === null) throw new BadCommand(`--claim is not understood; write ${claimForms}.`);
	return claim;
}

/** As many files at once as are read without slowing each other much. */
const together = 2;

async function checkAll(
	paths: readonly string[],
	policy: ReturnType<typeof readPolicy>,
	claimed: Claim | null
): Promise<Checked[]> {
	const found = await capabilities();
	try {
		const scan = scannerOn(found);
		const checked: Checked[] = [];
		for (let from = 0; from < paths.length; from += together) {
			const some = paths.slice(from, from + together);
			checked.push(
				...(await Promise.all(some.map((path) => checkFile(scan, path, policy, claimed))))
			);
		}
		return checked;
	} finally {
		found.close();
	}
}

/** JSON in which letters that hide or turn others are escaped: it is read on terminals too. */
const escapedJson = (value: object): string =>
	JSON.stringify(value, null, '\t').replaceAll(
		/[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
		(letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
	);

function readable(verdict: Verdict, files: readonly Checked[]): string {
	const lines = files.flatMap((file) => [
		`${shownName(file.path)}: ${file.verdict}`,
		...file.findings.map(({ level, rule, where, message, remedy }) =>
			shownName(`  ${level} · ${rule} · ${where}: ${message} ${remedy}`)
		)
	]);
	return [...lines, '', `Verdict: ${verdict}.`, ''].join('\n');
}

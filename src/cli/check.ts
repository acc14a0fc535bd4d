import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { FileReport } from '#domain/disclosure/findings.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import { worst, type Verdict } from '#domain/disclosure/rules.ts';
import { largestFile, scan } from '#domain/disclosure/scan.ts';
import { sha256 } from '#platform/digest.server.ts';
import { BadCommand, readPolicy, refuse } from './given.ts';

export const help = `aldgate check FILE… [--policy FILE] [--json]

Says what an output checker's scanner says of files that are to be released. A table that was not
computed by Aldgate is at best "review": nobody knows what stands behind its figures.

  FILE…           the files; each is judged by its content, not by its name
  --policy FILE   the rules' parameters as JSON; a key set to null switches its rule off
  --json          the whole answer as JSON
  --help          this text

A row is the line of the file, the header being row 1.

Exit codes: 0 pass · 1 review or fail · 2 bad input, said in one line · 3 could not run`;

export type Checked = FileReport & { readonly sha256: string };

function optionsOf(argv: readonly string[]) {
	try {
		return parseArgs({
			args: [...argv],
			allowPositionals: true,
			options: { policy: { type: 'string' }, json: { type: 'boolean', default: false } }
		});
	} catch (error) {
		const why = error instanceof Error ? error.message.split('. ')[0] : '';
		throw new BadCommand(`${why ?? ''}; see npx aldgate check --help.`);
	}
}

/** `npx aldgate check`: writes the answer, or one line about what is wrong; resolves to the exit code. */
export function run(argv: string[]): Promise<number> {
	return Promise.resolve(checked(argv));
}

function checked(argv: readonly string[]): number {
	try {
		if (argv.includes('--help')) {
			process.stdout.write(`${help}\n`);
			return 0;
		}
		const { values, positionals } = optionsOf(argv);
		if (positionals.length === 0) throw new BadCommand('Name at least one file to check.');
		const policy = readPolicy(values.policy);
		const files = positionals.map((path) => checkFile(path, policy));
		const verdict = worst(files.map((file) => file.verdict));
		const answer = { verdict, files: files.map(inOrder) };
		process.stdout.write(
			values.json ? `${JSON.stringify(answer, null, '\t')}\n` : readable(verdict, files)
		);
		return verdict === 'pass' ? 0 : 1;
	} catch (error) {
		return refuse('check', error);
	}
}

const inOrder = ({ path, kind, verdict, sha256: digest, findings }: Checked) => ({
	path,
	kind,
	verdict,
	sha256: digest,
	findings
});

function checkFile(path: string, policy: Policy): Checked {
	const bytes = bytesOf(path);
	return { ...scan(path, bytes, policy), sha256: sha256(bytes) };
}

/** The whole file. A pipe or a device is refused before it is opened: reading one may never end. */
function bytesOf(path: string): Buffer {
	const found = statSync(path, { throwIfNoEntry: false });
	if (found === undefined) throw new BadCommand(`${path}: there is no such file; check the path.`);
	if (!found.isFile()) throw new BadCommand(`${path}: this is not a file; name a file.`);
	if (found.size > largestFile)
		throw new BadCommand(
			`${path}: this file is larger than ${largestFile / 1_000_000} MB, which no output is; send aggregate tables.`
		);
	try {
		return readFileSync(path);
	} catch {
		throw new BadCommand(`${path}: this file cannot be read; check its permissions.`);
	}
}

function readable(verdict: Verdict, files: readonly Checked[]): string {
	const lines = files.flatMap((file) => [
		`${file.path}: ${file.verdict}`,
		...file.findings.map(
			({ level, rule, where, message, remedy }) =>
				`  ${level} · ${rule} · ${where}: ${message} ${remedy}`
		)
	]);
	return [...lines, '', `Verdict: ${verdict}.`, ''].join('\n');
}

import { parseArgs } from 'node:util';
import type { CheckerTable } from '#domain/disclosure/answer.ts';
import { worst } from '#domain/disclosure/rules.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { evidenceLinked } from '#workspaces/evidence/evidence.ts';
import { EvidenceError } from '#workspaces/evidence/expression.ts';
import { BadCommand, readAs, readKey, readPolicy, refuse } from './given.ts';

export const help = `aldgate table --data FILE --spec FILE [--spec FILE …] [--policy FILE] [--key-file FILE] [--json]

Makes a table from records, works out what stands behind each cell, judges every cell by the policy,
and makes the table safe to publish.

  --data FILE     the records, CSV with a header or Parquet, one row a record
  --spec FILE     the table as JSON, for example
                  { "rows": ["year"], "columns": ["grant_type"], "unit": "person_id",
                    "statistic": "mean", "value": "amount", "margins": true,
                    "where": [{ "column": "amount", "op": ">", "value": 0 }] }
                  statistic: count (of distinct units, or with "of": "records" of their records),
                  sum, mean, std, median, quantile (with "q"), min, max, mode,
                  proportion (of units for which "when", a list of conditions, holds),
                  correlation, slope, intercept, r-squared (of "value" over "over")
                  hierarchies, and "waivers", a column that is true where a contributor agreed
                  given several times: tables to be published together, protected as one
  --policy FILE   the rules' parameters as JSON; a key set to null switches its rule off
  --key-file FILE 32 random bytes (or 64 hexadecimal digits), kept for good, for a policy that demands
                  random rounding or cell keys: the same people are then always rounded the same way
  --json          the whole answer as JSON
  --help          this text

"verdict" judges the table as asked; "safe" is the protected table, with its own "safeVerdict". Of
several tables the answer is { "verdict", "tables" }: the worst verdict, and each table's answer.

Exit codes: 0 pass · 1 review or fail · 2 bad input, said in one line · 3 could not run`;

function optionsOf(argv: readonly string[]) {
	try {
		return parseArgs({
			args: [...argv],
			options: {
				data: { type: 'string' },
				spec: { type: 'string', multiple: true },
				policy: { type: 'string' },
				'key-file': { type: 'string' },
				json: { type: 'boolean', default: false }
			}
		}).values;
	} catch (error) {
		const why = error instanceof Error ? error.message.split('. ')[0] : '';
		throw new BadCommand(`${why ?? ''}; see npx aldgate table --help.`);
	}
}

/** `npx aldgate table`: writes the answer, or one line about what is wrong; resolves to the exit code. */
export async function run(argv: string[]): Promise<number> {
	try {
		if (argv.includes('--help')) {
			process.stdout.write(`${help}\n`);
			return 0;
		}
		const { data, spec, policy, json, 'key-file': key } = optionsOf(argv);
		if (data === undefined) throw new BadCommand('--data: name the file of records.');
		if (spec === undefined) throw new BadCommand('--spec: name the file that says which table.');
		const made = await tablesOf(data, spec, { policy, key });
		const verdict = worst(made.map((one) => one.verdict));
		const answers = made.map(answerOf);
		const answer = spec.length === 1 ? answers[0] : { verdict, tables: answers };
		const texts = made.map(
			(one, t) => `${spec.length > 1 ? `${spec[t] ?? ''}\n` : ''}${readable(one)}`
		);
		process.stdout.write(json ? `${JSON.stringify(answer, null, '\t')}\n` : texts.join('\n'));
		return verdict === 'pass' ? 0 : 1;
	} catch (error) {
		return refuse('table', error);
	}
}

function answerOf(made: CheckerTable) {
	const { verdict, policy, cells, summary, safe, safeVerdict, control, notes } = made;
	return { verdict, policy, cells, summary, safe, safeVerdict, control, notes };
}

async function tablesOf(
	data: string,
	specs: readonly string[],
	given: { readonly policy: string | undefined; readonly key: string | undefined }
): Promise<CheckerTable[]> {
	const specifications = specs.map((spec) => readAs(spec, TableSpecificationSchema));
	const policy = readPolicy(given.policy);
	const secret = given.key === undefined ? undefined : { key: readKey(given.key), numbers: null };
	try {
		return await evidenceLinked(
			specifications.map((specification) => ({ files: { data }, specification, policy, secret }))
		);
	} catch (error) {
		if (!(error instanceof EvidenceError)) throw error;
		const place = error.message.startsWith(data) ? '' : `${specs.join(', ')}: `;
		throw new BadCommand(`${place}${error.message}`);
	}
}

function readable({ verdict, cells, safe, safeVerdict, summary, notes }: CheckerTable): string {
	const lines = cells.map((cell, index) => {
		const place = [...cell.row, ...cell.column].join(' · ') || 'Total';
		const shown = safe[index]?.mark === 'suppressed' ? 'suppressed' : said(safe[index]?.value);
		const rules = cell.rules.length > 0 ? ` (${cell.rules.join(', ')})` : '';
		return `${place}: ${said(cell.value)} from ${cell.units} → ${shown}, ${cell.status}${rules}`;
	});
	return [
		...lines,
		'',
		...notes,
		`As asked: ${verdict}, ${summary.unsafe} of ${summary.cells} cells unsafe, ${summary.review} to review.`,
		`Made safe: ${safeVerdict}, ${summary.secondary} more cells suppressed.`,
		''
	].join('\n');
}

const said = (value: number | string | null | undefined): string =>
	value === null || value === undefined ? 'none' : String(value);

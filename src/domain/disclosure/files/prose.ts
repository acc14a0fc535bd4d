import { fail, review, type FileKind, type Finding } from '../findings.ts';
import type { Policy } from '../policy.ts';
import { lineRules } from './line-rules.ts';
import { encodedRuns, objectsIn, pastedRows } from './rows.ts';

const counted =
	/\b(?:n|count|freq(?:uency)?)\s*[=:]\s*(\d{1,9})\b|\b(\d{1,9})\s+(?:patients?|people|persons?|participants?|individuals?|women|men|children|cases|deaths|events|subjects)\b/gi;

/** Counts that are written in words: "n = 3", "4 patients". */
function literalCounts(lines: readonly string[], kind: FileKind, { threshold }: Policy): Finding[] {
	const found = lines.flatMap((line, index) =>
		[...line.slice(0, 5000).matchAll(counted)].map(([, a, b]) => ({
			line: index + 1,
			value: Number(a ?? b)
		}))
	);
	const small = found.filter(({ value }) => threshold !== null && value > 0 && value < threshold);
	const of = small.length > 0 ? small : found;
	if (of.length === 0) return [];
	const where = named(of.map(({ line }) => line));
	return small.length > 0
		? [
				// in code `n = 5` is mostly a setting, so a person looks
				(kind === 'code' ? review : fail)(
					'threshold',
					where,
					`There are counts below the threshold of ${threshold ?? 0} on ${where}.`,
					'Remove them, or combine groups.'
				)
			]
		: [
				review(
					'literal-count',
					where,
					`There are counts of people on ${where}.`,
					'Send them as a table, so that they can be checked.'
				)
			];
}

const mostLines = 50_000;
const longestLine = 10_000;

/** Lines that are named of one rule; the rest are counted. */
const mostNamed = 20;

function named(numbers: readonly number[]): string {
	const all = [...new Set(numbers)];
	const shown = all.slice(0, mostNamed);
	const rest = all.length - shown.length;
	return `${all.length === 1 ? 'line' : 'lines'} ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const said = (where: string): string => where.charAt(0).toUpperCase() + where.slice(1);

/**
 * What a checker should know of code, a log or a text, a finding a rule that names its lines. Text is
 * never "pass": a person reads it.
 */
export function proseFindings(text: string, kind: FileKind, policy: Policy): Finding[] {
	const whole = text.split(/\r\n|\r|\n/);
	if (whole.length > mostLines)
		return [
			fail(
				'size',
				'the file',
				`The text has more than ${mostLines.toLocaleString('en-GB')} lines, which nobody reads.`,
				'Send the part that matters.'
			)
		];
	const long = whole.flatMap((line, index) => (line.length > longestLine ? [index + 1] : []));
	// a pattern over one line of millions of letters may not end
	const lines = whole.map((line) => line.slice(0, longestLine));
	const found = lineRules.flatMap(({ rule, level, finds, what, remedy }): Finding[] => {
		const numbers = lines.flatMap((line, index) => (finds(line) ? [index + 1] : []));
		if (numbers.length === 0) return [];
		const where = named(numbers);
		return [
			{
				rule,
				level,
				where,
				message: `${said(where)} ${numbers.length === 1 ? 'holds' : 'hold'} ${what}.`,
				remedy
			}
		];
	});
	if (long.length > 0)
		found.push(
			fail(
				'cached-data',
				named(long),
				`A line is longer than ${longestLine.toLocaleString('en-GB')} letters, which nobody reads.`,
				'Break it, or remove the data in it.'
			)
		);
	for (const line of encodedRuns(lines))
		found.push(
			fail(
				'cached-data',
				`line ${line}`,
				`Line ${line} begins a run of encoded data, which nobody can read.`,
				'Remove it; send pictures and tables as files of their own.'
			)
		);
	const objects = lines.flatMap((line, index) => (objectsIn(line) >= 3 ? [index + 1] : []));
	if (objects.length > 0)
		found.push(
			review(
				'pasted-rows',
				named(objects),
				`What looks like rows of a table in JSON stands on ${named(objects)}.`,
				'Remove it; send the table as a file of its own.'
			)
		);
	return [...found, ...literalCounts(lines, kind, policy), ...rowsFindings(lines, policy)];
}

function rowsFindings(lines: readonly string[], { threshold }: Policy): Finding[] {
	const many = threshold ?? 10;
	return pastedRows(lines)
		.slice(0, mostNamed)
		.map(({ from, to, rows }) =>
			(rows.length >= many ? fail : review)(
				'pasted-rows',
				`lines ${from} and ${to}`,
				`Lines ${from} to ${to} look like rows of a table that were pasted in.`,
				'Remove them; send the table as a file of its own.'
			)
		);
}

import { fail, review, type FileKind, type Finding } from '../findings.ts';
import { isNhsNumber, isPostcode } from '../patterns.ts';
import type { Policy } from '../policy.ts';
import { hidesLetters } from './names.ts';
import { blobIn, manyFigures, pastedRows } from './rows.ts';
import { secretIn } from './secrets.ts';

type Rule = {
	readonly rule: string;
	readonly level: Finding['level'];
	readonly finds: (line: string) => boolean;
	/** What the lines hold, as in "Lines 3, 4 hold …". */
	readonly what: string;
	readonly remedy: string;
};

const any = (line: string, pattern: RegExp, is: (found: string) => boolean): boolean =>
	(line.match(pattern) ?? []).some(is);

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i;
const hash = /\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{16,}\b/i;
const tens = /(?<![\d.-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d.-]*\d)/g;
const postcodes = /\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b/g;
const day =
	/\b(19|20)\d{2}-\d{2}-\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.](19|20)\d{2}\b|\b\d{1,2}(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(19|20)?\d{2}\b/i;
const birth = /\b(dob|birth|born)\b|_dob\b|birth_?date/i;

/** Ten digits that begin with 1 are mostly a time in seconds; no NHS number of England does. */
const nhs = (text: string): boolean => !text.startsWith('1') && isNhsNumber(text);

const rules: readonly Rule[] = [
	{
		...{ rule: 'nhs-number', level: 'fail', finds: (line) => any(line, tens, nhs) },
		what: 'what look like NHS numbers',
		remedy: 'Remove them: no number of a person may leave.'
	},
	{
		...{ rule: 'pseudonym', level: 'fail', finds: (line) => uuid.test(line) },
		what: 'pseudonyms or record identifiers',
		remedy: 'Choose people by a rule, not by their pseudonyms, and remove these.'
	},
	{
		...{ rule: 'pseudonym', level: 'review', finds: (line) => hash.test(line.slice(0, 20_000)) },
		what: 'long hexadecimal words that may be pseudonyms',
		remedy: 'Remove them, or say what they are.'
	},
	{
		...{
			rule: 'date-of-birth',
			level: 'fail',
			finds: (line) => birth.test(line) && day.test(line)
		},
		what: 'what look like dates of birth',
		remedy: 'Remove the dates, or use years.'
	},
	{
		...{ rule: 'dates', level: 'review', finds: (line) => day.test(line) && !birth.test(line) },
		what: 'exact dates',
		remedy: 'Keep only dates of the study, not of a person.'
	},
	{
		...{
			rule: 'identifier',
			level: 'review',
			finds: (line) => /[^\s@<>"']+@[\w-]+\.[\w.-]*[a-z]{2}/i.test(line.slice(0, 5000))
		},
		what: 'e-mail addresses',
		remedy: 'Remove addresses of people who are in the data.'
	},
	{
		...{ rule: 'identifier', level: 'review', finds: (line) => any(line, postcodes, isPostcode) },
		what: 'full postcodes',
		remedy: 'Remove them, or use larger areas.'
	},
	{
		...{ rule: 'secret', level: 'fail', finds: (line) => secretIn(line) !== null },
		what: 'a password, key or token',
		remedy: 'Remove it, change it where it is used, and read it from a setting.'
	},
	{
		...{ rule: 'cached-data', level: 'fail', finds: blobIn },
		what: 'a long run of encoded data, which nobody can read',
		remedy: 'Remove it; send pictures and tables as files of their own.'
	},
	{
		...{ rule: 'literal-figures', level: 'review', finds: manyFigures },
		what: 'many figures that were typed or pasted in',
		remedy: 'Say where they come from, or read them from a released table.'
	},
	{
		...{ rule: 'hidden-text', level: 'fail', finds: hidesLetters },
		what: 'invisible or right-to-left marks, which make it read as something else',
		remedy: 'Remove them.'
	}
];

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
	const found = rules.flatMap(({ rule, level, finds, what, remedy }): Finding[] => {
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

import type { Finding } from '../findings.ts';
import { isNhsNumber, isPostcode } from '../patterns.ts';
import { hidesLetters } from './names.ts';
import { blobIn, manyFigures } from './rows.ts';
import { secretIn } from './secrets.ts';

export type LineRule = {
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

/** What no line of code, of a log or of a text may hold unseen, each rule by itself. */
export const lineRules: readonly LineRule[] = [
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

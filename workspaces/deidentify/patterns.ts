/** An identifier's shape, as DuckDB's regular expressions (RE2) see a text value. */
export type Pattern = { readonly rule: string; readonly what: string; readonly regex: string };

/** deidentification.md §5.2. NHS numbers have a check digit and are judged by share instead. */
export const patterns: readonly Pattern[] = [
	{
		rule: 'national-insurance-number',
		what: 'National Insurance numbers',
		regex: String.raw`(?i)\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b`
	},
	{
		rule: 'postcode',
		what: 'postcodes',
		regex: String.raw`(?i)\b(GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b`
	},
	{
		rule: 'e-mail',
		what: 'e-mail addresses',
		regex: String.raw`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`
	},
	{
		rule: 'phone',
		what: 'telephone numbers',
		regex: String.raw`(^|[^\d.])(\+44 ?\(?0?\)?|0)[1-9](\d[ -]?){8,9}($|[^\d.])`
	},
	{ rule: 'url', what: 'web addresses', regex: String.raw`(?i)\bhttps?://|\bwww\.` },
	{
		rule: 'grid-reference',
		what: 'grid references',
		regex: String.raw`\b[HJNOST][A-HJ-Z] ?\d{3,5} ?\d{3,5}\b`
	},
	{
		// a spreadsheet runs a cell that begins so when the release is opened as CSV
		rule: 'formula',
		what: 'the start of a spreadsheet formula',
		regex: String.raw`^[=@\t\r]|^[+-][A-Za-z(]|^[+-].*[(|!]`
	},
	{
		rule: 'date-in-text',
		what: 'dates in text',
		regex: String.raw`\b(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b`
	}
];

/** Ten digits, as written with or without spaces. */
export const tenDigits = String.raw`\b(\d{3}[ -]?\d{3}[ -]?\d{4})\b`;

/** By chance 1 in 11 of ten-digit numbers passes the check; above this share it is no chance. */
export const nhsShare = 0.15;

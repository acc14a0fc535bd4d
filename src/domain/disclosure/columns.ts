import { read } from './csv.ts';
import { fail, review, type Finding } from './findings.ts';
import {
	isBirthHeader,
	isEmail,
	isFullDate,
	isIdentifierHeader,
	isNhsNumber,
	isPostcode,
	isPseudonym,
	isTenDigits
} from './patterns.ts';

/** A column of a file: its name, and each value with the line it is on. */
export type FileColumn = {
	readonly name: string;
	readonly values: readonly { readonly line: number; readonly text: string }[];
};

const removeColumn = 'Remove the column: only aggregate figures may leave.';

/** Signs that the rows of a file are people (disclosure.md §2 rule 7). */
export function personalFindings(column: FileColumn): Finding[] {
	const where = `column ${column.name}`;
	const filled = column.values.map(({ text }) => text).filter((text) => text.trim() !== '');
	const found: Finding[] = [];
	const told = (rule: string, message: string): void => {
		found.push(fail(rule, where, message, removeColumn));
	};
	if (isIdentifierHeader(column.name))
		told('identifier', `The column “${column.name}” is named for an identifier of a person.`);
	if (isBirthHeader(column.name) && filled.some(isFullDate))
		told('date-of-birth', `The column “${column.name}” holds dates of birth.`);
	else if (filled.length > 0 && filled.filter(isFullDate).length > filled.length / 2)
		found.push(dates(column, filled));
	const tens = filled.filter(isTenDigits);
	if (tens.length > 0 && tens.every(isNhsNumber))
		told('nhs-number', `The column “${column.name}” holds what look like NHS numbers.`);
	if (filled.some(isPseudonym))
		told('pseudonym', `The column “${column.name}” holds pseudonyms or record identifiers.`);
	if (filled.some(isEmail))
		told('identifier', `The column “${column.name}” holds e-mail addresses.`);
	if (filled.some(isPostcode))
		told('identifier', `The column “${column.name}” holds full postcodes.`);
	if (filled.some((text) => text.length > 100 && /\s/.test(text)))
		told('free-text', `The column “${column.name}” holds free text.`);
	return found;
}

/** Days by themselves are common in outputs; a different one in nearly each row is not. */
function dates(column: FileColumn, filled: readonly string[]): Finding {
	const distinct = new Set(filled).size;
	const many = distinct > 20 && distinct > filled.length * 0.9;
	return review(
		'dates',
		`column ${column.name}`,
		many
			? `The column “${column.name}” has a different date in nearly every row, as rows about people do.`
			: `The column “${column.name}” holds exact dates.`,
		'Use months or years unless the day matters.'
	);
}

/** What a spreadsheet would run instead of show: a cell that begins with = + - @, tab or return. */
export function formulaFindings(column: FileColumn): Finding[] {
	const first = column.values.find(({ text }) => isFormula(text));
	if (first === undefined) return [];
	return [
		fail(
			'formula',
			`row ${first.line}, column ${column.name}`,
			'A cell begins like a formula, which a spreadsheet would run.',
			'Remove the leading sign, or write the value as a number.'
		)
	];
}

export const isFormula = (text: string): boolean =>
	/^[=+\-@\t\r]/.test(text) && text.length > 1 && read(text).is !== 'number';

const shownDecimals = 4;

/** More decimals than anyone shows let a count be worked out from a percentage or a mean. */
export function decimalFindings(column: FileColumn): Finding[] {
	const most = column.values.reduce((max, { text }) => {
		const said = read(text);
		return said.is === 'number' ? Math.max(max, said.decimals) : max;
	}, 0);
	if (most <= shownDecimals) return [];
	return [
		review(
			'decimals',
			`column ${column.name}`,
			`The column “${column.name}” has values with ${most} decimals, more than a table shows.`,
			`Round it to ${shownDecimals} decimals or fewer.`
		)
	];
}

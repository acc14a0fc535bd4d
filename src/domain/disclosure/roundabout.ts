import type { FileColumn } from './columns.ts';
import { read, type Csv } from './csv.ts';
import { hidesLetters } from './files/names.ts';
import { fail, review, type Finding } from './findings.ts';
import type { LaidOut } from './laid-out.ts';
import { isTotalLabel } from './patterns.ts';
import type { Policy } from './policy.ts';

/**
 * Small counts that a table gives away without showing them: steps of a running total, totals that
 * stand in words, shares of a base that is shown, and letters that hide figures from a reader.
 */
export function roundaboutFindings(
	{ csv, notes }: LaidOut,
	columns: readonly FileColumn[],
	{ threshold }: Policy
): Finding[] {
	const hidden = hiddenLetters(csv, notes);
	if (threshold === null) return hidden;
	return [
		...hidden,
		...columns.flatMap((column) => steps(column, threshold)),
		...columns.flatMap((column) => totalsInWords(column, [column.name, ...notes], threshold)),
		...sharesOfBase(columns, threshold)
	];
}

/** Digits of other scripts are read by eye and by no rule; letters without width carry what they like. */
function hiddenLetters({ header, records }: Csv, notes: readonly string[]): Finding[] {
	const odd = (text: string): boolean => hidesLetters(text) || /[^\P{Nd}0-9]/u.test(text);
	const row = [{ line: 1, cells: [...header, ...notes] }, ...records].find(({ cells }) =>
		cells.some(odd)
	);
	if (row === undefined) return [];
	const message = 'A cell holds invisible letters, or digits of another script than 0 to 9.';
	return [fail('hidden-text', `row ${row.line}`, message, 'Write it in plain letters and digits.')];
}

const running = /(^|[^a-z])(cum|cumul[a-z]*|running)([^a-z]|$)/i;

function steps({ name, values }: FileColumn, threshold: number): Finding[] {
	if (!running.test(name)) return [];
	const numbers = values.flatMap(({ line, text }) => {
		const said = read(text);
		return said.is === 'number' && !text.includes('%') ? [{ line, value: said.value }] : [];
	});
	if (!numbers.every(({ value }) => Number.isInteger(value))) return [];
	return numbers.flatMap(({ line, value }, at) => {
		const step = Math.abs(value - (numbers[at - 1]?.value ?? 0));
		if (step === 0 || step >= threshold) return [];
		return [
			fail(
				'threshold',
				`row ${line}, column ${name}`,
				`The running total changes by ${step} here, a count below the threshold of ${threshold}.`,
				'Join this row with the one above, or leave the running total out.'
			)
		];
	});
}

const inWords = [
	/\b(?:n|total|all|overall|sample|sum)\b[^\d]{0,40}?(\d{1,3}(?:,\d{3})+|\d{2,9})(?![\d.%])/gi,
	/\b(\d{1,3}(?:,\d{3})+|\d{2,9})\s+[a-z]{2,15}\s+(?:in total|in all|altogether|overall)\b/gi
];

/** The one mark of a column beside a total that stands in a note or in the column's name: "Men (n=178)". */
function totalsInWords(
	{ name, values }: FileColumn,
	texts: readonly string[],
	threshold: number
): Finding[] {
	const said = values.map(({ line, text }) => ({
		line,
		text,
		said: read(countIn(text) ?? text)
	}));
	const marks = said.filter((one) => one.said.is === 'mark');
	const [only] = marks;
	if (only === undefined || marks.length > 1 || said.some(({ text }) => isTotalLabel(text)))
		return [];
	const numbers = said.flatMap((one) => (one.said.is === 'number' ? [one.said.value] : []));
	const shown = numbers.reduce((all, value) => all + value, 0);
	const totals = texts.flatMap((text) =>
		inWords.flatMap((pattern) =>
			[...text.matchAll(pattern)].map(([, digits = '']) => Number(digits.replaceAll(',', '')))
		)
	);
	const rest = totals.map((total) => total - shown).find((left) => left > 0 && left < threshold);
	if (rest === undefined || numbers.length === 0) return [];
	return [
		review(
			'recoverable',
			`row ${only.line}, column ${name}`,
			`If the total in the words is of this column, the hidden value is ${rest}.`,
			'Suppress one more cell of the column, or leave the total out of the words.'
		)
	];
}

const baseName = /^(base|denominator|denom|out[ _]of|of|population|eligible)([ _(].*)?$/i;
const shareName =
	/%|(^|[^a-z])(percent|percentage|perc|pct|proportion|prop|share|fraction)([^a-z]|$)/i;

function sharesOfBase(columns: readonly FileColumn[], threshold: number): Finding[] {
	const shares = columns.filter(({ name }) => shareName.test(name));
	const bases = columns.filter(({ name }) => baseName.test(name.trim()));
	const [share] = shares;
	const [base] = bases;
	if (share === undefined || base === undefined || shares.length > 1 || bases.length > 1) return [];
	const known = share.values.map(({ text }) => read(text));
	const scale = known.every((one) => one.is !== 'number' || one.value <= 1) ? 1 : 100;
	return share.values.flatMap(({ line }, at) => {
		const part = known[at];
		const whole = read(base.values[at]?.text ?? '');
		if (part?.is !== 'number' || whole.is !== 'number') return [];
		const count = Math.round((part.value / scale) * whole.value);
		const few = [count, whole.value - count].find((n) => n > 0 && n < threshold);
		if (few === undefined) return [];
		return [
			review(
				'recoverable',
				`row ${line}, column ${share.name}`,
				`This share of its base is ${few}, or all but ${few}, below the threshold of ${threshold}.`,
				'Suppress the share, or join the group with another.'
			)
		];
	});
}

/** The count in a cell that shows its share too: 120 (45.3%). */
export const countIn = (text: string): string | undefined =>
	/^\s*(\d[\d,]*|\*+|\[?redacted\]?)\s*[([]\s*[<\d.]/i.exec(text)?.[1];

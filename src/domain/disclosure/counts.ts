import type { FileColumn } from './columns.ts';
import { read, type Csv } from './csv.ts';
import { fail, review, type Finding } from './findings.ts';
import type { ClaimedRounding } from './masked/claim.ts';
import { isMidpoint6, isMultiple } from './masked/summary.ts';
import { countIn } from './roundabout.ts';
import { isAmountHeader, isCountHeader, isTotalLabel } from './patterns.ts';
import type { Policy } from './policy.ts';

const suppressIt = 'Suppress it and one more cell in its row, or combine groups.';

/** What the audit of the whole table has shown of a column. */
export type Seen = {
	/** Its figures add up to a total that the table shows. */
	readonly adds: boolean;
	/** A rounding that was claimed and that every count of the table keeps to. */
	readonly rounding: ClaimedRounding | null;
};

export const unseen: Seen = { adds: false, rounding: null };

/**
 * Small counts in columns that count, and whole small numbers in columns that might. Whole numbers
 * that add up to a total are counts, whatever the column is called, unless it is named for money or time.
 */
export function countFindings(column: FileColumn, policy: Policy, seen: Seen = unseen): Finding[] {
	const { threshold } = policy;
	const values = column.values.map(({ line, text }) => ({
		line,
		said: read(countIn(text) ?? text)
	}));
	const numbers = values.flatMap(({ line, said }) =>
		said.is === 'number' ? [{ line, value: said.value }] : []
	);
	const counts = isCountHeader(column.name) || (seen.adds && !isAmountHeader(column.name));
	if (!counts) return threshold === null ? [] : doubtful(column, numbers, threshold);
	const small = numbers.filter(
		({ value }) => threshold !== null && value > 0 && value < threshold && Number.isInteger(value)
	);
	const { rounding } = seen;
	const found = roundedFindings(
		column,
		small.filter(({ value }) => keeps(value, rounding)),
		threshold
	);
	const exact = small
		.filter(({ value }) => !keeps(value, rounding))
		.map(({ line, value }) =>
			fail(
				'threshold',
				`row ${line}, column ${column.name}`,
				`A count of ${value} is below the threshold of ${String(threshold)}.`,
				suppressIt
			)
		);
	found.unshift(...exact);
	const zeros = numbers.filter(({ value }) => value === 0);
	if (policy.zerosDisclose && zeros.length > 0)
		found.push(
			review(
				'zero',
				`column ${column.name}`,
				`${zeros.length === 1 ? 'A count is' : `${zeros.length} counts are`} zero, which says something of everyone in the group.`,
				'Explain why a zero is expected here, or combine groups.'
			)
		);
	return found;
}

const keeps = (value: number, rounding: ClaimedRounding | null): boolean =>
	rounding !== null &&
	(rounding.method === 'cell-key' ||
		(rounding.method === 'midpoint6' ? isMidpoint6(value) : isMultiple(value, rounding.base)));

/** A rounded figure is nobody's count; that it is small is known all the same. */
function roundedFindings(
	column: FileColumn,
	small: readonly Numbered[],
	threshold: number | null
): Finding[] {
	const [first] = small;
	if (first === undefined) return [];
	return [
		review(
			'threshold',
			`column ${column.name}`,
			`Rounded figures such as ${first.value} stand for groups that may be smaller than ${String(threshold)}.`,
			'Redact them, or say in the description that rounding alone is agreed.'
		)
	];
}

type Numbered = { readonly line: number; readonly value: number };

function doubtful(column: FileColumn, numbers: readonly Numbered[], threshold: number): Finding[] {
	const whole = numbers.length > 0 && numbers.every(({ value }) => Number.isInteger(value));
	const small = numbers.filter(({ value }) => value > 0 && value < threshold);
	const [first] = small;
	if (!whole || first === undefined) return [];
	return [
		review(
			'threshold',
			`row ${first.line}, column ${column.name}`,
			`The column “${column.name}” holds whole numbers below ${threshold} that may be counts.`,
			'Say in the description what the column holds, or name it for what it counts.'
		)
	];
}

/**
 * A single mark beside its total hides nothing: total less the rest is the hidden count. Looks down
 * each counting column that ends in a total.
 */
export function maskFindings(csv: Csv): Finding[] {
	const totals = csv.records.filter((record) => record.cells.some(isTotalLabel));
	const [total] = totals;
	if (total === undefined || totals.length > 1) return [];
	const others = csv.records.filter((record) => record !== total);
	return csv.header.flatMap((name, index) => {
		const whole = read(total.cells[index] ?? '');
		const marked = others.filter((record) => read(record.cells[index] ?? '').is === 'mark');
		const [only] = marked;
		if (whole.is !== 'number' || only === undefined || marked.length > 1) return [];
		return [
			fail(
				'recoverable',
				`row ${only.line}, column ${name}`,
				'The hidden value follows from its total and the values beside it.',
				'Suppress one more cell in the column, or leave the total out.'
			)
		];
	});
}

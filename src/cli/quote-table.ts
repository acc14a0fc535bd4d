import type { Quote } from '#domain/pricing/quote.ts';
import { pounds } from '#platform/money.ts';
import { dayInWords } from '#platform/time.ts';

type Row = readonly [description: string, quantity: string, price: string, net: string];

/** A quote as a table for a terminal: plain text, figures to the right, the reason under each line. */
export function quoteTable(answer: Quote, sha256: string): string {
	const head: Row = ['Item', 'Quantity', 'Each', 'Net'];
	const rows = answer.lines.map((line): { row: Row; reason: string } => ({
		row: [
			line.description,
			`${line.quantity.toLocaleString('en-GB')} × ${line.unit}`,
			pounds(line.unitNet),
			pounds(line.net)
		],
		reason: line.reason
	}));
	const totals: readonly Row[] = [
		['Net', '', '', pounds(answer.net)],
		...answer.vatClasses.map(({ code, rate, vat }): Row => [
			`VAT ${Number(rate) / 100} % (${code})`,
			'',
			'',
			pounds(vat)
		]),
		['Total', '', '', pounds(answer.gross)]
	];
	const widths = widthsOf([head, ...rows.map(({ row }) => row), ...totals]);
	const rule = '─'.repeat(widths.reduce((all, each) => all + each + 2, -2));
	const body = rows.flatMap(({ row, reason }) => [lineUp(row, widths), `  ${reason}`]);
	return [
		lineUp(head, widths),
		rule,
		...body,
		rule,
		...totals.map((row) => lineUp(row, widths)),
		'',
		...(answer.note === null ? [] : [answer.note]),
		`Valid until ${dayInWords(answer.validUntil)}. Rate card ${answer.rateCard.code}, version ${String(answer.rateCard.version)}.`,
		`SHA-256 ${sha256}`
	].join('\n');
}

const widthsOf = (rows: readonly Row[]): readonly number[] =>
	[0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));

const lineUp = (row: Row, widths: readonly number[]): string =>
	row
		.map((cell, n) => (n < 2 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
		.join('  ')
		.trimEnd();

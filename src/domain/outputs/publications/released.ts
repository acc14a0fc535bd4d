import { total } from '#domain/disclosure/evidence.ts';
import { parseCsv } from '#domain/disclosure/csv.ts';
import type { OutputFile } from '../files/file.ts';
import { leaving } from '../files/leaving.ts';
import { numberOf, type ReleasedTable } from './compare.ts';

/** A released file's figures under their labels: of a table that we computed, from its own cells. */
export function cellsOf(
	{ name, answer, control }: Pick<OutputFile, 'name' | 'answer' | 'control'>,
	bytes: Uint8Array
): ReleasedTable {
	if (answer.kind === 'table') {
		const values = leaving(answer.table, control);
		return {
			dimensions: [...answer.dimensions.rows, ...answer.dimensions.columns],
			cells: answer.table.cells.map(({ row, column }, at) => ({
				file: name,
				labels: [...row, ...column],
				value: numberOf(values[at] ?? '')
			}))
		};
	}
	const { header, records } = parseCsv(new TextDecoder().decode(bytes));
	const rows = records.map(({ cells }) => cells);
	// figures: every column but the first that holds a number or a mark in most of its rows
	const figures = header.map(
		(_, at) =>
			at > 0 && rows.filter((row) => isFigure(row[at] ?? '')).length * 2 >= Math.max(1, rows.length)
	);
	return {
		dimensions: header.filter((_, at) => figures[at] !== true),
		cells: rows.flatMap((row) =>
			row.flatMap((text, at) => {
				if (figures[at] !== true || text.trim() === '') return [];
				const own = row.filter((_, place) => figures[place] !== true);
				return [{ file: name, labels: [...own, header[at] ?? total], value: numberOf(text) }];
			})
		)
	};
}

const isFigure = (text: string): boolean =>
	numberOf(text) !== null || /^(\*|\[redacted\]|c|<\s*\d+)$/i.test(text.trim());

import { isCountHeader } from '../patterns.ts';
import { sayOf, spanOf } from './cell.ts';
import { isGroupHeader, isMeasure, isShare, isTotalName } from './names.ts';
import type { Place } from './types.ts';

/** A cell of figures: a published number, or a mark in the place of one with what the mark itself says. */
export type Figure = Place & { readonly text: string } & (
		| { readonly is: 'number'; readonly value: number; readonly decimals: number | null }
		| { readonly is: 'mark'; readonly least: number; readonly most: number | null }
	);

/** `count`: whole numbers that may be people. `amount`: may add up. `share`: of a hundred or of one. */
export type Kind = 'count' | 'amount' | 'measure' | 'share';

export type Column = { readonly name: string; readonly index: number; readonly kind: Kind };

/** A submitted table as an attacker reads it. */
export type Shape = {
	/** Rows of the body, by their place in the file; the header is row 0. */
	readonly body: readonly number[];
	/** The labels of each row, one per column of labels, a repeated label filled in. */
	readonly labels: ReadonlyMap<number, readonly string[]>;
	readonly columns: readonly Column[];
	figure(row: number, column: number): Figure | undefined;
};

export function shapeOf(rows: readonly (readonly string[])[]): Shape {
	const header = rows[0] ?? [];
	const body = [...rows.keys()].slice(1);
	const text = (row: number, column: number): string => rows[row]?.[column] ?? '';
	const all = header.keys().map((index) => ({ index, name: header[index]?.trim() ?? '' }));
	const labels: number[] = [];
	const columns: Column[] = [];
	for (const { index, name } of all) {
		const cells = body.map((row) => text(row, index));
		if (isLabels(cells, name, index === 0)) labels.push(index);
		else if (cells.some((cell) => isFigure(cell)))
			columns.push({ index, name, kind: kindOf(cells, name) });
	}
	const figures = new Map<string, Figure>();
	for (const { index } of columns)
		for (const row of body) {
			const found = figureOf(text(row, index), { row, column: index });
			if (found !== undefined) figures.set(`${row},${index}`, found);
		}
	return {
		body,
		labels: filled(body, labels, text),
		columns,
		figure: (row, column) => figures.get(`${row},${column}`)
	};
}

const isFigure = (cell: string): boolean => {
	const { is } = sayOf(cell);
	return is === 'number' || is === 'mark' || is === 'below' || spanOf(cell) !== null;
};

function isLabels(cells: readonly string[], name: string, first: boolean): boolean {
	if (cells.some(isTotalName)) return true;
	const said = cells.map(sayOf);
	const numbers = said.flatMap((one) => (one.is === 'number' ? [one.value] : []));
	const spans = cells.filter((cell) => spanOf(cell) !== null).length;
	const texts = said.filter((one) => one.is === 'text').length;
	if (texts > 0 && texts >= numbers.length && (texts > spans || first)) return true;
	const plain = numbers.length === cells.length && numbers.every(Number.isInteger);
	if (!plain || isCountHeader(name)) return false;
	const rising = numbers.every((value, index) => index === 0 || value > (numbers[index - 1] ?? 0));
	return isGroupHeader(name) || (first && numbers.length > 2 && rising);
}

function kindOf(cells: readonly string[], name: string): Kind {
	const said = cells.map(sayOf);
	const numbers = said.flatMap((one) => (one.is === 'number' ? [one] : []));
	if (isShare(name) || numbers.some(({ percent }) => percent)) return 'share';
	if (isMeasure(name)) return 'measure';
	const whole = numbers.filter(({ value }) => Number.isInteger(value)).length;
	// a few fractions among whole numbers are slips in a column of counts, not amounts
	return whole >= numbers.length * (isCountHeader(name) ? 0.5 : 0.75) ? 'count' : 'amount';
}

function figureOf(cell: string, place: Place): Figure | undefined {
	const said = sayOf(cell);
	const text = cell.trim();
	if (said.is === 'number')
		return { ...place, text, is: 'number', value: said.value, decimals: said.decimals };
	if (said.is === 'mark' || said.is === 'below')
		return { ...place, text, is: 'mark', least: 1, most: said.most };
	const span = spanOf(cell);
	if (span !== null) return { ...place, text, is: 'mark', ...span };
	// nothing where a figure could stand: hidden, or none
	return said.is === 'missing' ? { ...place, text, is: 'mark', least: 0, most: null } : undefined;
}

/** Labels by row; a first column that names each group once is filled down. */
function filled(
	body: readonly number[],
	columns: readonly number[],
	text: (row: number, column: number) => string
): Map<number, string[]> {
	let last = '';
	return new Map(
		body.map((row) => {
			const labels = columns.map((column) => text(row, column).trim());
			if (labels.length > 1 && labels[0] === '' && labels.some((label) => label !== ''))
				labels[0] = last;
			last = labels[0] ?? '';
			return [row, labels];
		})
	);
}

import { key, type Evidence } from './evidence.ts';

/** More cells than anyone can check, and more than a page can show. */
export const maximumCells = 20_000;

type Label = { readonly text: string; readonly level: number };

const collator = new Intl.Collator('en-GB', { numeric: true });
/** Categories first, then parents, the total last. */
const depth = (label: Label): number => (label.level < 0 ? Number.MAX_SAFE_INTEGER : label.level);

/** The labels of one dimension as they stand in a table, in order. */
function labels(cells: readonly Evidence[], dimension: number): Label[] {
	const seen = new Map<string, Label>();
	for (const cell of cells) {
		const text = [...cell.row, ...cell.column][dimension] ?? '';
		seen.set(text, { text, level: cell.levels[dimension] ?? 0 });
	}
	return [...seen.values()].sort((a, b) => depth(a) - depth(b) || collator.compare(a.text, b.text));
}

/** How many cells the full table of these would have. */
export function gridSize(cells: readonly Evidence[]): number {
	const dimensions = cells[0]?.levels.length ?? 0;
	let size = 1;
	for (let d = 0; d < dimensions; d++) size *= labels(cells, d).length;
	return size;
}

/** Every combination of the labels that occur, in reading order; those without records are empty. */
export function grid(cells: readonly Evidence[]): Evidence[] {
	const [first] = cells;
	if (first === undefined) return [];
	const known = new Map(cells.map((cell) => [key(cell), cell]));
	const width = first.row.length;
	let combinations: Label[][] = [[]];
	for (let d = 0; d < first.levels.length; d++) {
		const here = labels(cells, d);
		combinations = combinations.flatMap((before) => here.map((label) => [...before, label]));
	}
	return combinations.map((combination) => {
		const texts = combination.map((label) => label.text);
		const place = { row: texts.slice(0, width), column: texts.slice(width) };
		const levels = combination.map((label) => label.level);
		return known.get(key(place)) ?? { ...nothing, ...place, levels };
	});
}

const nothing = {
	value: null,
	units: 0,
	rows: 0,
	sum: 0,
	largest: [],
	negatives: 0,
	missing: 0,
	allEqual: false,
	atEndpoint: null,
	modeShare: null,
	organisations: null
} as const;

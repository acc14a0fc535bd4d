/** A figure that was released, under its labels; `mark`: it was released hidden. */
export type ReleasedCell = {
	readonly file: string;
	readonly labels: readonly string[];
	readonly value: number | null;
};

/** A released table: the names of its dimensions, by which label columns are known, and its cells. */
export type ReleasedTable = {
	readonly dimensions: readonly string[];
	readonly cells: readonly ReleasedCell[];
};

/**
 * `matched`: a released figure under the same labels is the same. `rounded`: the same once rounded.
 * `differs`: it is another figure. `hidden`: it was released hidden. `not-found`: no release has it.
 */
export type Outcome = 'matched' | 'rounded' | 'differs' | 'hidden' | 'not-found';

export type ComparedCell = {
	readonly row: number;
	readonly column: number;
	readonly outcome: Outcome;
	/** The released file that was compared with. */
	readonly file: string | null;
};

export type ComparedTable = {
	readonly header: readonly string[];
	readonly rows: readonly (readonly string[])[];
	/** One a figure of the table; its labels are not figures. */
	readonly cells: readonly ComparedCell[];
};

/**
 * Compares each figure of a manuscript's table with what was released: first by labels (every label
 * of its row, and its column's head where the release has that as a label), then by value, rounding
 * allowed. A figure is never matched by its value alone.
 */
export function compareTable(
	[header = [], ...rows]: readonly (readonly string[])[],
	released: readonly ReleasedTable[]
): ComparedTable {
	const dimensions = new Set(released.flatMap((table) => table.dimensions.map(plain)));
	const labels = header.map((name, at) => isLabel(at, name, rows, dimensions));
	const index = indexOf(released);
	const known = new Set(
		released.flatMap((table) => table.cells.flatMap((cell) => cell.labels.map(plain)))
	);
	// heads that are categories: then no head is merely the name of the figure
	const wide = header.some(
		(name, at) => labels[at] !== true && plain(name) !== 'total' && known.has(plain(name))
	);
	const cells = rows.flatMap((line, row) =>
		line.flatMap((text, column): ComparedCell[] => {
			const value = numberOf(text);
			if (labels[column] !== false || value === null) return [];
			const own = line.filter((_, at) => labels[at] === true).map(plain);
			const head = plain(header[column] ?? '');
			const places = wide ? [[...own, head]] : [[...own, head], own];
			return [{ row, column, ...found(index, places, { value, text }) }];
		})
	);
	return { header, rows, cells };
}

/** The first column, words, and what a released table calls a dimension are labels. */
function isLabel(
	at: number,
	name: string,
	rows: readonly (readonly string[])[],
	dimensions: ReadonlySet<string>
): boolean {
	if (at === 0 || dimensions.has(plain(name))) return true;
	const given = rows.map((row) => (row[at] ?? '').trim()).filter((text) => text !== '');
	return given.filter((text) => numberOf(text) !== null).length * 2 < given.length;
}

type Index = ReadonlyMap<string, readonly ReleasedCell[]>;

const keyOf = (labels: readonly string[]): string =>
	[...new Set(labels.filter((label) => label !== '' && label !== 'total'))].sort().join('\n');

function indexOf(released: readonly ReleasedTable[]): Index {
	const index = new Map<string, ReleasedCell[]>();
	for (const cell of released.flatMap(({ cells }) => cells)) {
		const key = keyOf(cell.labels.map(plain));
		index.set(key, [...(index.get(key) ?? []), cell]);
	}
	return index;
}

const order: readonly Outcome[] = ['matched', 'rounded', 'hidden', 'differs', 'not-found'];

/** The best that any released figure under these labels says of a value. */
function found(
	index: Index,
	places: readonly (readonly string[])[],
	given: { readonly value: number; readonly text: string }
): Pick<ComparedCell, 'outcome' | 'file'> {
	const under = places.flatMap((labels) => index.get(keyOf(labels)) ?? []);
	const all = under.map((cell) => ({ outcome: agrees(cell.value, given), file: cell.file }));
	const best = order.flatMap((outcome) => all.filter((one) => one.outcome === outcome))[0];
	return best ?? { outcome: 'not-found', file: null };
}

function agrees(
	released: number | null,
	{ value, text }: { value: number; text: string }
): Outcome {
	if (released === null) return 'hidden';
	if (released === value) return 'matched';
	const decimals = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
	if (Number(released.toFixed(decimals)) === value) return 'rounded';
	const bases = [5, 10, 100, 1000];
	return bases.some(
		(base) => value % base === 0 && Math.round(released / base) * base === value && value !== 0
	)
		? 'rounded'
		: 'differs';
}

const totals = new Set(['all', 'overall', 'sum', 'total', 'totals']);

/** Labels are compared without case, accents or spaces around; "All" and "Overall" are totals. */
export function plain(label: string): string {
	const words = label
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll(/[\s_]+/g, ' ')
		.trim();
	return totals.has(words) ? 'total' : words;
}

/** A figure as a manuscript writes it: "1,234", "12.5", "12.5%"; null for anything else. */
export function numberOf(text: string): number | null {
	const bare = text
		.trim()
		.replace(/%$/, '')
		.replaceAll(/(?<=\d)[, \u00a0\u202f](?=\d{3}\b)/g, '')
		.trim();
	return /^[+\-\u2212]?\d+(\.\d+)?$/.test(bare) ? Number(bare.replace('\u2212', '-')) : null;
}

/** How many figures came out how. */
export const countsOf = (tables: readonly ComparedTable[]): Readonly<Record<Outcome, number>> => {
	const counts = { matched: 0, rounded: 0, differs: 0, hidden: 0, 'not-found': 0 };
	for (const { cells } of tables) for (const { outcome } of cells) counts[outcome] += 1;
	return counts;
};

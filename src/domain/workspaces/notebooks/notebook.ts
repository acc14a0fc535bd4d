import * as v from 'valibot';

export const languages = ['sql', 'r', 'python'] as const;
export type Language = (typeof languages)[number];
export const cellKinds = ['text', ...languages] as const;
export type CellKind = (typeof cellKinds)[number];

export const languageNames = {
	text: 'Text',
	sql: 'SQL',
	r: 'R',
	python: 'Python'
} as const satisfies Record<CellKind, string>;

export const mostCells = 100;
/** Letters of one cell: as many as the list of runs keeps. */
export const longestCell = 20_000;
const named = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

const Cell = v.object({
	/** Made with the cell; it stays when the cell moves. */
	id: v.pipe(v.string(), v.regex(/^[a-z0-9]{8,12}$/, 'Load this page again and repeat this.')),
	kind: v.picklist(cellKinds, 'Choose what the cell holds'),
	code: v.pipe(v.string(), v.maxLength(longestCell, 'A cell must be 20,000 characters or fewer')),
	/** SQL alone: the rows are kept as a frame of this name, and none is shown. Empty: they are shown. */
	into: v.pipe(
		v.string(),
		v.trim(),
		v.check(
			(name) => name === '' || (named.test(name) && !name.toLowerCase().startsWith('aldgate')),
			'Name a frame with letters, digits and underscores, at most 40, a letter first'
		)
	)
});
export const Cells = v.pipe(
	v.array(Cell),
	v.maxLength(mostCells, 'A notebook holds 100 cells at most; start another one.'),
	v.check(
		(cells) => new Set(cells.map(({ id }) => id)).size === cells.length,
		'Load this page again and repeat this.'
	)
);
export type Cell = v.InferOutput<typeof Cell>;

export const isLanguage = (kind: CellKind): kind is Language => kind !== 'text';

/** An empty cell. `id`: 8 letters and digits that no other cell of the notebook has. */
export const emptyCell = (kind: CellKind, id: string): Cell => ({ id, kind, code: '', into: '' });

/** The cells with a new one behind another, or at the end when there is no such cell. */
export function withAfter(cells: readonly Cell[], after: string, cell: Cell): Cell[] {
	const at = cells.findIndex(({ id }) => id === after);
	return cells.toSpliced(at < 0 ? cells.length : at + 1, 0, cell);
}

export const without = (cells: readonly Cell[], id: string): Cell[] =>
	cells.filter((cell) => cell.id !== id);

/** The cells with one of them a place further up (-1) or down (1); at the ends it stays. */
export function movedBy(cells: readonly Cell[], id: string, by: -1 | 1): Cell[] {
	const at = cells.findIndex((cell) => cell.id === id);
	const other = cells[at + by];
	const cell = cells[at];
	if (!cell || !other) return [...cells];
	return cells.with(at, other).with(at + by, cell);
}

export const same = (a: readonly Cell[], b: readonly Cell[]): boolean =>
	a.length === b.length &&
	a.every((cell, at) => {
		const other = b[at];
		return (
			other?.id === cell.id &&
			other.kind === cell.kind &&
			other.code === cell.code &&
			other.into === cell.into
		);
	});

export const kinds = ['notebook', 'script'] as const;
export type Kind = (typeof kinds)[number];

/** What a script is called by the ending that its language has. */
export const endings = { sql: '.sql', r: '.R', python: '.py' } as const satisfies Record<
	Language,
	string
>;

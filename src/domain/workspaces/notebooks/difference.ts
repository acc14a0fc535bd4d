import type { Cell } from './notebook.ts';

export type Line = { readonly is: 'same' | 'gone' | 'new'; readonly text: string };
export type CellChange = {
	readonly id: string;
	readonly kind: Cell['kind'];
	readonly is: 'same' | 'gone' | 'new' | 'changed' | 'moved';
	readonly lines: readonly Line[];
};

/** Lines beyond which a cell is shown as wholly gone and new: comparing costs their product. */
const most = 1500;

/** How one text became another, line by line: the longest common lines stay. */
export function linesBetween(before: string, after: string): Line[] {
	const [a, b] = [before.split('\n'), after.split('\n')];
	if (a.length > most || b.length > most)
		return [
			...a.map((text): Line => ({ is: 'gone', text })),
			...b.map((text): Line => ({ is: 'new', text }))
		];
	const wide = b.length + 1;
	const common = new Uint16Array((a.length + 1) * wide);
	const at = (row: number, column: number): number => common[row * wide + column] ?? 0;
	for (let row = a.length - 1; row >= 0; row--)
		for (let column = b.length - 1; column >= 0; column--)
			common[row * wide + column] =
				a[row] === b[column]
					? at(row + 1, column + 1) + 1
					: Math.max(at(row + 1, column), at(row, column + 1));
	const lines: Line[] = [];
	let [row, column] = [0, 0];
	while (row < a.length || column < b.length) {
		const [gone, made] = [a[row], b[column]];
		if (gone !== undefined && gone === made) {
			lines.push({ is: 'same', text: gone });
			row++;
			column++;
		} else if (
			gone !== undefined &&
			(made === undefined || at(row + 1, column) >= at(row, column + 1))
		) {
			lines.push({ is: 'gone', text: gone });
			row++;
		} else {
			lines.push({ is: 'new', text: made ?? '' });
			column++;
		}
	}
	return lines;
}

const whole = (cell: Cell): string =>
	cell.into === '' ? cell.code : `${cell.code}\n→ kept as the frame ${cell.into}`;

/** How the cells of one version became those of another, in the order of the later one. */
export function differenceOf(before: readonly Cell[], after: readonly Cell[]): CellChange[] {
	const was = new Map(before.map((cell) => [cell.id, cell]));
	const is = new Set(after.map(({ id }) => id));
	const kept = before.filter(({ id }) => is.has(id)).map(({ id }) => id);
	const stays = after.filter(({ id }) => was.has(id)).map(({ id }) => id);
	const changes = after.map((cell): CellChange => {
		const { id, kind } = cell;
		const old = was.get(id);
		if (!old)
			return {
				id,
				kind,
				is: 'new',
				lines: whole(cell)
					.split('\n')
					.map((text) => ({ is: 'new', text }))
			};
		const lines = linesBetween(whole(old), whole(cell));
		if (old.kind !== kind || lines.some((line) => line.is !== 'same'))
			return { id, kind, is: 'changed', lines };
		return { id, kind, is: kept.indexOf(id) === stays.indexOf(id) ? 'same' : 'moved', lines };
	});
	const gone = before
		.filter(({ id }) => !is.has(id))
		.map((cell): CellChange => ({
			...{ id: cell.id, kind: cell.kind, is: 'gone' },
			lines: whole(cell)
				.split('\n')
				.map((text) => ({ is: 'gone', text }))
		}));
	return [...changes, ...gone];
}

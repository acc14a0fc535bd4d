import type { Answer, Preview } from '../files/file.ts';
import type { BeforeAfter, Fate, Side } from './before-after.ts';

/**
 * A file of results as it was sent beside what was made of it; null when nothing was. Lines are told
 * by their group and time, or by their place where the lines are the same.
 */
export function remadeView(answer: Extract<Answer, { kind: 'file' }>): BeforeAfter | null {
	const { remade, preview } = answer;
	if (remade === undefined) return null;
	const label = remade.by.includes('pool') ? byTime(remade.asked) : byPlace;
	const [was, is] = [cellsOf(remade.asked, label), cellsOf(preview, label)];
	const before = side(remade.asked, label, (line, column, text) => {
		if (is.get(line) === undefined) return 'joined';
		const now = is.get(line)?.get(column);
		return now === undefined ? 'hidden' : now === text ? 'kept' : 'changed';
	});
	const after = side(preview, label, (line, column, text) => {
		const then = was.get(line)?.get(column);
		return then === text ? 'kept' : 'changed';
	});
	const all = before.lines.flatMap(({ cells }) => cells);
	const count = (wanted: Fate): number => all.filter(({ fate }) => fate === wanted).length;
	return {
		...{ before, after },
		cells: all.length,
		hidden: count('hidden'),
		changed: count('changed'),
		joined: count('joined')
	};
}

/** How a line is called, after which of its columns; those are not shown a second time as figures. */
type Label = {
	readonly corner: string;
	readonly names: readonly string[];
	readonly of: (row: (name: string) => string, at: number) => string;
};

const byPlace: Label = { corner: 'line', names: [], of: (_, at) => String(at + 1) };

function byTime({ header }: Preview): Label {
	const named = (...wanted: readonly string[]): string | undefined =>
		header.find((name) => wanted.includes(name.trim().toLowerCase()));
	const time = named('time');
	if (time === undefined) return byPlace;
	const group = named('group', 'strata', 'stratum');
	const names = group === undefined ? [time] : [group, time];
	return { corner: names.join(', '), names, of: (row) => names.map(row).join(', ') };
}

const rowsOf = ({ header, rows }: Preview, { names, of }: Label) =>
	rows.map((row, at) => ({
		label: of((name) => row[header.indexOf(name)] ?? '', at),
		cells: header.flatMap((name, column) =>
			names.includes(name) ? [] : [[name, row[column] ?? ''] as const]
		)
	}));

const cellsOf = (preview: Preview, label: Label): Map<string, Map<string, string>> =>
	new Map(rowsOf(preview, label).map((row) => [row.label, new Map(row.cells)]));

const side = (
	preview: Preview,
	label: Label,
	fate: (line: string, column: string, text: string) => Fate
): Side => ({
	corner: label.corner,
	columns: preview.header.filter((name) => !label.names.includes(name)),
	lines: rowsOf(preview, label).map((row) => ({
		label: row.label,
		cells: row.cells.map(([name, text]) => ({ shown: text, fate: fate(row.label, name, text) }))
	}))
});

import type { Answer, Preview } from '../files/file.ts';
import type { BeforeAfter, Fate, Side } from './before-after.ts';

/**
 * A file of results as it was sent beside what was made of it; null when nothing was. Lines are told
 * by their group and time, or by their place where the lines are the same.
 */
export function remadeView(answer: Extract<Answer, { kind: 'file' }>): BeforeAfter | null {
	const { remade, preview } = answer;
	if (remade === undefined) return null;
	const label = remade.by.includes('pool') ? byTime : byPlace;
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

type Label = (preview: Preview, row: readonly string[], at: number) => string;

const byPlace: Label = (_, __, at) => `line ${String(at + 1)}`;

const byTime: Label = ({ header }, row, at) => {
	const named = (...names: readonly string[]): string | undefined =>
		row[header.findIndex((name) => names.includes(name.trim().toLowerCase()))];
	const time = named('time');
	const group = named('group', 'strata', 'stratum');
	if (time === undefined) return byPlace({ header, rows: [], more: 0 }, row, at);
	return group === undefined ? `time ${time}` : `${group}, time ${time}`;
};

function cellsOf(preview: Preview, label: Label): Map<string, Map<string, string>> {
	return new Map(
		preview.rows.map((row, at) => [
			label(preview, row, at),
			new Map(preview.header.map((name, column) => [name, row[column] ?? '']))
		])
	);
}

const side = (
	preview: Preview,
	label: Label,
	fate: (line: string, column: string, text: string) => Fate
): Side => ({
	corner: 'line',
	columns: preview.header,
	lines: preview.rows.map((row, at) => {
		const line = label(preview, row, at);
		return {
			label: line,
			cells: preview.header.map((name, column) => {
				const text = row[column] ?? '';
				return { shown: text, fate: fate(line, name, text) };
			})
		};
	})
});

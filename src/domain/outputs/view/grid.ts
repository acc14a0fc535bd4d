import type { Behind, ResearcherTable } from '#domain/disclosure/answer.ts';
import { words, type Rule } from '#domain/disclosure/rules.ts';
import type { Answer, Control } from '../files/file.ts';
import { leaving, mark, shown } from '../files/leaving.ts';

/** One letter a rule, so that a flag is never told by its colour alone. */
export const letters = {
	threshold: 'T',
	dominance: 'D',
	'p-percent': 'P',
	pq: 'P',
	quantile: 'Q',
	endpoint: 'E',
	'degrees-of-freedom': 'F',
	differencing: 'R',
	zero: 'Z',
	class: 'C',
	organisation: 'O',
	negative: 'N',
	missing: 'M',
	'needs-evidence': '?'
} as const satisfies Record<Rule, string>;

/** What a checker is shown of what stands behind a cell, ready to read. */
export type Evidence = {
	readonly people: string;
	readonly rows: string;
	readonly largest: string;
	readonly organisations: string;
};

export type GridCell = {
	/** "2021 · Female": how the cell is named in comments. */
	readonly label: string;
	readonly shown: string;
	/** As it was asked for, when that differs. */
	readonly asked: string | null;
	readonly level: 'safe' | 'review' | 'unsafe' | 'hidden';
	/** Letters of the rules that flag it, or that it was suppressed for. */
	readonly letters: string;
	readonly rules: string;
	readonly evidence: Evidence | null;
};

export type Grid = {
	readonly corner: string;
	readonly columns: readonly string[];
	readonly lines: readonly { readonly label: string; readonly cells: readonly GridCell[] }[];
	readonly measure: string;
};

const named = (labels: readonly string[], otherwise: string): string =>
	labels.length === 0 ? otherwise : labels.join(' · ');

/** The table as it would leave under a control, flags and all. `behind` only for who checks. */
export function gridOf(
	answer: Extract<Answer, { kind: 'table' }>,
	control: Control,
	behind: readonly Behind[] | null
): Grid {
	const { table, dimensions, measure } = answer;
	const values = leaving(table, control);
	// by labels as JSON: two of them joined by a dot could look the same
	const lines = new Map<string, { label: string; cells: GridCell[] }>();
	const columns = new Map<string, string>();
	table.cells.forEach((cell, at) => {
		const place = JSON.stringify(cell.row);
		columns.set(JSON.stringify(cell.column), named(cell.column, measure));
		const line = lines.get(place) ?? { label: named(cell.row, measure), cells: [] };
		line.cells.push(cellOf(table, at, values[at] ?? '', behind?.[at]));
		lines.set(place, line);
	});
	return {
		corner: named(dimensions.rows, measure),
		columns: [...columns.values()],
		lines: [...lines.values()],
		measure
	};
}

function cellOf(
	table: ResearcherTable,
	at: number,
	leaves: string,
	behind: Behind | undefined
): GridCell {
	const cell = table.cells[at];
	if (cell === undefined) throw new Error('The table has no such cell.');
	const hidden = leaves === mark;
	const asked = shown(cell.value);
	return {
		label: named([...cell.row, ...cell.column], 'the whole table'),
		shown: leaves === '' ? '–' : leaves,
		asked: asked === leaves ? null : asked,
		level: hidden
			? 'hidden'
			: cell.status === 'unsafe'
				? 'unsafe'
				: cell.rules.length > 0
					? 'review'
					: 'safe',
		letters:
			[...new Set(cell.rules.map((rule) => letters[rule]))].join('') || (hidden ? other : ''),
		rules:
			[...new Set(cell.rules.map((rule) => words[rule].name))].join(', ') ||
			(hidden ? secondary.name : ''),
		evidence: behind === undefined ? null : evidenceOf(behind, cell.units)
	};
}

const percent = (share: number | null): string =>
	share === null ? 'not defined' : `${String(Math.round(share * 100))} %`;

/** Made once: a table has thousands of these numbers. */
const grouped = new Intl.NumberFormat('en-GB');

const evidenceOf = (behind: Behind, people: number): Evidence => ({
	people: grouped.format(people),
	rows: [
		grouped.format(behind.rows),
		behind.missing > 0 ? `${grouped.format(behind.missing)} without a value` : '',
		behind.negatives > 0 ? `${grouped.format(behind.negatives)} below zero` : ''
	]
		.filter(Boolean)
		.join(', '),
	largest: `${percent(behind.largestShare)}, two: ${percent(behind.twoLargestShare)}`,
	organisations:
		[
			...(behind.organisations === null
				? []
				: [
						`${grouped.format(behind.organisations)}, largest ${percent(behind.largestOrganisationShare)}`
					]),
			...(behind.further ?? []).map(
				({ column, count, largestShare }) =>
					`by ${column} ${grouped.format(count)}, largest ${percent(largestShare)}`
			)
		].join('; ') || 'not known'
});

/** The letter of a cell that is hidden for another one's sake. */
const other = 'S';
const secondary = {
	name: 'Suppressed for another',
	means: 'This cell is hidden so that another suppressed one cannot be worked out.',
	remedy: 'Combine groups to keep more cells.'
};

/** The rules that flag or suppress a cell of this table, each with what to do. */
export function legendOf(table: ResearcherTable, control: Control) {
	const hidden = leaving(table, control).map((value) => value === mark);
	const broken = new Set(table.cells.flatMap(({ rules }) => rules));
	const legend = [...broken].map((rule) => ({ letter: letters[rule], ...words[rule] }));
	const forOthers = table.cells.some(({ rules }, at) => hidden[at] === true && rules.length === 0);
	return forOthers ? [...legend, { letter: other, ...secondary }] : legend;
}

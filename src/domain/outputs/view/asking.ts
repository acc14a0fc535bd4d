import type { SnapshotSpecification } from '#domain/disclosure/specification.ts';
import { usualDecimals } from '#domain/disclosure/means.ts';
import { remedyWords } from '#domain/disclosure/models/remedies.ts';
import { controlWords } from '../files/control.ts';
import { described, fieldsOf } from '../files/context.ts';
import { isPlot, kindNames, needsException, verdictWith, type OutputFile } from '../files/file.ts';
import { categoriesOf, joinsFor } from '../files/joining.ts';
import { hasDecimals, leaving } from '../files/leaving.ts';
import { beforeAfter } from './before-after.ts';
import { remadeView } from './remade.ts';

/**
 * What a page shows of a file beside its cells: its words, what it may be turned into, its picture.
 * What may be made of a table is worked out for its authors alone: it takes longer than all else.
 */
export function askOf(file: OutputFile, held: readonly OutputFile[], author: boolean) {
	const { answer } = file;
	const data = held.find(({ id }) => id === file.dataFileId);
	return {
		kindName: kindNames[file.kind],
		media: file.media,
		supporting: file.supporting,
		dataFileId: file.dataFileId,
		original: file.original?.name ?? null,
		context: file.context,
		computed: file.specification !== null,
		/** Of a plot, no better than that of the table it was drawn from. */
		verdict: verdictWith(file, held),
		/** Both checkers record why it may leave, if they approve it. */
		doubtful: needsException(file, 0, held),
		/** What its author is asked of it. */
		fields: fieldsOf(described(file)),
		/** The tables that a plot may have been drawn from. */
		tables: held.filter(({ id, kind }) => id !== file.id && tabular.includes(kind)).map(optionOf),
		/** Whether it can be shown as a picture. */
		picture: isPlot(file.kind) && file.media.startsWith('image/'),
		/** The figures that a plot was drawn from, to draw them again. */
		drawn: isPlot(file.kind) && data !== undefined ? seriesOf(data) : [],
		text: answer.kind === 'file' ? (answer.text ?? null) : null,
		format: answer.kind === 'file' ? (answer.format ?? null) : null,
		beforeAfter: !author
			? null
			: answer.kind === 'table'
				? beforeAfter(answer, file.control)
				: remadeView(answer),
		remedies: author ? remediesOf(file) : null,
		results: author ? resultsOf(file) : null,
		/** "Rounded to base 5": how the table was made safe. */
		controlWords: controlWords(
			file.control,
			answer.kind === 'table' ? answer.table.policy.rounding : undefined
		)
	};
}

const tabular: readonly string[] = ['table', 'csv', 'survival', 'model'];
const optionOf = ({ id, name }: OutputFile) => ({ value: id, label: name });

/** What can be done to a table in one click: the joins that would help, and any that may be chosen. */
function remediesOf({ answer, specification }: OutputFile) {
	if (answer.kind !== 'table' || specification === null) return null;
	const asked = specification as unknown as SnapshotSpecification;
	const { bands = [] } = asked;
	return {
		joins: joinsFor(answer.table, answer.dimensions),
		categories: categoriesOf(answer.table, answer.dimensions).filter(
			({ labels }) => labels.length > 2
		),
		/** Decimals that the figures leave with; null of a statistic that they tell nothing of. */
		decimals: hasDecimals(asked) ? (asked.decimals ?? usualDecimals) : null,
		joined: bands.map(({ column, name }) => ({ column, name }))
	};
}

/** What can be made of a file of results in one click, and what was made of it. */
function resultsOf({ answer }: OutputFile) {
	if (answer.kind !== 'file') return null;
	const { remedies = [], remade } = answer;
	const offered = remedies.map((remedy) => ({ remedy, ...remedyWords[remedy] }));
	const done = remade?.by.map((remedy) => remedyWords[remedy].does) ?? [];
	return offered.length + done.length === 0 ? null : { offered, done };
}

const mostDrawn = 60;

/** The first figures of a table under their labels; a hidden one has no value. */
function seriesOf({ answer, control }: OutputFile): { label: string; value: number | null }[] {
	const pairs =
		answer.kind === 'table'
			? leaving(answer.table, control).map((value, at) => {
					const cell = answer.table.cells[at];
					return [[...(cell?.row ?? []), ...(cell?.column ?? [])].join(' · '), value] as const;
				})
			: answer.preview.rows.map((row) => [row[0] ?? '', row.at(-1) ?? ''] as const);
	return pairs.slice(0, mostDrawn).map(([label, value]) => ({
		label,
		value: value.trim() === '' || !Number.isFinite(Number(value)) ? null : Number(value)
	}));
}

export type Asking = ReturnType<typeof askOf>;

import { proseFindings } from '#domain/disclosure/files/prose.ts';
import { fail, review, type Finding } from '#domain/disclosure/findings.ts';
import { parse } from 'parse5';
import * as v from 'valibot';
import { refused, type Given, type Judged, type Table } from './judged.ts';
import { seen } from './page.ts';
import { inTurn } from './in-turn.ts';
import { judgeRows } from './table.ts';
import { notReleased } from './text.ts';

const Lines = v.union([v.string(), v.array(v.string())]);
const Output = v.looseObject({
	text: v.optional(Lines),
	data: v.optional(v.record(v.string(), v.unknown())),
	traceback: v.optional(v.array(v.string()))
});
const Cell = v.looseObject({
	cell_type: v.picklist(['code', 'markdown', 'raw']),
	source: Lines,
	metadata: v.optional(v.record(v.string(), v.unknown()), {}),
	outputs: v.optional(v.array(Output), []),
	attachments: v.optional(v.record(v.string(), v.unknown()), {})
});
const Notebook = v.looseObject({
	nbformat: v.number(),
	cells: v.array(Cell),
	metadata: v.optional(v.record(v.string(), v.unknown()), {})
});
type Cell = v.InferOutput<typeof Cell>;

const joined = (lines: v.InferOutput<typeof Lines>): string =>
	typeof lines === 'string' ? lines : lines.join('');

/** A notebook leaves as its words and code: no outputs, no metadata, no attachments. */
export async function judgeNotebook(
	given: Given,
	parsed: unknown,
	before: readonly Finding[]
): Promise<Judged> {
	const read = v.safeParse(Notebook, parsed);
	if (!read.success) return refused('other', 'a JSON file', [...before, notReleased('JSON files')]);
	const { cells } = read.output;
	const judged = await inTurn(cells, (cell, index) => judgeCell(given, cell, `cell ${index + 1}`));
	const attached = cells.some(({ attachments }) => Object.keys(attachments).length > 0);
	const outputs = cells.filter(({ outputs: some }) => some.length > 0).length;
	const notes =
		cells.some(({ metadata }) => Object.keys(metadata).length > 0) ||
		Object.keys(read.output.metadata).some((key) => !['kernelspec', 'language_info'].includes(key));
	const findings = [
		...before,
		...(outputs > 0
			? [
					review(
						'outputs',
						'the file',
						`${outputs === 1 ? 'A cell keeps its output' : `${outputs} cells keep their outputs`}; they are left out.`,
						'Clear all outputs; send results as files of their own.'
					)
				]
			: []),
		...(attached
			? [
					fail(
						'attachments',
						'the file',
						'The notebook holds attached files; they are left out.',
						'Remove them.'
					)
				]
			: []),
		...(notes
			? [
					review(
						'metadata',
						'the file',
						'The notebook carries notes of its program; they are left out.',
						'It is written again without them; nothing to do.'
					)
				]
			: []),
		...judged.flatMap((one) => one.findings),
		review(
			'needs-reading',
			'the file',
			'Words and code are read by a person before they leave.',
			'Keep it short, and leave out results.'
		)
	];
	return {
		...{
			kind: 'notebook',
			format: 'a notebook',
			findings,
			media: 'application/json',
			ending: '.ipynb'
		},
		clean: new TextEncoder().encode(cleaned(cells)),
		tables: judged.flatMap((one) => one.tables)
	};
}

async function judgeCell(given: Given, { cell_type: type, source, outputs }: Cell, name: string) {
	const findings: Finding[] = [];
	const tables: Table[] = [];
	const within = (place: string, text: string, kind: 'code' | 'text' | 'log'): void => {
		for (const found of proseFindings(text, kind, given.policy))
			findings.push({ ...found, where: `${place}, ${found.where}` });
	};
	within(name, joined(source), type === 'code' ? 'code' : 'text');
	for (const { text, data, traceback } of outputs) {
		const place = `the output of ${name}`;
		const parts = Object.entries(data ?? {});
		if (text !== undefined) within(place, joined(text), 'log');
		if (traceback !== undefined) within(place, traceback.join('\n'), 'log');
		for (const [media, content] of parts) {
			const words = v.safeParse(Lines, content);
			if (media === 'text/html' && words.success) {
				const page = seen(parse(joined(words.output)));
				for (const [index, rows] of page.tables.slice(0, 5).entries()) {
					const one = await judgeRows(given, `${place}, table ${index + 1}`, rows);
					findings.push(...one.findings.filter(({ rule }) => rule !== 'needs-evidence'));
					tables.push(one.table);
				}
			} else if (media === 'text/plain' && words.success && data?.['text/html'] === undefined)
				within(place, joined(words.output), 'log');
		}
	}
	return { findings, tables: tables.slice(0, 10) };
}

const cleaned = (cells: readonly Cell[]): string =>
	`${JSON.stringify(
		{
			nbformat: 4,
			nbformat_minor: 4,
			metadata: {},
			cells: cells.map(({ cell_type: type, source }) => ({
				cell_type: type,
				metadata: {},
				...(type === 'code' ? { execution_count: null, outputs: [] } : {}),
				source: joined(source)
			}))
		},
		null,
		1
	)}\n`;

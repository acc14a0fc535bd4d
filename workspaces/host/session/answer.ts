import * as v from 'valibot';
import type { Scan } from '#workspaces/scan/scan.ts';
import { failed, tableOrFailure, type Failure, type Table } from '../judge.ts';
import { rowsInAnError } from '../limits.ts';
import { seenIn } from '../pay.ts';
import { frameName } from '../runner/columns.ts';
import type { Told } from './interpreter.ts';
import { languageNames } from './languages.ts';
import {
	cutText,
	linesShown,
	plotsShown,
	rowsOfPlot,
	rowsOfText,
	type RowPolicy
} from './potential.ts';
import type { Asked } from './request.ts';
import type { Frame } from './shape.ts';
import { sizeLimits, type Size } from './sizes.ts';

export type Plot = { readonly media: 'image/png' | 'image/svg+xml'; readonly data: string };

/** What of a cell may be shown, before it is booked: `potential` rows of people are in it. */
export type Shown = {
	readonly output: { readonly text: string; readonly messages: string; readonly cut: boolean };
	readonly error: string | null;
	readonly table: Omit<Table, 'ok' | 'people' | 'ms'> | null;
	readonly plots: readonly Plot[];
	readonly frames: readonly Frame[];
	readonly ms: number;
	readonly potential: number;
	/** Pseudonyms of people among the shown rows, where a column says so. */
	readonly seen: readonly string[];
};

const FrameSchema = v.object({
	name: v.pipe(v.string(), v.regex(frameName)),
	rows: v.pipe(v.number(), v.integer(), v.minValue(0)),
	columns: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(500))
});
const Kept = v.object({ ok: v.literal(true), frame: FrameSchema, ms: v.number() });
const Sql = v.union([tableOrFailure, Kept]);

const read = <T>(text: string, shape: v.GenericSchema<unknown, T>): T | null => {
	const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), shape), text);
	return parsed.success ? parsed.output : null;
};

/** A cell that gave nothing to show, or what may be shown of it. */
export async function shownOf(
	asked: Asked,
	told: Told,
	{
		scan,
		size,
		policy
	}: { scan: (bytes: Uint8Array, name: string) => ReturnType<Scan>; size: Size; policy: RowPolicy }
): Promise<Shown | Failure> {
	const stopped = interrupted(asked, told, size);
	if (stopped !== null) return stopped;
	if (asked.language === 'sql') return ofSql(told, policy);
	const printed = cutText(told.answer.text, linesShown[policy]);
	const messages = cutText(told.messages, linesShown[policy]);
	const wrong = told.answer.marks.find(({ word }) => word === 'error');
	const error = wrong
		? cutText(
				(read(wrong.rest, v.string()) ?? 'The code failed.').slice(0, 2000),
				linesShown[policy]
			).text
		: null;
	const plots = await scanned(told, scan);
	const potential =
		rowsOfText(printed.text) +
		rowsOfText(messages.text) +
		(error === null ? 0 : Math.max(rowsOfText(error), 1)) +
		plots.reduce((sum, plot) => sum + rowsOfPlot(plot.media, Buffer.from(plot.data, 'base64')), 0);
	return {
		output: {
			text: printed.text,
			messages: messages.text,
			cut: printed.cut || messages.cut || told.answer.cut
		},
		error,
		table: null,
		plots,
		frames: told.answer.marks.flatMap(({ word, rest }) => {
			const frame = word === 'frame' ? read(rest, FrameSchema) : null;
			return frame === null ? [] : [frame];
		}),
		ms: told.ms,
		potential,
		seen: []
	};
}

function interrupted({ language }: Asked, { ended, alive }: Told, size: Size): Failure | null {
	const name = languageNames[language];
	const lost = alive
		? ''
		: ` ${name} was ended, so its variables are gone; frames and the other languages are still there.`;
	const { limits } = sizeLimits[size];
	switch (ended) {
		case 'done':
			return null;
		case 'interrupted':
			return failed('interrupted', `The cell was interrupted.${lost}`);
		case 'time':
			return failed(
				'time',
				`The cell was stopped after the ${String(Math.round(limits.wall / 60_000))} minutes that a cell may take in this size of workspace.${lost}`
			);
		case 'memory':
			return failed(
				'memory',
				`The cell needed more than the ${String(Math.round(limits.memory / 1024 / 1024))} MB of this size of workspace.${lost}`
			);
		case 'gone':
			return failed('engine-ended', `${name} ended while the cell ran.${lost}`);
	}
}

function ofSql({ answer: { marks }, ms }: Told, policy: RowPolicy): Shown | Failure {
	const said = read(marks.find(({ word }) => word === 'answer')?.rest ?? '', Sql);
	if (said === null) return failed('crashed', 'The query ended without an answer. Simplify it.');
	if (!said.ok) {
		const message = said.message.slice(0, 300);
		if (message.startsWith('INTERRUPT Error'))
			return failed('interrupted', 'The query was interrupted.');
		return { ...said, message };
	}
	const nothing = { output: { text: '', messages: '', cut: false }, error: null, plots: [], ms };
	if ('frame' in said)
		return { ...nothing, table: null, frames: [said.frame], potential: 0, seen: [] };
	const { columns, rowCount, people } = said;
	const rows = people ? said.rows.slice(0, policy) : said.rows;
	const truncated = said.truncated || rows.length < said.rows.length;
	return {
		...nothing,
		table: { columns, rows, rowCount, truncated },
		frames: [],
		potential: people ? rows.length : 0,
		seen: people ? seenIn(said, rows) : []
	};
}

/** Plots whose bytes a browser may see: each written again by the scanner, or left out. */
async function scanned(
	{ answer }: Told,
	scan: (bytes: Uint8Array, name: string) => ReturnType<Scan>
): Promise<Plot[]> {
	const plots: Plot[] = [];
	const drawn = answer.marks.filter(({ word }) => word === 'plot').slice(0, plotsShown);
	for (const [index, { rest }] of drawn.entries()) {
		const [, form, hex] = /^(png|svg) ([0-9a-f]*)$/.exec(rest) ?? [];
		if (form === undefined || hex === undefined) continue;
		const { clean, kind } = await scan(
			Buffer.from(hex, 'hex'),
			`plot-${String(index + 1)}.${form}`
		);
		if (clean === null || kind !== (form === 'png' ? 'image' : 'drawing')) continue;
		const media = form === 'png' ? 'image/png' : 'image/svg+xml';
		plots.push({ media, data: Buffer.from(clean).toString('base64') });
	}
	return plots;
}

/** Rows that the words of a failed query count as: they can quote values. */
export const rowsOfFailure = ({ code, people }: Failure): number =>
	people && code === 'sql' ? rowsInAnError : 0;

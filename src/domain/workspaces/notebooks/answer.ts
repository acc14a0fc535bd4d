import type { CellAnswer, CellFailed } from '#platform/host-sessions.server.ts';
import { seriesOf } from '../result.ts';

/** What one cell gave, as its page shows it. Plots are fetched by their own address, one each. */
export const answerView = (
	answer: CellAnswer | CellFailed,
	/** The cell's text when it ran, and the frames of the session. */
	asked: { readonly code: string; readonly frames: readonly { readonly name: string }[] }
) =>
	answer.ok
		? {
				ok: true as const,
				run: answer.run,
				ms: Math.round(answer.ms),
				text: answer.output.text,
				messages: answer.output.messages,
				cut: answer.output.cut,
				error: answer.error,
				table: answer.table && { ...answer.table, series: seriesOf(answer.table) },
				plots: answer.plots.map(({ media }) => media),
				frames: answer.frames,
				/** A table of the session's own making: it can go as a file, which checkers read. */
				mentionsFrame: framesIn(asked.code, asked.frames).length > 0,
				people: answer.people
			}
		: { ok: false as const, code: answer.error.code, problem: answer.error.message };

export type AnswerView = ReturnType<typeof answerView>;

/** Frames whose names a query mentions: such a table is of a session, and not of the data alone. */
export const framesIn = (sql: string, frames: readonly { readonly name: string }[]): string[] =>
	frames
		.map(({ name }) => name)
		.filter((name) => new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`, 'i').test(sql));

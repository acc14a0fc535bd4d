import { framesIn } from '#domain/workspaces/notebooks/answer.ts';
import { languageNames } from '#domain/workspaces/notebooks/notebook.ts';
import { answerOf } from '#domain/workspaces/notebooks/session.server.ts';
import * as notebooks from '#domain/workspaces/notebooks/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { CellAnswer, SessionClient } from '#platform/host-sessions.server.ts';
import { Problem } from '#platform/problems.ts';
import { draftFromFile, draftFromSql } from './draft.server.ts';
import { addFile, addFromBasket } from './edit.server.ts';
import type { Tools } from './files/work-out.server.ts';
import * as store from './store.server.ts';

type Asked = {
	readonly workspace: string;
	readonly notebook: string;
	readonly cell: string;
	/** The table, what was printed, or a plot by its place from 0. */
	readonly part: 'table' | 'text' | number;
	/** A request that is being prepared; empty: a new one. */
	readonly request: string;
	readonly title: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Adds what a cell gave to a request: a table of a query over the data is worked out again with its
 * evidence; whatever else goes as the very bytes that the host gave, which are scanned and need checkers.
 * Rows of people are refused. Answers the request's id. @throws Problem 403 | 404 | 409 with what to do.
 */
export async function addFromCell(
	tools: Tools & { readonly host: { readonly session: Pick<SessionClient, 'answer' | 'look'> } },
	db: Bound,
	who: Actor,
	asked: Asked
): Promise<string> {
	const { workspace, notebook, cell, part, request, title, once, at } = asked;
	const run = await db.read(async (tx) => {
		await notebooks.find(tx, { workspace, notebook });
		return (await notebooks.lastRuns(tx, notebook, who.id)).find((one) => one.cell === cell);
	});
	const sessions = tools.host.session;
	const answer = run && (await answerOf(sessions, who, { workspace, run: run.id }));
	if (!run || !answer?.ok)
		throw new Problem(409, 'The session does not keep this result any more. Run the cell again.');
	const session = await sessions.look({ person: who.id, workspace });
	if (part === 'table' && framesIn(run.sql, session?.frames ?? []).length === 0) {
		if (answer.people !== null)
			throw new Problem(409, 'These are rows of people: they stay here. Count or average them.');
		const from = { workspace, request, title, sql: run.sql, once, at };
		return request === ''
			? draftFromSql(tools, db, who, from)
			: addFromBasket(tools, db, who, from);
	}
	const { name, bytes } = file(answer, part, title);
	const claim = `Made by a cell of ${languageNames[answer.language]} in the workspace.`;
	const sent = { name, bytes, claim, once, at };
	if (request === '') return draftFromFile(tools, db, who, { ...sent, workspace, title });
	const { workspaceId, version } = await db.read((tx) => store.find(tx, request));
	if (workspaceId !== workspace)
		throw new Problem(409, 'That request is of another workspace. Choose one of this workspace.');
	return addFile(tools, db, who, { ...sent, id: request, version, supporting: false });
}

const plain = (title: string) =>
	title
		.replaceAll(/[^A-Za-z0-9]+/g, '-')
		.replaceAll(/^-|-$/g, '')
		.slice(0, 60) || 'result';

function file(answer: CellAnswer, part: Asked['part'], title: string) {
	const name = plain(title);
	if (part === 'text') {
		if (answer.output.text.trim() === '') throw new Problem(409, 'This cell printed nothing.');
		return { name: `${name}.txt`, bytes: new TextEncoder().encode(answer.output.text) };
	}
	if (part === 'table') {
		const { table } = answer;
		if (table === null) throw new Problem(409, 'This cell gave no table.');
		if (table.truncated)
			throw new Problem(
				409,
				'Only the first rows of this table are here. Make it smaller: an output is read by people.'
			);
		const rows = [table.columns.map((column) => column.name), ...table.rows];
		const csv = rows.map((row) => row.map(field).join(',')).join('\n');
		return { name: `${name}.csv`, bytes: new TextEncoder().encode(`${csv}\n`) };
	}
	const plot = answer.plots[part];
	if (!plot) throw new Problem(409, 'This cell gave no such plot.');
	const ending = plot.media === 'image/png' ? 'png' : 'svg';
	return { name: `${name}.${ending}`, bytes: Uint8Array.from(Buffer.from(plot.data, 'base64')) };
}

function field(value: string | number | boolean | null): string {
	const text = value === null ? '' : String(value);
	return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

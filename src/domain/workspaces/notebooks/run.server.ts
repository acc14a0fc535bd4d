import { act } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { CellAnswer, CellFailed, SessionClient } from '#platform/host-sessions.server.ts';
import { Problem } from '#platform/problems.ts';
import { ServiceError } from '#platform/socket.server.ts';
import * as runs from '../runs/store.server.ts';
import { maySeePeople } from '../policy.ts';
import { failed, keepable, withheld } from '../withheld.ts';
import { isLanguage, type Cell } from './notebook.ts';
import { workplace } from './standing.server.ts';
import * as store from './store.server.ts';

type Asked = {
	readonly workspace: string;
	readonly notebook: string;
	readonly cell: Cell;
	/** A new uuid made with the page, so that a form sent twice runs once. */
	readonly run: string;
	readonly now: () => Temporal.Instant;
};

/** What of an answer this session may be shown: rows of people need a second factor (settled.md 14). */
export function shownTo(who: Actor, answer: CellAnswer | CellFailed): CellAnswer | CellFailed {
	if (!answer.ok) return withheld(who, answer) as CellFailed;
	if (answer.people === null) return answer;
	const verdict = maySeePeople(who);
	return verdict.allowed ? answer : failed('second-factor', verdict.because);
}

/**
 * Runs one cell in the person's session and gives its answer to this one request. Postgres keeps what
 * was asked and how it went; rows, prints and plots are never stored there.
 * @throws Problem 403 with what stands in the way; 404; 409 for a run that was sent before.
 */
export async function runCell(
	db: Bound,
	who: Actor,
	sessions: Pick<SessionClient, 'run'>,
	{ workspace, notebook, cell, run: id, now }: Asked
): Promise<CellAnswer | CellFailed> {
	const { kind: language, code, into } = cell;
	if (!isLanguage(language)) throw new Problem(409, 'A cell of text is not run.');
	if (code.trim() === '') return failed('empty', 'The cell is empty. Type something to run.');
	const at = now();
	const event = await act(db, who, async (tx) => {
		const { organisationId } = await workplace(tx, who, workspace, at);
		await store.find(tx, { workspace, notebook });
		const begun = { id, workspace, person: who.id, sql: code, at };
		if (!(await runs.noteBegun(tx, { ...begun, language, notebook, cell: cell.id })))
			throw new Problem(409, 'This run was sent before and runs once. Press Run to run it again.');
		const about = (status: string, when: Temporal.Instant): Event => ({
			action: 'workspace.run',
			subject: { kind: 'workspace', id: workspace },
			organisation: organisationId,
			detail: { run: id, status, language, notebook },
			at: when
		});
		return { result: about, event: about('running', at) };
	});
	const ask = {
		...{ person: who.id, workspace, run: id, language, code },
		...(language === 'sql' && into !== '' ? { into } : {})
	};
	const answer = shownTo(who, await asked(sessions, ask));
	const well = answer.ok && answer.error === null;
	await act(db, who, async (tx) => {
		await runs.noteEnded(tx, id, {
			status: well ? 'done' : 'failed',
			error: wordsOf(answer),
			rowCount: answer.ok ? (answer.table?.rowCount ?? answer.frames[0]?.rows ?? null) : null,
			rowsShown: answer.ok ? (answer.table?.rows.length ?? 0) : 0,
			ms: answer.ok ? Math.round(answer.ms) : null
		});
		return { result: undefined, event: event(well ? 'done' : 'failed', now()) };
	});
	return answer;
}

/** What of an error Postgres may keep: an error of R or Python can quote what the data hold. */
function wordsOf(answer: CellAnswer | CellFailed): string {
	if (!answer.ok) return keepable(answer);
	return answer.error === null ? '' : 'The code raised an error. Run it again to see which.';
}

async function asked(
	sessions: Pick<SessionClient, 'run'>,
	ask: Parameters<SessionClient['run']>[0]
): Promise<CellAnswer | CellFailed> {
	try {
		return await sessions.run(ask);
	} catch (error) {
		if (error instanceof ServiceError || error instanceof Problem)
			return failed(error instanceof ServiceError ? error.code : 'refused', error.message);
		throw error;
	}
}

import { wholeDatasets } from '#domain/catalogue/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { SessionClient } from '#platform/host-sessions.server.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { dictionary } from '../dictionary.ts';
import { hindrance } from '../policy.ts';
import { readContents } from '../report.ts';
import * as runs from '../runs/store.server.ts';
import * as workspaces from '../store.server.ts';
import * as viewing from '../viewing/store.server.ts';
import { answerView, type AnswerView } from './answer.ts';
import { differenceOf } from './difference.ts';
import { answerOf, look } from './session.server.ts';
import * as store from './store.server.ts';
import * as history from './versions.store.server.ts';

/** Somebody is here who ran or saved something within this many minutes. */
const lately = 15;
const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

type Place = { readonly workspace: string; readonly notebook: string };

async function openFor(tx: Parameters<typeof workspaces.find>[0], who: Actor, workspace: string) {
	const found = await workspaces.find(tx, workspace);
	const seat = await runs.seat(tx, found.projectId, who.id);
	if (seat === null) throw new Problem(404, 'There is no such workspace.');
	return { found, seat };
}

const about = (found: workspaces.Workspace) => ({
	workspace: found.id,
	project: {
		id: found.projectId,
		number: String(found.projectNumber),
		title: found.projectTitle
	}
});

/** The notebooks and scripts of a workspace, for its members. @throws Problem 404. */
export const listPage = (db: Bound, who: Actor, workspace: string, at: Temporal.Instant) =>
	db.read(async (tx) => {
		const { found, seat } = await openFor(tx, who, workspace);
		const stands = hindrance(who, { ...found, seat, today: londonDay(at) });
		const all = await store.all(tx, workspace);
		return {
			...about(found),
			hindrance: stands?.because ?? null,
			notebooks: all.map(({ id, kind, name, savedAt, versions, by }) => ({
				...{ id, kind, name, versions, by: by ?? 'A member', savedAt: savedAt.toString() }
			}))
		};
	});

/**
 * A notebook for one member: its cells as they were saved last, how each cell's last run went, and what
 * it gave while the session still keeps it. @throws Problem 404 to who is no member.
 */
export async function notebookPage(
	db: Bound,
	who: Actor,
	sessions: Pick<SessionClient, 'look' | 'answer'>,
	{ workspace, notebook, at }: Place & { readonly at: Temporal.Instant }
) {
	if (!isId(notebook)) throw new Problem(404, 'There is no such notebook.');
	const read = await db.read(async (tx) => {
		const { found, seat } = await openFor(tx, who, workspace);
		const one = await store.find(tx, { workspace, notebook });
		const today = londonDay(at);
		const stands = hindrance(who, { ...found, seat, today });
		const [last, lastRuns, here, datasets, seen] = await Promise.all([
			history.latest(tx, notebook),
			store.lastRuns(tx, notebook, who.id),
			store.hereSince(tx, workspace, at.subtract({ minutes: lately })),
			found.status === 'open' ? wholeDatasets(tx) : [],
			viewing.ofOne(tx, { workspace, person: who.id, day: today })
		]);
		return {
			...about(found),
			hindrance: stands?.because ?? null,
			notebook: { id: one.id, kind: one.kind, name: one.name, revision: one.revision },
			saved: {
				by: last.personId === who.id ? 'you' : (last.name ?? 'a member'),
				at: one.savedAt.toString(),
				version: last.number
			},
			cells: [...last.cells],
			lastRuns,
			here: here
				.filter(({ personId }) => personId !== who.id)
				.map(({ name, at: when }) => ({ name: name ?? 'A member', at: when.toString() })),
			tables: dictionary(readContents(found.contents), datasets),
			viewing: seen
		};
	});
	const session = await look(sessions, { person: who.id, workspace });
	const live = session !== null && session.state !== 'stopped';
	const answers: Record<string, AnswerView> = {};
	if (live)
		await Promise.all(
			read.lastRuns.map(async ({ id, cell, sql: code }) => {
				const answer = await answerOf(sessions, who, { workspace, run: id });
				if (answer !== null) answers[cell] = answerView(answer, { code, frames: session.frames });
			})
		);
	const { lastRuns, ...page } = read;
	return {
		...page,
		session,
		answers,
		runs: Object.fromEntries(
			lastRuns.map(({ id, cell, sql, status, error, rowCount, ms, at: when }) => {
				const going = status === 'running' && session?.running?.run === id;
				return [
					cell,
					{
						...{ id, ms, code: sql, going, at: when.toString() },
						status: status === 'running' && !going ? ('failed' as const) : status,
						error:
							status === 'running' && !going
								? 'The portal was restarted while this ran. Run it again.'
								: error,
						rows: rowCount === null ? null : Number(rowCount)
					}
				];
			})
		)
	};
}
export type NotebookPage = Awaited<ReturnType<typeof notebookPage>>;

/** The versions of a notebook, and how one became another. @throws Problem 404. */
export const versionsPage = (
	db: Bound,
	who: Actor,
	{ workspace, notebook, from, to, at }: Place & { from: number; to: number; at: Temporal.Instant }
) =>
	db.read(async (tx) => {
		if (!isId(notebook)) throw new Problem(404, 'There is no such notebook.');
		const { found, seat } = await openFor(tx, who, workspace);
		const one = await store.find(tx, { workspace, notebook });
		const stands = hindrance(who, { ...found, seat, today: londonDay(at) });
		const all = await history.versions(tx, notebook, 200);
		const newest = all[0]?.number ?? 1;
		const later = all.find(({ number }) => number === to) ?? all[0];
		const earlier = all.find(
			({ number }) => number === (from > 0 ? from : (later?.number ?? 1) - 1)
		);
		return {
			...about(found),
			hindrance: stands?.because ?? null,
			notebook: { id: one.id, name: one.name, revision: one.revision },
			newest,
			from: earlier?.number ?? null,
			to: later?.number ?? newest,
			versions: all.map(({ number, personId, name, kept, restoredFrom, cells, at: when }) => ({
				...{ number, kept, restoredFrom, cells: cells.length, at: when.toString() },
				by: personId === who.id ? 'You' : (name ?? 'A member')
			})),
			difference: differenceOf(earlier?.cells ?? [], later?.cells ?? [])
		};
	});

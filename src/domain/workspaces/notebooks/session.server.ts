import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type {
	CellAnswer,
	CellFailed,
	HostSession,
	SessionClient
} from '#platform/host-sessions.server.ts';
import { Problem } from '#platform/problems.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { seat } from '../runs/store.server.ts';
import * as workspaces from '../store.server.ts';
import { shownTo } from './run.server.ts';

/** A session for a page; its moments as text. */
export const sessionView = (session: HostSession) => ({
	...session,
	startedAt: session.startedAt.toString(),
	usedAt: session.usedAt.toString(),
	stopsAt: session.stopsAt?.toString() ?? null,
	running: session.running && { ...session.running, since: session.running.since.toString() }
});
export type SessionView = ReturnType<typeof sessionView>;

type Whose = { readonly person: string; readonly workspace: string };

/** The person's session as it is; null when there is none, or the host is away. */
export async function look(
	sessions: Pick<SessionClient, 'look'>,
	whose: Whose
): Promise<SessionView | null> {
	try {
		const session = await sessions.look(whose);
		return session && sessionView(session);
	} catch (error) {
		if (error instanceof ServiceError || error instanceof Problem) return null;
		throw error;
	}
}

/** What a run gave, while its session keeps it; null when it does not. */
export async function answerOf(
	sessions: Pick<SessionClient, 'answer'>,
	who: Actor,
	{ workspace, run }: { workspace: string; run: string }
): Promise<CellAnswer | CellFailed | null> {
	try {
		const kept = await sessions.answer({ person: who.id, workspace, run });
		if ('running' in kept) return null;
		if (!kept.ok && kept.error.code === 'not-kept') return null;
		return shownTo(who, kept);
	} catch (error) {
		if (error instanceof ServiceError || error instanceof Problem) return null;
		throw error;
	}
}

/** Whose session it is, for a member alone. @throws Problem 404. */
async function own(db: Bound, who: Actor, workspace: string): Promise<Whose> {
	const mine = await db.read(async (tx) => {
		const { projectId } = await workspaces.find(tx, workspace);
		return seat(tx, projectId, who.id);
	});
	if (mine === null) throw new Problem(404, 'There is no such workspace.');
	return { person: who.id, workspace };
}

/** The host being away, as a refusal that a page shows. */
async function reached<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof ServiceError) throw new Problem(409, error.message);
		throw error;
	}
}

/** Stops the cell that runs; variables stay. False when nothing ran. */
export const interrupt = (db: Bound, who: Actor, sessions: SessionClient, workspace: string) =>
	own(db, who, workspace).then((whose) => reached(() => sessions.interrupt(whose)));

/** Ends one's session, with its variables and frames. */
export const stopSession = (db: Bound, who: Actor, sessions: SessionClient, workspace: string) =>
	own(db, who, workspace).then((whose) => reached(() => sessions.stop(whose)));

/** A new session in place of the one there is. @throws Problem 409 with the host's words. */
export async function restart(
	db: Bound,
	who: Actor,
	sessions: SessionClient,
	workspace: string
): Promise<void> {
	const whose = await own(db, who, workspace);
	await reached(() => sessions.stop(whose));
	const opened = await reached(() => sessions.open(whose));
	if (!opened.ok) throw new Problem(409, opened.error.message);
}

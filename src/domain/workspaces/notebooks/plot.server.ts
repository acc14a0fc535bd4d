import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { SessionClient } from '#platform/host-sessions.server.ts';
import { Problem } from '#platform/problems.ts';
import { seat } from '../runs/store.server.ts';
import * as workspaces from '../store.server.ts';
import { answerOf } from './session.server.ts';
import * as store from './store.server.ts';

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

type Asked = {
	readonly workspace: string;
	readonly notebook: string;
	readonly run: string;
	/** Its place among the plots of the run, from 0. */
	readonly plot: string;
};

/** The bytes of a plot that one's own cell drew; null when the session keeps it no more. @throws Problem 404. */
export async function plotOf(
	db: Bound,
	who: Actor,
	sessions: Pick<SessionClient, 'answer'>,
	{ workspace, notebook, run, plot }: Asked
): Promise<{ media: string; bytes: Uint8Array } | null> {
	const none = new Problem(404, 'There is no such plot.');
	if (![workspace, notebook, run].every(isId) || !/^\d$/.test(plot)) throw none;
	await db.read(async (tx) => {
		const { projectId } = await workspaces.find(tx, workspace);
		if ((await seat(tx, projectId, who.id)) === null) throw none;
		await store.find(tx, { workspace, notebook });
		if (!(await store.lastRuns(tx, notebook, who.id)).some(({ id }) => id === run)) throw none;
	});
	const answer = await answerOf(sessions, who, { workspace, run });
	const found = answer?.ok ? answer.plots[Number(plot)] : undefined;
	return found ? { media: found.media, bytes: Buffer.from(found.data, 'base64') } : null;
}

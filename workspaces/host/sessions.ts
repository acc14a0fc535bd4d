import type { Scan } from '#workspaces/scan/scan.ts';
import type { Standing } from './access.ts';
import { judged, no, noSandbox, type Host } from './perform.ts';
import { watch } from './revocations.ts';
import { runCell } from './session-cell.ts';
import { withAnswer, type Kept } from './session/kept.ts';
import type { Asked } from './session/request.ts';
import { openSession } from './session/session.ts';
import type { Session } from './session/shape.ts';
import { sizeLimits } from './session/sizes.ts';
import { frameName } from './runner/columns.ts';

export type Whose = { readonly person: string; readonly workspace: string };
export type CellAsked = Whose & Omit<Asked, 'rows'>;

/** Live sessions by person and workspace, the last ones that stopped, and their latest answers. */
export type Sessions = {
	readonly host: Host;
	readonly scan: Scan;
	readonly live: Map<string, Session>;
	readonly answers: Map<string, readonly Kept[]>;
	/** How many sessions there may be at once, and how many of one person. */
	readonly most: { readonly all: number; readonly each: number };
};

const key = ({ person, workspace }: Whose): string => `${person} ${workspace}`;

/** The session of a person as the portal reads it. */
export function told(session: Session, says: readonly string[]) {
	const state = session.state();
	const idle = sizeLimits[session.size].idle;
	const stops = session.usedAt().add({ milliseconds: idle }).toString();
	const running = session.running();
	return {
		...{ id: session.id, state, size: session.size, says, ended: session.ended() },
		startedAt: session.startedAt.toString(),
		usedAt: session.usedAt().toString(),
		stopsAt: state === 'ready' || state === 'idle' ? stops : null,
		running: running && { ...running, since: running.since.toString() },
		started: session.started(),
		frames: [...session.frames.values()]
	};
}

/** The person's live session over today's snapshot, a new one where there is none, or a refusal. */
export function sessionIn(
	sessions: Sessions,
	{ person, workspace }: Whose,
	standing: Pick<Standing, 'projectId' | 'size' | 'snapshotId'>
) {
	const whose = { person, workspace };
	const { host, live } = sessions;
	const there = live.get(key(whose));
	const { projectId, size } = standing;
	const snapshotId = standing.snapshotId ?? '';
	if (there?.ended() === null && there.snapshotId === snapshotId) return there;
	there?.stop('The data of the workspace were replaced, so a new session was started.');
	const going = [...live.values()].filter((one) => one.ended() === null);
	if (going.filter(({ person }) => person === whose.person).length >= sessions.most.each)
		return no('busy', `You have ${String(sessions.most.each)} sessions already. Stop one first.`);
	if (going.length >= sessions.most.all)
		return no('busy', 'All places for sessions on this machine are taken. Try again later.');
	const { machine, runtime } = host.found;
	if (machine === null || runtime === null) return noSandbox(host);
	const snapshot = `${host.snapshots}/${snapshotId}`;
	const shared = host.shared?.folder(whose.workspace) ?? null;
	const session = openSession(machine, runtime, {
		...{ ...whose, projectId, snapshotId, snapshot, shared, size, now: host.now },
		measure: (measured) => host.meter?.follow(whose.workspace, measured) ?? (() => undefined)
	});
	live.set(key(whose), session);
	sessions.answers.delete(key(whose));
	const unwatch = watch(host, {
		...{ ...whose, snapshot: snapshotId },
		pause: () => {
			session.interrupt();
		},
		stop: (because) => {
			unwatch();
			sessions.answers.delete(key(whose));
			session.stop(`The session was stopped. ${because}`);
		}
	});
	return session;
}

const isSession = (one: Session | { readonly ok: false }): one is Session => 'id' in one;

/** Brings the project's shared folder up to date, for what is open and what opens; else why it cannot be. */
async function brought({ host }: Sessions, { workspace }: Whose, { shared = [] }: Standing) {
	try {
		await host.shared?.bring(workspace, shared);
		return null;
	} catch (error) {
		const name = error instanceof Error ? error.message : '';
		return no(
			'data',
			`The shared folder cannot be brought up to date (${name}). Take that file out of the shared folder, or tell the service.`
		);
	}
}

/** Starts a person's session, or finds it again. */
export async function performOpen(sessions: Sessions, whose: Whose) {
	const standing = await judged(sessions.host, whose);
	if ('ok' in standing) return standing;
	const unshared = await brought(sessions, whose, standing);
	if (unshared !== null) return unshared;
	const session = sessionIn(sessions, whose, standing);
	return isSession(session) ? { ok: true, session: described(sessions, session) } : session;
}

const described = ({ host }: Sessions, session: Session) =>
	told(session, host.found.capabilities.says);

export function performLook(sessions: Sessions, whose: Whose) {
	const session = sessions.live.get(key(whose));
	return { ok: true, session: session ? described(sessions, session) : null };
}

/** Runs a cell: standing before and after, one cell at a time, rows booked before they are shown. */
export async function performCell(sessions: Sessions, asked: CellAsked): Promise<object> {
	const standing = await judged(sessions.host, asked);
	if ('ok' in standing) return standing;
	if (standing.capped !== null) return no('cap', standing.capped);
	const refusal = unusable(asked);
	if (refusal !== null) return refusal;
	const unshared = await brought(sessions, asked, standing);
	if (unshared !== null) return unshared;
	const session = sessionIn(sessions, asked, standing);
	if (!isSession(session)) return session;
	if (session.running() !== null)
		return no('busy', 'A cell is running in this session; wait for it, or interrupt it.');
	const answer = await runCell(sessions, session, asked, standing);
	if (session.ended() === null)
		sessions.answers.set(
			key(asked),
			withAnswer(sessions.answers.get(key(asked)) ?? [], asked.run, answer)
		);
	return answer;
}

function unusable({ language, into }: CellAsked) {
	if (into === null) return null;
	if (language !== 'sql')
		return no(
			'sql',
			'Only a query can be kept as a frame; in R and Python call share(data, "name").'
		);
	if (!frameName.test(into) || into.toLowerCase().startsWith('aldgate'))
		return no(
			'sql',
			'Name a frame with letters, digits and underscores, at most 40, a letter first.'
		);
	return null;
}

/** The answer of one of the latest cells again, while its session lives and its person may still see it. */
export async function performAnswer(sessions: Sessions, asked: Whose & { readonly run: string }) {
	const standing = await judged(sessions.host, asked);
	if ('ok' in standing) return standing;
	const session = sessions.live.get(key(asked));
	if (session?.running()?.run === asked.run) return { ok: true, running: asked.run };
	const kept = sessions.answers.get(key(asked))?.find(({ run }) => run === asked.run);
	if (kept !== undefined && session?.ended() === null) return kept.answer;
	return no('not-kept', 'The answer of this cell is not kept any more; run it again.');
}

export function performInterrupt({ live }: Sessions, whose: Whose) {
	return { ok: true, interrupted: live.get(key(whose))?.interrupt() ?? false };
}

export function performStop(
	{ live, answers }: Sessions,
	whose: Whose,
	why = 'You stopped the session.'
) {
	const session = live.get(key(whose));
	const stopped = session?.ended() === null;
	session?.stop(why);
	answers.delete(key(whose));
	return { ok: true, stopped };
}

/** Ends every session, when the host does. */
export function endSessions({ live }: Sessions): void {
	for (const session of live.values()) session.stop('The host was stopped.');
}

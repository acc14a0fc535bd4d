import type { Sql } from '#platform/db.server.ts';
import { log } from '#platform/log.server.ts';
import { londonDay } from '#platform/time.ts';
import { mayRun, type Access } from './access.ts';

/** Something of a person's that lives in a workspace: a run, or a session. */
export type Watched = {
	readonly person: string;
	readonly workspace: string;
	/** The snapshot that it sees; another one in its place does not stop it. */
	readonly snapshot: string;
	/** Ends it; `because` is a sentence for the person. */
	readonly stop: (because: string) => void;
	/** Ends only what runs in it just now; what is open stays readable. */
	readonly pause?: () => void;
};

export type Watching = {
	readonly access: Pick<Access, 'standing'>;
	readonly watched: Set<Watched>;
	readonly now: () => Temporal.Instant;
};

/** Keeps an eye on something until the answer is called. */
export function watch({ watched }: Watching, one: Watched): () => void {
	watched.add(one);
	return () => watched.delete(one);
}

/** Stops what runs in a workspace, and closes nothing: its cap is reached. */
export function pauseAll({ watched }: Pick<Watching, 'watched'>, workspace: string): void {
	for (const one of [...watched]) if (one.workspace === workspace) one.pause?.();
}

/** Judges everything that lives in a workspace again, or in all of them, and stops what may not go on. */
export async function judgeAgain(host: Watching, workspace: string | null): Promise<void> {
	const today = londonDay(host.now());
	for (const one of [...host.watched]) {
		if (workspace !== null && one.workspace !== workspace) continue;
		const standing = await host.access.standing(one.person, one.workspace);
		const verdict = standing === null ? null : mayRun(standing, today);
		if (verdict === null) one.stop('There is no such workspace.');
		else if (!verdict.allowed) one.stop(verdict.because);
		else if (standing?.withdrawn.includes(one.snapshot))
			one.stop('The data that this session sees were withdrawn. Start a new one.');
	}
}

/** How often everything is judged again whatever was heard, in milliseconds: a word can be lost. */
const sweep = 20_000;

/**
 * Listens on channel `workspace_access`, where the database says whose standing may have changed
 * (migration 31), and stops what may not go on: a revocation reaches what runs at once, and within
 * 20 s when the connection was away. Answers how to end.
 */
export async function heedRevocations(sql: Sql, host: Watching): Promise<() => Promise<void>> {
	const again = (workspace: string | null) => {
		judgeAgain(host, workspace).catch((error: unknown) => {
			// the next sweep tries again; each run is judged once more before its answer is handed over
			log.warn({ error, workspace }, 'what runs could not be judged again');
		});
	};
	const clock = setInterval(() => {
		if (host.watched.size > 0) again(null);
	}, sweep);
	clock.unref();
	try {
		const heard = await sql.listen('workspace_access', again, () => {
			again(null); // also after each reconnection: what was said meanwhile was not heard
		});
		return async () => {
			clearInterval(clock);
			await heard.unlisten().catch(() => undefined);
		};
	} catch (error) {
		log.warn({ error }, 'the database cannot be listened to; standings are judged every 20 s');
		return () => {
			clearInterval(clock);
			return Promise.resolve();
		};
	}
}

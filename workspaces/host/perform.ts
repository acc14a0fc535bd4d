import { londonDay } from '#platform/time.ts';
import { mayRun, type Access, type Standing } from './access.ts';
import type { Found } from './capabilities.ts';
import type { Observe } from './launch.ts';
import { rowBudget, rowsInAnError, type Limits } from './limits.ts';
import type { Column, Value } from './protocol.ts';
import type { Meter } from './meter/meter.ts';
import { over, payFor, seenIn } from './pay.ts';
import { Full, type Queue } from './queue.ts';
import type { Failure, Table } from './judge.ts';
import { watch, type Watched } from './revocations.ts';
import { run, serialise, type Running } from './run.ts';
import type { Shared } from './shared.ts';

/** What the portal is answered. `shownToday` and `budget`: rows of people, when this run showed some. */
export type Reply =
	| {
			readonly ok: true;
			readonly columns: readonly Column[];
			readonly rows: readonly (readonly Value[])[];
			readonly rowCount: number | null;
			readonly truncated: boolean;
			readonly ms: number;
			readonly people: { readonly shownToday: number; readonly budget: number } | null;
	  }
	| { readonly ok: true; readonly tree: unknown }
	| { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };

/** Nothing was done or is shown; the message is for the person. */
export type Refused = Extract<Reply, { readonly ok: false }>;

export type Ask = {
	readonly person: string;
	readonly workspace: string;
	readonly sql: string;
	readonly run: string;
};

export type Host = {
	readonly found: Found;
	readonly access: Access;
	readonly queue: Queue;
	/** Folder that holds one folder per snapshot. */
	readonly snapshots: string;
	/** What projects share, mounted in their sessions; absent where nothing can be shared. */
	readonly shared?: Shared;
	/** How to stop the runs that are going or waiting, by their id. */
	readonly going: Map<string, () => void>;
	/** What lives here and is judged again when somebody's standing may have changed. */
	readonly watched: Set<Watched>;
	readonly now: () => Temporal.Instant;
	readonly limits: Limits;
	/** Measures what runs; absent where nothing is billed (tests of single parts). */
	readonly meter?: Meter;
};

export const no = (code: string, message: string): Refused => ({
	ok: false,
	error: { code, message }
});

/** Checks, waits, runs, checks again and books the rows shown. Never throws for what a person did. */
export async function performRun(host: Host, ask: Ask): Promise<Reply> {
	const before = await judged(host, ask);
	if ('ok' in before) return before;
	if (before.capped !== null) return no('cap', before.capped);
	const { machine, runtime } = host.found;
	if (machine === null || runtime === null) return noSandbox(host);
	const { person, workspace } = ask;
	const snapshot = before.snapshotId ?? '';
	const stop = () => host.going.get(ask.run)?.();
	const unwatch = watch(host, { person, workspace, snapshot, stop, pause: stop });
	const outcome = await inTurn(host, ask, () =>
		run(machine, runtime, {
			name: `run-${ask.run}`,
			workspace,
			snapshot: `${host.snapshots}/${snapshot}`,
			sql: ask.sql,
			limits: host.limits,
			observe: measuring(host, workspace)
		})
	).finally(unwatch);
	// A membership that ended while the run went takes the answer with it.
	const after = await judged(host, ask);
	if ('ok' in after) return after;
	if (!outcome.ok && outcome.code === 'stopped' && after.capped !== null)
		return no('cap', after.capped);
	return book(host, ask, after, outcome);
}

/** Has the host's meter follow a run from its start to its end. */
const measuring =
	({ meter }: Host, workspace: string): Observe =>
	(members, pid) =>
		meter?.follow(workspace, () => ({ members, pids: pid === undefined ? [] : [pid] })) ??
		(() => undefined);

/**
 * DuckDB's syntax tree of a text; no data is there, so nobody's standing matters. It takes one of the
 * person's own places, so that nobody keeps others from theirs.
 */
export async function performSerialise(
	host: Host,
	{ person, sql }: Pick<Ask, 'person' | 'sql'>
): Promise<Reply> {
	const { machine, runtime } = host.found;
	if (machine === null || runtime === null) return noSandbox(host);
	const id = crypto.randomUUID();
	const ask = { person, workspace: 'serialise', sql, run: id };
	const outcome = await inTurn(host, ask, () =>
		serialise(machine, runtime, {
			name: `tree-${id}`,
			workspace: 'serialise',
			snapshot: null,
			sql,
			limits: host.limits
		})
	);
	return outcome.ok ? { ok: true, tree: outcome.tree } : no(outcome.code, outcome.message);
}

/** Nothing runs here, and what would change that. */
export function noSandbox({ found: { capabilities } }: Host): Refused {
	const { says, install } = capabilities;
	const remedy = install === null ? '' : ` Install it with: ${install}`;
	return no('no-sandbox', `${says[0] ?? ''}${remedy}`);
}

/** Where the person stands now, or the refusal. */
export async function judged(
	host: Host,
	{ person, workspace }: Pick<Ask, 'person' | 'workspace'>
): Promise<Standing | Refused> {
	const standing = await host.access.standing(person, workspace);
	if (standing === null) return no('not-found', 'There is no such workspace.');
	const verdict = mayRun(standing, londonDay(host.now()));
	if (!verdict.allowed) return no('refused', verdict.because);
	// A plain name: what the database holds must not lead out of the snapshots' folder.
	if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(standing.snapshotId ?? ''))
		return no('data', 'The snapshot of this workspace cannot be read; tell the service.');
	return standing;
}

async function inTurn<T>(
	{ queue, going }: Host,
	{ person, run: id }: Ask,
	begin: () => Running<T>
): Promise<T | Failure> {
	const failed = (code: string, message: string): Failure => ({
		ok: false,
		code,
		message,
		people: false
	});
	if (going.has(id)) return failed('busy', 'This run is going already.');
	let stopped = false;
	going.set(id, () => {
		stopped = true;
	});
	try {
		return await queue.join(person, async () => {
			if (stopped) return failed('stopped', 'The run was stopped.');
			const running = begin();
			going.set(id, running.stop);
			return running.done;
		});
	} catch (error) {
		if (error instanceof Full) return failed('busy', error.message);
		throw error;
	} finally {
		going.delete(id);
	}
}

async function book(
	host: Host,
	ask: Ask,
	standing: Standing,
	outcome: Table | Failure
): Promise<Reply> {
	const pay = (rows: number, seen: readonly string[]) => payFor(host, ask, standing, rows, seen);
	if (!outcome.ok) {
		const { code, message, people } = outcome;
		if (!people || code !== 'sql') return no(code, message);
		// The words of an error can quote values of rows, so they are paid for like rows.
		const paid = await pay(rowsInAnError, []);
		return paid.fits ? no(code, message) : over(paid, 0);
	}
	const { columns, rowCount, ms } = outcome;
	const rows = outcome.people ? outcome.rows.slice(0, standing.rowsShown) : outcome.rows;
	const truncated = outcome.truncated || rows.length < outcome.rows.length;
	const shown = { ok: true, columns, rows, rowCount, truncated, ms } as const;
	if (!outcome.people || rows.length === 0) return { ...shown, people: null };
	const paid = await pay(rows.length, seenIn(outcome, rows));
	return paid.fits
		? { ...shown, people: { shownToday: paid.shownToday, budget: rowBudget } }
		: over(paid, rows.length);
}

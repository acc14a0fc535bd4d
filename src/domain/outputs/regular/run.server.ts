import { act } from '#domain/audit/act.server.ts';
import { service } from '#domain/people/actor.ts';
import { bind, type Bound } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Services } from '#platform/services.server.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { londonDay } from '#platform/time.ts';
import { runDifferencing } from '../differencing/run.server.ts';
import { vaultAnswer } from '../files/vault-answer.ts';
import { tableFile } from '../files/work-out.server.ts';
import * as due from './due.store.server.ts';
import { begin as beginRun } from './due.store.server.ts';
import { fail, finish, type Finished } from './finish.server.ts';
import { nextAfter, periodOf, type Regular } from './regular.ts';
import { sendToDesk } from './send.server.ts';
import * as store from './store.server.ts';

export type RunTools = Pick<Services, 'sql' | 'objects'> & {
	readonly vault: Pick<Services['vault'], 'regular' | 'difference'>;
	readonly jobs?: Pick<Services['jobs'], 'send'>;
};

type Task = { readonly regular: string; readonly at: Temporal.Instant };

/** What became of a due run; null: nothing was due. */
export type Outcome = Finished | 'no_new_data' | null;

/**
 * Does what a regular release is due: computes its table again on the data of today, has the vault
 * compare it with everything released before, and either releases it under the standing approval or
 * leaves it at the desk with the reason. Each step is a transaction of its own, so a run that was
 * killed is taken up where it stopped; a period has one run, whoever asks how often.
 * @throws ServiceError when the vault cannot be reached: the queue tries again.
 */
export async function runRegular(tools: RunTools, { regular, at }: Task): Promise<Outcome> {
	const db = bind(tools.sql, service.id);
	const claimed = await claim(db, regular, at);
	if (claimed === null || typeof claimed === 'string') return claimed;
	const { run, definition } = claimed;
	const request = run.requestId ?? (await computed(tools, db, definition, run, at));
	if (request === null) return 'failed';
	const doubt = await compared(tools, db, request, at);
	return finish(tools, db, { regular, run: run.id, request, doubt, at });
}

type Claimed = { readonly run: due.Run; readonly definition: Regular };

/** The run of this period, begun now or taken up again; the next one is put down in the same act. */
function claim(
	db: Bound,
	id: string,
	at: Temporal.Instant
): Promise<Claimed | 'no_new_data' | null> {
	const today = londonDay(at);
	return act<Claimed | 'no_new_data' | null>(db, service, async (tx) => {
		const definition = await store.lock(tx, id);
		const before = await due.runs(tx, id);
		const open = before.find(({ status }) => status === 'running');
		if (open !== undefined) return { result: { run: open, definition }, event: [] };
		const { snapshot, schedule } = definition;
		if (!(await due.due(tx, today)).includes(id) || snapshot === null)
			return { result: null, event: [] };
		const period = periodOf(schedule, today, snapshot);
		const fresh = (await due.snapshotBefore(tx, id)) !== snapshot;
		const begun = await beginRun(tx, {
			regular: id,
			period,
			status: fresh ? 'running' : 'no_new_data',
			reason: fresh ? '' : 'The data are those of the last release.',
			at
		});
		await store.setNext(tx, id, nextAfter(schedule, today));
		if (begun === null) return { result: null, event: [] };
		const [run] = await due.runs(tx, id, 1);
		return {
			result: !fresh ? 'no_new_data' : run === undefined ? null : { run, definition },
			event: {
				action: 'regular.run',
				subject: { kind: 'regular', id },
				organisation: definition.organisationId,
				detail: { period, snapshot, to: fresh ? 'running' : 'no_new_data' },
				at
			}
		};
	});
}

/** The request with the table of a run; null when there is no table to show anybody. */
async function computed(
	tools: RunTools,
	db: Bound,
	definition: Regular,
	run: due.Run,
	at: Temporal.Instant
): Promise<string | null> {
	const why = (reason: string) => fail(db, { regular: definition.id, run: run.id, reason, at });
	try {
		const { answer } = await tools.vault.regular({ person: service.id, run: run.id });
		const told = vaultAnswer(answer);
		if (told.kind === 'needs-evidence') return await why(told.reason);
		const made = await tableFile(tools, told, definition.sql, definition.control);
		return await sendToDesk(db, { definition, run, made, at });
	} catch (error) {
		if (error instanceof Problem) return why(error.message);
		throw error;
	}
}

/** What the comparison with earlier releases says against a release; null for nothing. */
async function compared(
	{ vault }: RunTools,
	db: Bound,
	request: string,
	at: Temporal.Instant
): Promise<string | null> {
	try {
		const { fails, reviews } = await runDifferencing(db, vault, service, { id: request, at });
		return fails + reviews === 0
			? null
			: 'An earlier release makes a cell of this table recoverable.';
	} catch (error) {
		if (!(error instanceof Problem || error instanceof ServiceError)) throw error;
		return 'The table could not be compared with earlier releases.';
	}
}

/** Every regular release with something to do, for the clock. */
export const dueNow = (db: Bound, at: Temporal.Instant): Promise<string[]> =>
	db.read((tx) => due.due(tx, londonDay(at)));

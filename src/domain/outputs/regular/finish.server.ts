import { act } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import { service } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import type { Services } from '#platform/services.server.ts';
import * as comparisons from '../differencing/store.server.ts';
import * as files from '../files/store.server.ts';
import { moved, type Request } from '../output.ts';
import * as released from '../release/store.server.ts';
import type { VotedFile } from '../review/ballot.ts';
import * as review from '../review/store.server.ts';
import * as requests from '../store.server.ts';
import * as due from './due.store.server.ts';
import * as store from './store.server.ts';

export type Finished = 'released' | 'desk' | 'failed';

type Order = {
	readonly regular: string;
	readonly run: string;
	readonly request: string;
	/** What speaks against a release already; null for nothing. */
	readonly doubt: string | null;
	readonly at: Temporal.Instant;
};

/**
 * Releases the table of a run when the standing approval covers it, which the database decides at
 * this moment; otherwise leaves it with the checkers and says why. One act, so a run ends once.
 */
export const finish = (
	{ jobs }: { readonly jobs?: Pick<Services['jobs'], 'send'> },
	db: Bound,
	{ regular, run, request: id, doubt, at }: Order
): Promise<Finished> =>
	act<Finished>(db, service, async (tx) => {
		const definition = await store.lock(tx, regular);
		// a twin of this job was there first
		const ended = (await due.runs(tx, regular)).find((one) => one.id === run)?.status;
		if (ended === 'released' || ended === 'desk' || ended === 'failed')
			return { result: ended, event: [] };
		const request = await requests.lock(tx, id);
		await comparisons.lockReleases(tx);
		const list = (await files.files(tx, id)).map(({ id: file, name, sha256 }): VotedFile => ({
			id: file,
			name,
			sha256
		}));
		const because = doubt ?? (await against(tx, request, list, at));
		const organisation = definition.organisationId;
		if (because !== null) {
			await due.finish(tx, run, { status: 'desk', reason: because, at });
			await released.tell(tx, 'regular.desk', request, at);
			const detail = { to: 'desk', request: id, reason: because };
			return { result: 'desk', event: told({ id: regular, organisation, detail, at }) };
		}
		const to = moved(request.status, 'regular.release');
		await review.addRelease(tx, request, list, at);
		await requests.setStatus(tx, request, { status: to, at });
		await due.finish(tx, run, { status: 'released', reason: '', at });
		await jobs?.send(tx, 'output.sign', { output: id }, id);
		const event: Event = {
			action: 'regular.release',
			subject: { kind: 'output', id },
			organisation,
			detail: {
				from: request.status,
				to,
				title: request.title,
				files: list.map(({ sha256 }) => sha256),
				regular
			},
			at
		};
		return { result: 'released', event };
	});

/** Why the standing approval does not cover this table now; null when it does. */
async function against(
	tx: Tx,
	request: Request,
	list: readonly VotedFile[],
	at: Temporal.Instant
): Promise<string | null> {
	if (request.status !== 'submitted') return 'A checker had begun to look at it.';
	const [file] = await files.files(tx, request.id);
	if (file?.verdict !== 'pass')
		return file?.verdict === 'fail'
			? 'The table fails the rules.'
			: 'The rules leave something in the table to a person.';
	return (await due.covering(tx, request.id, list, at)) === null
		? 'The standing approval does not cover this table: its checkers, end date, project or bytes changed.'
		: null;
}

/** Ends a run that made no table at all, and tells its people: one of them may have it tried again. */
export const fail = (
	db: Bound,
	{ regular, run, reason, at }: Omit<Order, 'request' | 'doubt'> & { readonly reason: string }
): Promise<null> =>
	act(db, service, async (tx) => {
		const definition = await store.lock(tx, regular);
		await due.finish(tx, run, { status: 'failed', reason, at });
		await due.tellFailed(tx, regular, at);
		const detail = { to: 'failed', reason };
		const organisation = definition.organisationId;
		return { result: null, event: told({ id: regular, organisation, detail, at }) };
	});

type Told = {
	readonly id: string;
	readonly organisation: string;
	readonly detail: NonNullable<Event['detail']>;
	readonly at: Temporal.Instant;
};
const told = ({ id, organisation, detail, at }: Told): Event => ({
	action: 'regular.run',
	subject: { kind: 'regular', id },
	organisation,
	detail,
	at
});

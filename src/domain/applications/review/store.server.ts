import type { Tx } from '#platform/db.server.ts';
import {
	streamKinds,
	type Opinion,
	type OpinionKind,
	type Stream,
	type StreamKind
} from '../streams.ts';

/** Opens the streams that a study needs. A later round opens them again: the text has changed. */
export async function openStreams(
	tx: Tx,
	application: string,
	needed: readonly StreamKind[],
	due: Temporal.PlainDate
): Promise<void> {
	for (const kind of streamKinds) {
		const mandatory = needed.includes(kind);
		await tx`
			insert into review_stream (application_id, kind, mandatory, status, due_on)
			values (${application}, ${kind}, ${mandatory}, ${mandatory ? 'open' : 'not_needed'}, ${mandatory ? due : null})
			on conflict (application_id, kind) do update
			set mandatory = excluded.mandatory,
			    status = excluded.status,
			    due_on = excluded.due_on,
			    verdict = null,
			    note = '',
			    done_by = null,
			    done_at = null
		`;
	}
}

/** In their usual order; none for readers who may not know them. */
export async function streams(tx: Tx, application: string): Promise<Stream[]> {
	const rows = await tx<Stream[]>`
		select r.kind, r.mandatory, r.status, r.verdict, r.note, p.name as done_by, r.done_at, r.due_on,
		       r.reviewed_before
		from review_stream r
		left join person p on p.id = r.done_by
		where r.application_id = ${application}
	`;
	return [...rows].sort((a, b) => streamKinds.indexOf(a.kind) - streamKinds.indexOf(b.kind));
}

/** Closes a stream with an opinion, or without one for the committee and the controllers. */
export async function finish(
	tx: Tx,
	application: string,
	kind: StreamKind,
	by: string,
	at: Temporal.Instant,
	opinion: { verdict: Opinion; note: string } | null = null
): Promise<void> {
	await tx`
		update review_stream
		set status = 'done', verdict = ${opinion?.verdict ?? null}, note = ${opinion?.note ?? ''},
		    done_by = ${by}, done_at = ${at}
		where application_id = ${application} and kind = ${kind}
	`;
}

export async function reopen(
	tx: Tx,
	application: string,
	kinds: readonly Exclude<StreamKind, OpinionKind>[]
): Promise<void> {
	await tx`
		update review_stream
		set status = 'open', done_by = null, done_at = null
		where application_id = ${application} and kind = any (${tx.array([...kinds])})
	`;
}

/**
 * Opens every review that the study needs again, for other people than those who gave an opinion.
 * For the lead's own appeal, before the application's status changes.
 */
export async function openAgain(
	tx: Tx,
	application: string,
	due: Temporal.PlainDate
): Promise<void> {
	await tx`select app.review_again(${application}, ${due})`;
}

export type Confirmation = {
	readonly role: 'access-manager' | 'privacy-officer';
	readonly personId: string;
	readonly evidence: string;
	readonly at: Temporal.Instant;
};

export const confirmations = (
	tx: Tx,
	application: string,
	round: number
): Promise<Confirmation[]> =>
	tx<Confirmation[]>`
		select role, person_id, evidence, at
		from condition_confirmation
		where application_id = ${application} and round = ${round}
		order by at
	`;

export async function insertConfirmation(
	tx: Tx,
	application: string,
	round: number,
	{ role, personId, evidence, at }: Confirmation
): Promise<void> {
	await tx`
		insert into condition_confirmation (application_id, round, role, person_id, evidence, at)
		values (${application}, ${round}, ${role}, ${personId}, ${evidence}, ${at})
	`;
}

/** Applications whose controllers' period is over and that no open objection holds back. */
export const clearable = (tx: Tx, today: Temporal.PlainDate): Promise<{ id: string }[]> =>
	tx<{ id: string }[]>`
		select id
		from application a
		where status = 'approved_pending'
		  and (objections_until is null or objections_until < ${today})
		  and not exists (select from objection o where o.application_id = a.id and o.upheld is null)
		order by status_since, id
	`;

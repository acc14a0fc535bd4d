import type { Purpose } from '#domain/catalogue/cohort.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
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
		select r.kind, r.mandatory, r.status, r.verdict, r.note, p.name as done_by, r.done_at, r.due_on
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

export type Objection = {
	readonly id: string;
	readonly controllerCode: string;
	readonly controller: string;
	readonly reason: string;
	readonly answer: string;
	readonly upheld: boolean | null;
	readonly at: Temporal.Instant;
};

export const objections = (tx: Tx, application: string): Promise<Objection[]> =>
	tx<Objection[]>`
		select o.id, o.controller_code, c.name as controller, o.reason, o.answer, o.upheld, o.at
		from objection o
		join controller c on c.code = o.controller_code
		where o.application_id = ${application}
		order by o.at, o.id
	`;

/** @throws Problem 409 when the controller has objected already. */
export async function insertObjection(
	tx: Tx,
	objection: { application: string; controller: string; person: string; reason: string },
	at: Temporal.Instant
): Promise<void> {
	const { application, controller, person, reason } = objection;
	const rows = await tx`
		insert into objection (application_id, controller_code, person_id, reason, at)
		values (${application}, ${controller}, ${person}, ${reason}, ${at})
		on conflict (application_id, controller_code) do nothing
		returning id
	`;
	if (rows.length === 0)
		throw new Problem(409, 'This controller has objected already. Load the page again to see it.');
}

/** Answers an open objection; gives the controller whose it was. */
export async function answerObjection(
	tx: Tx,
	id: string,
	application: string,
	answered: { upheld: boolean; answer: string; by: string; at: Temporal.Instant }
): Promise<string> {
	const [row] = await tx<{ controllerCode: string }[]>`
		update objection
		set upheld = ${answered.upheld}, answer = ${answered.answer}, answered_by = ${answered.by}, answered_at = ${answered.at}
		where id = ${id} and application_id = ${application} and upheld is null
		returning controller_code
	`;
	if (!row)
		throw new Problem(409, 'This objection has been answered. Load the page again to see it.');
	return row.controllerCode;
}

export type Coverage = { readonly dataset: string; readonly signed: number; readonly left: number };

/**
 * Per dataset, how many controllers have signed up for the purpose on a day, and how many of them
 * are left once those whose objection was upheld are taken out.
 */
export async function coverage(
	tx: Tx,
	application: string,
	datasets: readonly string[],
	purpose: Purpose,
	on: Temporal.PlainDate
): Promise<Coverage[]> {
	const rows = await tx<{ dataset: string; signed: bigint; left: bigint }[]>`
		select s.dataset_code as dataset,
		       count(distinct s.controller_code) as signed,
		       count(distinct s.controller_code) filter (where o.id is null) as left
		from controller_signup s
		left join objection o
		  on o.application_id = ${application} and o.controller_code = s.controller_code and o.upheld
		where s.dataset_code = any (${tx.array([...datasets])})
		  and s.purpose = ${purpose}
		  and s.signed_from <= ${on}
		  and (s.signed_to is null or s.signed_to >= ${on})
		group by s.dataset_code
		order by s.dataset_code
	`;
	return rows.map(({ dataset, signed, left }) => ({
		dataset,
		signed: Number(signed),
		left: Number(left)
	}));
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

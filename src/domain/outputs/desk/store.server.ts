import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Request } from '../output.ts';
import type { CheckingPolicy, Claim } from '../review/promise.ts';

/** How checking is done today. */
export async function policy(tx: Tx): Promise<CheckingPolicy> {
	const [row] = await tx<CheckingPolicy[]>`
		select version, promised_days, claim_hours, tie_months, same_employer, enough from app.checking_policy()
	`;
	if (!row) throw new Error('No policy for checking is in force.');
	return row;
}

export async function claim(tx: Tx, request: string): Promise<Claim | null> {
	const [row] = await tx<Claim[]>`
		select c.person_id, p.name, c.at, c.until
		from output_claim c
		left join person p on p.id = c.person_id
		where c.request_id = ${request}
	`;
	return row ?? null;
}

export async function setClaim(
	tx: Tx,
	made: { request: string; person: string; at: Temporal.Instant; until: Temporal.Instant }
): Promise<void> {
	await tx`
		insert into output_claim (request_id, person_id, at, until)
		values (${made.request}, ${made.person}, ${made.at}, ${made.until})
		on conflict (request_id) do update
		set person_id = excluded.person_id, at = excluded.at, until = excluded.until
	`;
}

/** Ends somebody's own claim; false when they have none. */
export async function unclaim(
	tx: Tx,
	request: string,
	person: string,
	at: Temporal.Instant
): Promise<boolean> {
	const rows = await tx`
		update output_claim
		set until = greatest(at, ${at})
		where request_id = ${request} and person_id = ${person} and until > ${at}
		returning request_id
	`;
	return rows.length > 0;
}

export async function employerVoted(
	tx: Tx,
	{ id, turn }: Pick<Request, 'id' | 'turn'>
): Promise<boolean> {
	const [row] = await tx<{ voted: boolean }[]>`select app.employer_voted(${id}, ${turn}) as voted`;
	return row?.voted ?? false;
}

export type Escalation = {
	readonly id: string;
	readonly turn: number;
	readonly asker: string | null;
	readonly question: string;
	readonly askedAt: Temporal.Instant;
	readonly answerer: string | null;
	readonly answer: string;
	readonly answeredAt: Temporal.Instant | null;
};

/** The questions to the information governance lead that the reader may see, the first one first. */
export const escalations = (tx: Tx, request: string): Promise<Escalation[]> =>
	tx<Escalation[]>`
		select e.id, e.turn, a.name as asker, e.question, e.asked_at, b.name as answerer, e.answer, e.answered_at
		from output_escalation e
		left join person a on a.id = e.asked_by
		left join person b on b.id = e.answered_by
		where e.request_id = ${request}
		order by e.asked_at
	`;

export async function addEscalation(
	tx: Tx,
	made: { request: string; turn: number; person: string; question: string; at: Temporal.Instant }
): Promise<void> {
	await tx`
		insert into output_escalation (request_id, turn, asked_by, question, asked_at)
		values (${made.request}, ${made.turn}, ${made.person}, ${made.question}, ${made.at})
	`;
	await tx`
		update output_request set escalated_at = ${made.at}, version = version + 1 where id = ${made.request}
	`;
}

/** Answers the open question of a request; false when there is none. */
export async function answer(
	tx: Tx,
	given: { request: string; person: string; answer: string; at: Temporal.Instant }
): Promise<boolean> {
	const rows = await tx`
		update output_escalation
		set answered_by = ${given.person}, answer = ${given.answer}, answered_at = ${given.at}
		where request_id = ${given.request} and answered_at is null
		returning id
	`;
	await tx`
		update output_request set escalated_at = null, version = version + 1 where id = ${given.request}
	`;
	return rows.length > 0;
}

export type Approved = {
	readonly answers: Readonly<Record<string, Readonly<Record<string, Json>>>>;
	/** What the extract holds: tables and columns. */
	readonly contents: Json;
	/** Tables of the datasets that were approved. */
	readonly tables: readonly string[];
};

/** What was approved for a request's project, and what its extract holds. */
export async function approved(tx: Tx, request: string): Promise<Approved | null> {
	const [row] = await tx<{ answers: string; contents: string | null; tables: string[] }[]>`
		select
			a.answers::text as answers, w.contents::text as contents,
			array(
				select t.name
				from dataset_table t
				where a.answers #> '{safe-data,datasets}' ? t.dataset_code
				order by t.name
			) as tables
		from output_request r
		join project p on p.id = r.project_id
		join application a on a.id = p.application_id
		left join workspace w on w.project_id = p.id
		where r.id = ${request}
	`;
	if (!row) return null;
	return {
		answers: JSON.parse(row.answers) as Approved['answers'],
		contents: row.contents === null ? null : (JSON.parse(row.contents) as Json),
		tables: row.tables
	};
}

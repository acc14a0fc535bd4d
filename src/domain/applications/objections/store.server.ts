import type { Purpose } from '#domain/catalogue/cohort.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';

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

/** An objection as a page shows it. */
export const objectionView = ({ id, controller, reason, answer, upheld, at }: Objection) => ({
	id,
	controller,
	reason,
	answer,
	upheld,
	at: at.toString()
});

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

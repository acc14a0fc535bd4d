import type { Tx } from '#platform/db.server.ts';
import type { Tie, TieKind } from './tie.ts';

/** The ties that somebody declared, those that go on first. */
export const tiesOf = (tx: Tx, person: string): Promise<Tie[]> =>
	tx<Tie[]>`
		select t.id, coalesce(p.name, 'Somebody') as other, t.kind, t.until
		from person_tie t
		left join person p on p.id = t.other_id
		where t.person_id = ${person}
		order by t.until desc nulls first, other
	`;

/** The person with an e-mail address; null when there is none. */
export async function personAt(tx: Tx, email: string): Promise<string | null> {
	const [found] = await tx<{ id: string }[]>`select id from app.person_at(${email})`;
	return found?.id ?? null;
}

/** Declares a tie; one that had ended begins again. */
export async function addTie(
	tx: Tx,
	tie: {
		person: string;
		other: string;
		kind: TieKind;
		until: Temporal.PlainDate | null;
		at: Temporal.Instant;
	}
): Promise<void> {
	await tx`
		insert into person_tie (person_id, other_id, kind, until, declared_at)
		values (${tie.person}, ${tie.other}, ${tie.kind}, ${tie.until}, ${tie.at})
		on conflict (person_id, other_id, kind) do update
		set until = excluded.until, declared_at = excluded.declared_at
	`;
}

/** Ends somebody's own tie that goes on; null when there is none, else the other person. */
export async function endTie(
	tx: Tx,
	{ id, person, until }: { id: string; person: string; until: Temporal.PlainDate }
): Promise<string | null> {
	const [row] = await tx<{ otherId: string }[]>`
		update person_tie
		set until = ${until}
		where id = ${id} and person_id = ${person} and until is null
		returning other_id
	`;
	return row?.otherId ?? null;
}

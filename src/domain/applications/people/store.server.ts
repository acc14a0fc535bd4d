import type { Tx } from '#platform/db.server.ts';

/** Whether somebody is named on the application today. */
export async function isListed(tx: Tx, id: string, person: string): Promise<boolean> {
	const [row] = await tx`
		select from application_person
		where application_id = ${id} and person_id = ${person} and removed_at is null
		limit 1
	`;
	return row !== undefined;
}

/** The accounts behind e-mail addresses; an address without an account is not in the answer. */
export const accounts = (
	tx: Tx,
	emails: readonly string[]
): Promise<{ id: string; email: string }[]> =>
	tx<{ id: string; email: string }[]>`
		select id, email from app.people_named(${tx.array([...emails])})
	`;

/** Makes the people of an application exactly these; who left is kept with the day they left. */
export async function setPeople(
	tx: Tx,
	id: string,
	people: readonly { person: string; role: 'lead' | 'member' | 'signatory' }[],
	at: Temporal.Instant
): Promise<void> {
	const keys = people.map(({ person, role }) => `${person} ${role}`);
	await tx`
		update application_person
		set removed_at = ${at}
		where application_id = ${id}
		  and removed_at is null
		  and not (person_id::text || ' ' || role = any (${tx.array(keys)}))
	`;
	for (const { person, role } of people)
		await tx`
			insert into application_person (application_id, person_id, role, added_at)
			values (${id}, ${person}, ${role}, ${at})
			on conflict (application_id, person_id, role) do update set removed_at = null
		`;
}

import type { Sql } from '#platform/db.server.ts';

export const at = Temporal.Now.instant();
export const today = at.toZonedDateTimeISO('Europe/London').toPlainDate();

/** A member, a stranger, and an open workspace whose snapshot is "one". */
export async function setScene(owner: Sql) {
	const [member, stranger, manager, officer] = Array.from({ length: 4 }, () => crypto.randomUUID());
	const [project, workspace] = [crypto.randomUUID(), crypto.randomUUID()];
	await owner.begin(async (tx) => {
		// The scene needs no application or agreement; row security is what is tested, as the host's role.
		await tx`set local session_replication_role = replica`;
		for (const id of [member, stranger, manager, officer])
			await tx`insert into person (id, name, email, created_at) values (${id ?? ''}, 'A person', ${`${id ?? ''}@example.org`}, ${at})`;
		await tx`
			insert into project (id, application_id, agreement_id, organisation_id, title, status, starts_on, ends_on, status_since, created_at)
			values (${project}, ${crypto.randomUUID()}, ${crypto.randomUUID()}, ${crypto.randomUUID()}, 'A study', 'active',
				${today.subtract({ days: 10 })}, ${today.add({ days: 10 })}, ${at}, ${at})
		`;
		await tx`insert into project_member (project_id, person_id, role, added_at, terms_accepted_at) values (${project}, ${member ?? ''}, 'lead', ${at}, ${at})`;
		await tx`insert into workspace (id, project_id, status, snapshot_id, opened_at, status_since) values (${workspace}, ${project}, 'open', 'one', ${at}, ${at})`;
		for (const [person, role] of [
			[manager, 'data-manager'],
			[officer, 'privacy-officer']
		])
			await tx`insert into gate_approval (workspace_id, snapshot_id, person_id, role, at) values (${workspace}, 'one', ${person ?? ''}, ${role ?? ''}, ${at})`;
	});
	return { member: member ?? '', stranger: stranger ?? '', project, workspace };
}

import type { Tx } from '#platform/db.server.ts';

export type Approval = {
	readonly personId: string;
	readonly name: string | null;
	readonly role: 'data-manager' | 'privacy-officer';
	readonly note: string;
	readonly at: Temporal.Instant;
};

export const approvals = (tx: Tx, workspace: string, snapshot: string): Promise<Approval[]> =>
	tx<Approval[]>`
		select g.person_id, p.name, g.role, g.note, g.at
		from gate_approval g
		left join person p on p.id = g.person_id
		where g.workspace_id = ${workspace} and g.snapshot_id = ${snapshot}
		order by g.at
	`;

export async function approve(
	tx: Tx,
	approval: {
		workspace: string;
		snapshot: string;
		person: string;
		role: Approval['role'];
		note: string;
		at: Temporal.Instant;
	}
): Promise<void> {
	const { workspace, snapshot, person, role, note, at } = approval;
	await tx`
		insert into gate_approval (workspace_id, snapshot_id, person_id, role, note, at)
		values (${workspace}, ${snapshot}, ${person}, ${role}, ${note}, ${at})
	`;
}

/** The project's researchers, today or in the past: none of them opens its gate. */
export const everMember = async (tx: Tx, project: string, person: string): Promise<boolean> => {
	const [row] = await tx`
		select from project_member where project_id = ${project} and person_id = ${person}
	`;
	return row !== undefined;
};

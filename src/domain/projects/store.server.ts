import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Project, Status } from './project.ts';
import { provisioningSteps } from './provisioning.ts';

const columns = [
	'id',
	'number',
	'applicationId',
	'agreementId',
	'organisationId',
	'title',
	'status',
	'startsOn',
	'endsOn',
	'statusSince'
] as const;

const none = () => new Problem(404, 'There is no such project.');

/** A project that the reader may see. @throws Problem 404. */
export async function find(tx: Tx, id: string): Promise<Project> {
	const [found] = await tx<Project[]>`select ${tx(columns)} from project where id = ${id}`;
	if (!found) throw none();
	return found;
}

/** As `find`, and nobody else changes it until the transaction ends. */
export async function lock(tx: Tx, id: string): Promise<Project> {
	const [found] = await tx<Project[]>`
		select ${tx(columns)} from project where id = ${id} for update
	`;
	if (!found) throw none();
	return found;
}

export type NewProject = Pick<
	Project,
	'applicationId' | 'agreementId' | 'organisationId' | 'title' | 'startsOn' | 'endsOn'
>;

export async function insert(
	tx: Tx,
	made: NewProject,
	at: Temporal.Instant
): Promise<Pick<Project, 'id' | 'number'>> {
	const [row] = await tx<{ id: string; number: bigint }[]>`
		insert into project (
			application_id, agreement_id, organisation_id, title, status, starts_on, ends_on, status_since, created_at
		)
		values (
			${made.applicationId}, ${made.agreementId}, ${made.organisationId}, ${made.title}, 'awaiting_payment',
			${made.startsOn}, ${made.endsOn}, ${at}, ${at}
		)
		returning id, number
	`;
	if (!row) throw new Error('The project was not stored.');
	return row;
}

export const setStatus = (tx: Tx, id: string, status: Status, at: Temporal.Instant) => tx`
	update project set status = ${status}, status_since = ${at} where id = ${id}
`;

/** People of an application who have an account, the lead first; each once. */
export const applicants = (
	tx: Tx,
	application: string
): Promise<{ personId: string; role: 'lead' | 'researcher' }[]> =>
	tx<{ personId: string; role: 'lead' | 'researcher' }[]>`
		select person_id, case when bool_or(role = 'lead') then 'lead' else 'researcher' end as role
		from application_person
		where application_id = ${application} and role in ('lead', 'member') and removed_at is null
		group by person_id
		order by bool_or(role = 'lead') desc, min(added_at), person_id
	`;

/** Gives somebody a seat, or gives it back to them; terms they accepted stay accepted. */
export const addMember = (
	tx: Tx,
	project: string,
	{ personId, role }: { personId: string; role: 'lead' | 'researcher' },
	at: Temporal.Instant
) => tx`
	insert into project_member (project_id, person_id, role, added_at)
	values (${project}, ${personId}, ${role}, ${at})
	on conflict (project_id, person_id) do update
	set removed_at = null, added_at = excluded.added_at, role = excluded.role
`;

export const removeMember = (tx: Tx, project: string, person: string, at: Temporal.Instant) => tx`
	update project_member
	set removed_at = ${at}
	where project_id = ${project} and person_id = ${person} and removed_at is null
`;

export const acceptTerms = (tx: Tx, project: string, person: string, at: Temporal.Instant) => tx`
	update project_member
	set terms_accepted_at = ${at}
	where project_id = ${project} and person_id = ${person} and terms_accepted_at is null
`;

export type Member = {
	readonly personId: string;
	readonly name: string | null;
	readonly role: 'lead' | 'researcher';
	readonly addedAt: Temporal.Instant;
	readonly termsAcceptedAt: Temporal.Instant | null;
};

/** Who works on a project today, the lead first. */
export const members = (tx: Tx, project: string): Promise<Member[]> =>
	tx<Member[]>`
		select m.person_id, p.name, m.role, m.added_at, m.terms_accepted_at
		from project_member m
		left join person p on p.id = m.person_id
		where m.project_id = ${project} and m.removed_at is null
		order by m.role <> 'lead', p.name, m.person_id
	`;

/** People of the project's organisation who can be given a seat: researchers not on it today. */
export const addable = (tx: Tx, project: string): Promise<{ id: string; name: string }[]> =>
	tx<{ id: string; name: string }[]>`
		select distinct p.id, p.name
		from project j
		join organisation_member o on o.organisation_id = j.organisation_id
		join person p on p.id = o.person_id
		where j.id = ${project}
		  and o.role in ('applicant', 'member')
		  and o.removed_at is null
		  and not exists (
			select from project_member m
			where m.project_id = j.id and m.person_id = p.id and m.removed_at is null
		  )
		order by p.name
	`;

/** How many users the agreement pays for. */
export async function seats(tx: Tx, project: string): Promise<number> {
	const [row] = await tx<{ seats: number }[]>`
		select (q.request ->> 'users')::int as seats
		from project j
		join agreement g on g.id = j.agreement_id
		join quote q on q.id = g.quote_id
		where j.id = ${project}
	`;
	return row?.seats ?? 0;
}

/** The workspace of a project with its steps, none of them begun. Answers the workspace's id. */
export async function insertWorkspace(
	tx: Tx,
	project: string,
	at: Temporal.Instant
): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into workspace (project_id, status, status_since)
		values (${project}, 'provisioning', ${at})
		returning id
	`;
	if (!row) throw new Error('The workspace was not stored.');
	const steps = provisioningSteps.map(({ name }, index) => ({
		workspaceId: row.id,
		position: index + 1,
		name,
		status: 'waiting'
	}));
	await tx`insert into provisioning_step ${tx(steps, 'workspaceId', 'position', 'name', 'status')}`;
	return row.id;
}

import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Regular, Schedule, Status } from './regular.ts';

const none = () => new Problem(404, 'There is no such regular release.');

/** A regular release with its project. @throws Problem 404 when there is none that the reader may see. */
export async function find(tx: Tx, id: string): Promise<Regular> {
	const [found] = await tx<Regular[]>`
		select
			d.id, d.project_id, p.number as project_number, p.title as project_title, p.status as project_status,
			p.organisation_id, d.from_request, d.proposed_by, d.title, d.file_name, d.sql, d.control, d.policy_version,
			d.schedule, d.reason, d.base_snapshot, w.snapshot_id as snapshot, d.ends_on, d.status, d.stop_reason,
			d.next_on, d.version, d.proposed_at, d.status_since
		from regular_release d
		join project p on p.id = d.project_id
		left join workspace w on w.project_id = p.id
		where d.id = ${id}
	`;
	if (!found) throw none();
	return found;
}

/** As `find`, and nobody else changes it until the transaction ends. */
export async function lock(tx: Tx, id: string): Promise<Regular> {
	const [row] = await tx`select id from regular_release where id = ${id} for update`;
	if (!row) throw none();
	return find(tx, id);
}

export type Proposed = {
	readonly project: string;
	readonly request: string;
	readonly file: string;
	readonly person: string;
	readonly title: string;
	readonly schedule: Schedule;
	readonly reason: string;
	readonly endsOn: Temporal.PlainDate;
	readonly nextOn: Temporal.PlainDate | null;
	readonly at: Temporal.Instant;
};

/** Keeps the definition of a released file, copied from the file itself. */
export async function insert(tx: Tx, made: Proposed): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into regular_release (
			project_id, from_request, proposed_by, title, file_name, specification, sql, control, policy_version,
			schedule, reason, base_snapshot, ends_on, status, next_on, proposed_at, status_since
		)
		select
			r.project_id, r.id, ${made.person}, ${made.title}, f.name, f.specification, f.sql, f.control, r.policy_version,
			${made.schedule}, ${made.reason},
			-- data that came after the release have not been released yet
			case when w.status_since <= r.released_at then w.snapshot_id end,
			${made.endsOn}, 'proposed', ${made.nextOn}, ${made.at}, ${made.at}
		from output_request r
		join output_file f on f.request_id = r.id and f.id = ${made.file}
		left join workspace w on w.project_id = r.project_id
		where r.id = ${made.request}
		returning id
	`;
	if (!row) throw new Error('The definition was not stored.');
	return row.id;
}

/** Whether a released file has a regular release that is proposed or in force. */
export async function repeated(tx: Tx, request: string, fileName: string): Promise<boolean> {
	const rows = await tx`
		select
		from regular_release
		where from_request = ${request} and file_name = ${fileName} and status in ('proposed', 'in_force')
	`;
	return rows.length > 0;
}

export type Vote = {
	readonly personId: string;
	readonly name: string | null;
	readonly choice: 'approve' | 'decline';
	readonly reason: string;
	readonly at: Temporal.Instant;
};

/** The votes that the reader may see: their own, and all once the definition is decided. */
export const votes = (tx: Tx, id: string): Promise<Vote[]> =>
	tx<Vote[]>`
		select v.person_id, p.name, v.choice, v.reason, v.at
		from regular_vote v
		left join person p on p.id = v.person_id
		where v.regular_id = ${id}
		order by v.at
	`;

export async function addVote(
	tx: Tx,
	id: string,
	vote: Pick<Vote, 'personId' | 'choice' | 'reason' | 'at'>
): Promise<void> {
	await tx`
		insert into regular_vote (regular_id, person_id, choice, reason, at)
		values (${id}, ${vote.personId}, ${vote.choice}, ${vote.reason}, ${vote.at})
	`;
}

/** Whether two people who may stand behind it: asked of the database, which asks again at a release. */
export async function approved(tx: Tx, id: string): Promise<boolean> {
	const [row] = await tx<{ yes: boolean }[]>`select app.definition_approved(${id}) as yes`;
	return row?.yes ?? false;
}

export async function setStatus(
	tx: Tx,
	id: string,
	to: { readonly status: Status; readonly at: Temporal.Instant; readonly reason?: string }
): Promise<void> {
	await tx`
		update regular_release
		set status = ${to.status},
		    status_since = ${to.at},
		    version = version + 1,
		    approved_at = case when ${to.status} = 'in_force' then ${to.at} else approved_at end,
		    stop_reason = coalesce(${to.reason ?? null}, stop_reason)
		where id = ${id}
	`;
}

export async function setNext(tx: Tx, id: string, on: Temporal.PlainDate | null): Promise<void> {
	await tx`update regular_release set next_on = ${on}, version = version + 1 where id = ${id}`;
}

/** Those that a request began or was released by, and that are not over: what its revocation stops. */
export async function ofRequest(tx: Tx, request: string): Promise<string[]> {
	const rows = await tx<{ id: string }[]>`
		select d.id
		from regular_release d
		where d.status in ('proposed', 'in_force')
		  and (d.from_request = ${request} or exists (
			select from output_request r
			join regular_run u on u.id = r.regular_run_id
			where r.id = ${request} and u.regular_id = d.id
		  ))
		order by d.id
	`;
	return rows.map(({ id }) => id);
}

/** The table's definition, as text because the driver would change the names inside it. */
export async function specification(tx: Tx, id: string): Promise<Json> {
	const [row] = await tx<{ specification: string }[]>`
		select specification::text as specification from regular_release where id = ${id}
	`;
	return JSON.parse(row?.specification ?? 'null') as Json;
}

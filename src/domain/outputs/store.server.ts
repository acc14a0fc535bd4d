import type { Pinned } from '#domain/disclosure/policies/pinned.server.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Request, Status } from './output.ts';
import type { Standing } from './policy.ts';

const none = () => new Problem(404, 'There is no such output request.');

/** A request with its project. @throws Problem 404 when there is none that the reader may see. */
export async function find(tx: Tx, id: string): Promise<Request> {
	const [found] = await tx<Request[]>`
		select
			r.id, r.number, r.project_id, p.number as project_number, p.title as project_title,
			p.organisation_id, w.id as workspace_id, p.application_id, r.created_by, r.status, r.title,
			r.purpose, r.description, r.turn, r.version, r.policy_version, r.public_reason,
			r.submitted_at, r.released_at, r.escalated_at, r.status_since
		from output_request r
		join project p on p.id = r.project_id
		join workspace w on w.project_id = p.id
		where r.id = ${id}
	`;
	if (!found) throw none();
	return found;
}

/** As `find`, and nobody else changes it until the transaction ends. */
export async function lock(tx: Tx, id: string): Promise<Request> {
	const [row] = await tx`select id from output_request where id = ${id} for update`;
	if (!row) throw none();
	return find(tx, id);
}

export const stale = () =>
	new Problem(
		409,
		'This request was changed in another tab or by somebody else. Load the page again and repeat your change.'
	);

/** Where the reader stands towards a project. */
export async function standing(tx: Tx, project: string, person: string): Promise<Standing> {
	const [row] = await tx<Standing[]>`
		select
			exists (
				select from project_member m
				where m.project_id = p.id and m.person_id = ${person}
				  and m.removed_at is null and m.terms_accepted_at is not null
			) as member,
			app.researched(p.id, ${person}) as researched,
			app.excluded(p.id, ${person}) as excluded,
			app.employed(p.id, ${person}) as employed,
			p.status = 'active' as active,
			(app.checking_policy()).same_employer
		from project p
		where p.id = ${project}
	`;
	return (
		row ?? {
			member: false,
			researched: false,
			excluded: false,
			employed: false,
			active: false,
			sameEmployer: 'refused'
		}
	);
}

export type Place = {
	readonly projectId: string;
	readonly organisationId: string;
	readonly projectTitle: string;
	readonly projectStatus: string;
	readonly status: string;
};

/** The open workspace that outputs come from. @throws Problem 404. */
export async function workspace(tx: Tx, id: string): Promise<Place> {
	const [found] = await tx<Place[]>`
		select w.project_id, p.organisation_id, p.title as project_title, p.status as project_status, w.status
		from workspace w
		join project p on p.id = w.project_id
		where w.id = ${id}
	`;
	if (!found) throw new Problem(404, 'There is no such workspace.');
	return found;
}

/** The workspaces whose outputs somebody may ask for. */
export const workspacesOf = (tx: Tx, person: string): Promise<{ id: string; title: string }[]> =>
	tx<{ id: string; title: string }[]>`
		select w.id, p.title
		from workspace w
		join project p on p.id = w.project_id
		join project_member m on m.project_id = p.id
		where m.person_id = ${person}
		  and m.removed_at is null
		  and m.terms_accepted_at is not null
		  and w.status = 'open'
		order by p.number
	`;

export async function insert(
	tx: Tx,
	made: {
		project: string;
		person: string;
		title: string;
		policy: Pick<Pinned, 'version' | 'versions'>;
		at: Temporal.Instant;
	}
): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into output_request (project_id, created_by, status, title, policy_version, policy_versions, created_at, status_since)
		values (${made.project}, ${made.person}, 'draft', ${made.title}, ${made.policy.version},
			${[...made.policy.versions]}, ${made.at}, ${made.at})
		returning id
	`;
	if (!row) throw new Error('The request was not stored.');
	return row.id;
}

export async function setWords(
	tx: Tx,
	id: string,
	words: { title: string; purpose: string; description: string }
): Promise<void> {
	await tx`
		update output_request
		set title = ${words.title}, purpose = ${words.purpose}, description = ${words.description}, version = version + 1
		where id = ${id}
	`;
}

/** Counts a change to the request's files. */
export async function touch(tx: Tx, id: string): Promise<void> {
	await tx`update output_request set version = version + 1 where id = ${id}`;
}

/** Sets the status and the times that go with it; sent again, it is another turn. */
export async function setStatus(
	tx: Tx,
	request: Pick<Request, 'id' | 'status'>,
	to: { status: Status; at: Temporal.Instant; publicReason?: string }
): Promise<void> {
	const { status, at, publicReason } = to;
	await tx`
		update output_request
		set status = ${status},
		    status_since = ${at},
		    version = version + 1,
		    turn = turn + ${request.status === 'changes_requested' && status === 'submitted' ? 1 : 0},
		    submitted_at = case when ${status} = 'submitted' then ${at} else submitted_at end,
		    released_at = case when ${status} = 'released' then ${at} else released_at end,
		    public_reason = coalesce(${publicReason ?? null}, public_reason)
		where id = ${request.id}
	`;
}

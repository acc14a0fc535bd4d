import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Language, Status } from './request.ts';

export type LibraryRequest = {
	readonly id: string;
	readonly language: Language;
	readonly package: string;
	readonly purpose: string;
	readonly status: Status;
	readonly statusSince: Temporal.Instant;
	readonly askedBy: string;
	readonly asker: string | null;
	readonly askedAt: Temporal.Instant;
	readonly answerer: string | null;
	readonly answer: string;
};

const selected = (tx: Tx) => tx`
	select
		r.id, r.language, r.package, r.purpose, r.status, r.status_since, r.asked_by, a.name as asker, r.asked_at,
		b.name as answerer, r.answer
	from library_request r
	left join person a on a.id = r.asked_by
	left join person b on b.id = r.answered_by
`;

/** What was asked for in a workspace, what waits first, then the latest. */
export const list = (tx: Tx, workspace: string, limit = 100): Promise<LibraryRequest[]> =>
	tx<LibraryRequest[]>`
		${selected(tx)}
		where r.workspace_id = ${workspace}
		order by r.status <> 'waiting', r.asked_at desc, r.id
		limit ${limit}
	`;

/** One request of a workspace, which nobody else changes until the transaction ends. @throws Problem 404. */
export async function lock(tx: Tx, workspace: string, id: string): Promise<LibraryRequest> {
	await tx`select id from library_request where workspace_id = ${workspace} and id = ${id} for update`;
	const [found] = await tx<LibraryRequest[]>`
		${selected(tx)}
		where r.workspace_id = ${workspace} and r.id = ${id}
	`;
	if (!found) throw new Problem(404, 'There is no such request.');
	return found;
}

/** Whether this package was asked for and waits for an answer. */
export async function waits(
	tx: Tx,
	workspace: string,
	asked: { readonly language: Language; readonly package: string }
): Promise<boolean> {
	const [row] = await tx`
		select from library_request
		where workspace_id = ${workspace}
		  and language = ${asked.language}
		  and lower(package) = lower(${asked.package})
		  and status = 'waiting'
	`;
	return row !== undefined;
}

export async function insert(
	tx: Tx,
	asked: {
		readonly workspace: string;
		readonly language: Language;
		readonly package: string;
		readonly purpose: string;
		readonly person: string;
		readonly at: Temporal.Instant;
	}
): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into library_request (
			workspace_id, language, package, purpose, status, status_since, asked_by, asked_at
		)
		values (
			${asked.workspace}, ${asked.language}, ${asked.package}, ${asked.purpose}, 'waiting', ${asked.at},
			${asked.person}, ${asked.at}
		)
		returning id
	`;
	if (!row) throw new Error('The request was not kept.');
	return row.id;
}

/** Notes an answer, or that the request was taken back (`by` is null then). */
export async function setStatus(
	tx: Tx,
	id: string,
	to: {
		readonly status: Status;
		readonly by: string | null;
		readonly answer: string;
		readonly at: Temporal.Instant;
	}
): Promise<void> {
	await tx`
		update library_request
		set status = ${to.status},
		    status_since = ${to.at},
		    answer = ${to.answer},
		    answered_by = ${to.by},
		    answered_at = case when ${to.by}::uuid is null then null else ${to.at}::timestamptz end
		where id = ${id}
	`;
}

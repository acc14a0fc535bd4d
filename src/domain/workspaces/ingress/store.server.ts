import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Kind, Status } from './ingress.ts';

export type Finding = { readonly level: string; readonly message: string };

export type Sent = {
	readonly name: string;
	readonly kind: Kind;
	readonly media: string;
	readonly sha256: string;
	readonly bytes: number;
	readonly purpose: string;
	readonly findings: readonly Finding[];
	readonly preview: string;
};

export type File = Omit<Sent, 'bytes'> & {
	readonly id: string;
	readonly workspaceId: string;
	readonly bytes: bigint;
	readonly status: Status;
	readonly statusSince: Temporal.Instant;
	readonly sentBy: string;
	readonly sender: string | null;
	readonly sentAt: Temporal.Instant;
	readonly decider: string | null;
	readonly decidedAt: Temporal.Instant | null;
	readonly reason: string;
};

const columns = (tx: Tx) => tx`
	i.id, i.workspace_id, i.name, i.kind, i.media, i.sha256, i.bytes, i.purpose, i.findings, i.preview, i.status,
	i.status_since, i.sent_by, s.name as sender, i.sent_at, d.name as decider, i.decided_at, i.reason
`;
const from = (tx: Tx) => tx`
	ingress_file i
	left join person s on s.id = i.sent_by
	left join person d on d.id = i.decided_by
`;

/** What was sent into a workspace, what waits first, then the latest. */
export const list = (tx: Tx, workspace: string, limit = 100): Promise<File[]> =>
	tx<File[]>`
		select ${columns(tx)}
		from ${from(tx)}
		where i.workspace_id = ${workspace}
		order by i.status <> 'waiting', i.sent_at desc, i.id
		limit ${limit}
	`;

/** One file of a workspace. @throws Problem 404. */
export async function find(tx: Tx, workspace: string, id: string): Promise<File> {
	const [file] = await tx<File[]>`
		select ${columns(tx)}
		from ${from(tx)}
		where i.workspace_id = ${workspace} and i.id = ${id}
	`;
	if (!file) throw new Problem(404, 'There is no such file.');
	return file;
}

/** As `find`, and nobody else changes it until the transaction ends. */
export async function lock(tx: Tx, workspace: string, id: string): Promise<File> {
	await tx`select id from ingress_file where workspace_id = ${workspace} and id = ${id} for update`;
	return find(tx, workspace, id);
}

/** Whether a file of this name is in the shared folder or waits to be. */
export async function taken(tx: Tx, workspace: string, name: string): Promise<boolean> {
	const [row] = await tx`
		select from ingress_file
		where workspace_id = ${workspace}
		  and lower(name) = lower(${name})
		  and status in ('waiting', 'accepted')
	`;
	return row !== undefined;
}

/** How many files are in the shared folder or wait, and their bytes together. */
export async function held(tx: Tx, workspace: string): Promise<{ files: number; bytes: bigint }> {
	const [row] = await tx<{ files: number; bytes: bigint }[]>`
		select count(*)::int as files, coalesce(sum(bytes), 0)::bigint as bytes
		from ingress_file
		where workspace_id = ${workspace} and status in ('waiting', 'accepted')
	`;
	return row ?? { files: 0, bytes: 0n };
}

export async function insert(
	tx: Tx,
	sent: Sent & {
		readonly workspace: string;
		readonly person: string;
		readonly at: Temporal.Instant;
	}
): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into ingress_file (
			workspace_id, name, kind, media, sha256, bytes, purpose, findings, preview, status, status_since,
			sent_by, sent_at
		)
		values (
			${sent.workspace}, ${sent.name}, ${sent.kind}, ${sent.media}, ${sent.sha256}, ${sent.bytes},
			${sent.purpose}, ${tx.json(sent.findings)}, ${sent.preview}, 'waiting', ${sent.at},
			${sent.person}, ${sent.at}
		)
		returning id
	`;
	if (!row) throw new Error('The file was not kept.');
	return row.id;
}

/** Notes a decision, or that a file was taken back or removed (`by` is null then). */
export async function setStatus(
	tx: Tx,
	id: string,
	to: {
		readonly status: Status;
		readonly by: string | null;
		readonly reason: string;
		readonly at: Temporal.Instant;
	}
): Promise<void> {
	await tx`
		update ingress_file
		set status = ${to.status},
		    status_since = ${to.at},
		    reason = ${to.reason},
		    decided_by = coalesce(${to.by}::uuid, decided_by),
		    decided_at = case when ${to.by}::uuid is null then decided_at else ${to.at} end
		where id = ${id}
	`;
}

/** Holds a workspace's folder, so that names and room are judged one file after the other. */
export async function hold(tx: Tx, workspace: string): Promise<void> {
	await tx`select pg_advisory_xact_lock(hashtextextended(${workspace}, 34))`;
}

/** Whether a person is a member of the project today. */
export async function isMember(tx: Tx, project: string, person: string): Promise<boolean> {
	const [row] = await tx`
		select from project_member
		where project_id = ${project} and person_id = ${person} and removed_at is null
	`;
	return row !== undefined;
}

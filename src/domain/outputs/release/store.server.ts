import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';

export type SignedRelease = {
	readonly releaseId: string;
	readonly title: string;
	readonly releasedAt: Temporal.Instant;
	readonly revokedAt: Temporal.Instant | null;
	/** The very text that was signed; null while it is being signed. */
	readonly manifest: string | null;
	readonly sha256: string | null;
	/** Base64. */
	readonly signature: string | null;
	readonly keyId: string | null;
	/** The regular release that it is part of; null for one by votes. */
	readonly regularId: string | null;
	/** The regular release that was proposed of it or is in force; null when there is none. */
	readonly repeatedBy: string | null;
	/** Whether it holds a table that we computed, so that we can do so again. */
	readonly repeatable: boolean;
};

/** The release of a request with its manifest; null when it was not released. */
export async function ofRequest(tx: Tx, request: string): Promise<SignedRelease | null> {
	const [row] = await tx<SignedRelease[]>`
		select
			r.id as release_id, r.title, r.released_at, r.revoked_at, m.manifest, m.sha256, m.signature, m.key_id,
			u.regular_id,
			(
				select d.id
				from regular_release d
				where d.from_request = r.request_id and d.status in ('proposed', 'in_force')
				limit 1
			) as repeated_by,
			exists (
				select from output_file f
				where f.request_id = r.request_id and f.kind = 'table' and f.specification is not null and not f.supporting
			) as repeatable
		from release r
		join output_request o on o.id = r.request_id
		left join regular_run u on u.id = o.regular_run_id
		left join release_manifest m on m.release_id = r.id
		where r.request_id = ${request}
	`;
	return row ?? null;
}

export type Published = Omit<
	SignedRelease,
	'releaseId' | 'regularId' | 'repeatedBy' | 'repeatable'
> & {
	readonly id: string;
	readonly projectNumber: bigint;
	readonly projectTitle: string;
	readonly applicationId: string;
	readonly revokedBecause: string;
	readonly signedAt: Temporal.Instant | null;
};

/** A release as anybody may read it. @throws Problem 404. */
export async function published(tx: Tx, id: string): Promise<Published> {
	const [row] = await tx<Published[]>`
		select
			id, title, project_number, project_title, application_id, released_at, revoked_at, revoked_because,
			manifest, sha256, signature, key_id, signed_at
		from published_release
		where id = ${id}
	`;
	if (!row) throw new Problem(404, 'There is no such release.');
	return row;
}

export type PublicKey = {
	readonly id: string;
	/** PEM, as openssl reads it. */
	readonly publicKey: string;
	readonly madeAt: Temporal.Instant;
};

/** Every key that releases were ever signed with, the latest first. */
export const keys = (tx: Tx): Promise<PublicKey[]> =>
	tx<PublicKey[]>`select id, public_key, made_at from signing_key order by made_at desc, id`;

/** Requests whose release is not signed yet and was not revoked, oldest first. */
export async function unsigned(tx: Tx, limit = 20): Promise<string[]> {
	const rows = await tx<{ requestId: string }[]>`
		select r.request_id
		from release r
		where r.revoked_at is null
		  and not exists (select from release_manifest m where m.release_id = r.id)
		order by r.released_at
		limit ${limit}
	`;
	return rows.map(({ requestId }) => requestId);
}

export type NoticeKind =
	| 'output.released'
	| 'output.revoked'
	| 'output.returned'
	| 'output.rejected'
	| 'regular.released'
	| 'regular.desk';

/**
 * Tells everybody of the project, and whoever fetched the output before, once; answers how many were
 * told now. The function is the only door: nobody reads another's notices.
 */
export async function tell(
	tx: Tx,
	kind: NoticeKind,
	{ id, title }: { readonly id: string; readonly title: string },
	at: Temporal.Instant
): Promise<number> {
	const [row] = await tx<{ told: number }[]>`
		select app.tell_researchers(${kind}, ${id}, ${title}, ${at}) as told
	`;
	return row?.told ?? 0;
}

/** What a crate says of the project around a release. */
export type Around = {
	readonly projectId: string;
	readonly projectNumber: bigint;
	readonly projectTitle: string;
	readonly organisation: string;
	readonly researcher: string;
	readonly agreementNumber: bigint;
	readonly agreedAt: Temporal.Instant | null;
	readonly approvedAt: Temporal.Instant | null;
};

export async function around(tx: Tx, request: string): Promise<Around> {
	const [row] = await tx<Around[]>`
		select
			p.id as project_id, p.number as project_number, p.title as project_title, o.name as organisation,
			coalesce(w.name, 'A researcher of the project') as researcher, g.number as agreement_number,
			g.executed_at as agreed_at, a.approved_at
		from output_request r
		join project p on p.id = r.project_id
		join organisation o on o.id = p.organisation_id
		join application a on a.id = p.application_id
		left join agreement g on g.id = p.agreement_id
		left join person w on w.id = r.created_by
		where r.id = ${request}
	`;
	if (!row) throw new Problem(404, 'There is no such output request.');
	return row;
}

import { bind, type Sql } from '#platform/db.server.ts';
import type { SigningKey } from './signing-keys.ts';

/** What the vault reads of a release, as its own database role. */
export type ReleaseRow = {
	readonly id: string;
	readonly requestId: string;
	readonly title: string;
	readonly projectNumber: bigint;
	readonly projectTitle: string;
	readonly policyVersions: readonly number[];
	readonly submittedAt: Temporal.Instant | null;
	readonly releasedAt: Temporal.Instant;
	readonly revokedAt: Temporal.Instant | null;
	readonly snapshot: string | null;
	readonly files: readonly { id: string; name: string; sha256: string }[];
	/** Files of the request as they are kept, for their length. */
	readonly held: readonly {
		id: string;
		sha256: string;
		bytes: string;
		media: string;
		supporting: boolean;
	}[];
	/** How many different people, none of them close to the project, stand behind the file with fewest. */
	readonly fewest: number;
	/** When each of them voted last. */
	readonly approvedAt: readonly string[];
	/** The standing approval of a regular release, and what the vault computed under it. */
	readonly standing: {
		readonly id: string;
		readonly endsOn: string;
		readonly snapshot: string;
		readonly sha256: string;
		readonly approvedAt: readonly string[];
	} | null;
	readonly isService: boolean;
};

export type Signed = {
	readonly manifest: string;
	readonly sha256: string;
	readonly signature: string;
	readonly keyId: string;
};

/** Makes the public half known, once. */
export async function publish(sql: Sql, { id, public: pem }: SigningKey, at: Temporal.Instant) {
	await sql`
		insert into signing_key (id, public_key, made_at) values (${id}, ${pem}, ${at}) on conflict do nothing
	`;
}

/** The release of a request with its votes; null when there is none. */
export async function releaseOf(
	sql: Sql,
	person: string,
	request: string
): Promise<ReleaseRow | null> {
	const [row] = await bind(sql, person).read(
		(tx) => tx<ReleaseRow[]>`
			select
				r.id, r.request_id, r.title, p.number as project_number, p.title as project_title,
				case when o.policy_versions = '{}' then array[o.policy_version] else o.policy_versions end as policy_versions,
				o.submitted_at, r.released_at, r.revoked_at, r.files,
				coalesce((select min(f.snapshot_id) from output_file f where f.request_id = o.id), w.snapshot_id) as snapshot,
				coalesce((
					select jsonb_agg(jsonb_build_object('id', f.id, 'sha256', f.sha256, 'bytes', f.bytes::text, 'media', f.media, 'supporting', f.supporting))
					from output_file f
					where f.request_id = o.id
				), '[]'::jsonb) as held,
				coalesce((
					select min((
						select count(*)
						from app.approvers(o.id, (l.file ->> 'id')::uuid, l.file ->> 'sha256')
					))
					from jsonb_array_elements(r.files) l (file)
				), 0)::int as fewest,
				coalesce((
					select jsonb_agg(to_json(who.at) #>> '{}' order by who.at)
					from (
						select max(v.at) as at
						from output_vote v
						where v.request_id = o.id
						  and v.person_id in (
							select a.person_id
							from jsonb_array_elements(r.files) l (file)
							cross join app.approvers(o.id, (l.file ->> 'id')::uuid, l.file ->> 'sha256') a
						  )
						group by v.person_id
					) who
				), '[]'::jsonb) as approved_at,
				(
					select jsonb_build_object(
						'id', d.id,
						'endsOn', d.ends_on,
						'snapshot', c.snapshot_id,
						'sha256', c.sha256,
						'approvedAt', (
							select jsonb_agg(to_json(v.at) #>> '{}' order by v.at)
							from regular_vote v
							where v.regular_id = d.id and v.choice = 'approve'
						)
					)
					from regular_run u
					join regular_release d on d.id = u.regular_id
					join regular_result c on c.run_id = u.id
					where u.id = o.regular_run_id and c.verdict = 'pass' and app.definition_approved(d.id)
				) as standing,
				app.has_role('system') as is_service
			from release r
			join output_request o on o.id = r.request_id
			join project p on p.id = r.project_id
			left join workspace w on w.project_id = p.id
			where r.request_id = ${request}
		`
	);
	return row ?? null;
}

export async function signedManifest(
	sql: Sql,
	person: string,
	release: string
): Promise<Signed | null> {
	const [row] = await bind(sql, person).read(
		(tx) => tx<Signed[]>`
			select manifest, sha256, signature, key_id from release_manifest where release_id = ${release}
		`
	);
	return row ?? null;
}

/** Keeps a manifest; one that was there first stays, and is what holds. */
export async function keep(
	sql: Sql,
	person: string,
	release: string,
	signed: Signed,
	at: Temporal.Instant
): Promise<void> {
	await bind(sql, person).write(
		(tx) => tx`
			insert into release_manifest (release_id, manifest, sha256, signature, key_id, signed_at)
			values (${release}, ${signed.manifest}, ${signed.sha256}, ${signed.signature}, ${signed.keyId}, ${at})
			on conflict (release_id) do nothing
		`
	);
}

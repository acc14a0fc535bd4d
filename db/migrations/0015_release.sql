-- Signed releases. The vault alone holds the keys and alone writes here; everybody may check.
create table signing_key (
	id          text primary key check (id ~ '^[0-9a-f]{16}$'), -- of its SHA-256
	public_key  text not null unique,                           -- PEM, as openssl reads it
	made_at     timestamptz not null
);

create table release_manifest (
	release_id  uuid primary key references release,
	manifest    text not null, -- canonical JSON: the very bytes that were signed
	sha256      text not null check (sha256 = encode(sha256(convert_to(manifest, 'UTF8')), 'hex')),
	signature   text not null check (length(decode(signature, 'base64')) = 64), -- Ed25519
	key_id      text not null references signing_key,
	signed_at   timestamptz not null
);

create trigger signing_key_is_kept before update or delete or truncate on signing_key
for each statement execute function app.refuse_change();
create trigger release_manifest_is_kept before update or delete or truncate on release_manifest
for each statement execute function app.refuse_change();

alter table release_manifest enable row level security;
create policy with_release on release_manifest using (exists (select from release r where r.id = release_id))
with check ((select app.has_role('system')) and exists (select from release r where r.id = release_id));

-- What somebody is told, once: shown on their home page until they have read it.
create table notice (
	id            uuid primary key default uuidv7(),
	person_id     uuid not null references person,
	kind          text not null,
	subject_kind  text not null check (subject_kind in ('output', 'regular')),
	subject_id    uuid not null,
	title         text not null,
	at            timestamptz not null,
	read_at       timestamptz,
	unique (person_id, kind, subject_id)
);
create index on notice (person_id, read_at);
alter table notice enable row level security;
create policy own on notice for select using (person_id = (select app.person()));
create policy read_by_oneself on notice for update using (person_id = (select app.person()));

-- Tells the members of a project, and all who fetched the output before. Whoever may see the request
-- or has the service's rights may cause it; nobody reads another's notices.
create function app.tell_researchers(what text, request uuid, words text, told timestamptz) returns int
language plpgsql security definer set search_path = public, app as $$
declare
	told_now int;
begin
	if not app.has_role('output-checker', 'system') then
		raise exception 'the service alone tells researchers of a release';
	end if;
	insert into notice (person_id, kind, subject_kind, subject_id, title, at)
	select who.person_id, what, 'output', request, words, told
	from (
		select o.created_by as person_id from output_request o where o.id = request
		union
		select m.person_id
		from output_request o
		join project_member m on m.project_id = o.project_id and m.removed_at is null
		where o.id = request
		union
		select l.person_id
		from output_request o
		join read_log l on l.subject_kind = 'output' and l.subject_id = o.id::text and l.what like 'file fetched:%'
		join project_member m on m.project_id = o.project_id and m.person_id = l.person_id
		where o.id = request
	) who
	on conflict do nothing;
	get diagnostics told_now = row_count;
	return told_now;
end $$;

-- Jobs look at what was sent or released; never at a draft.
create policy jobs on output_request for select using (status <> 'draft' and (select app.has_role('system')));

-- A release with its manifest, as anybody may read it: no person, no purpose, no figure.
create view published_release with (security_barrier) as
select
	r.id,
	r.title,
	p.number as project_number,
	p.title as project_title,
	p.application_id,
	r.released_at,
	r.revoked_at,
	case when r.revoked_at is not null then o.public_reason else '' end as revoked_because,
	m.manifest,
	m.sha256,
	m.signature,
	m.key_id,
	m.signed_at
from release r
join output_request o on o.id = r.request_id
join project p on p.id = r.project_id
join application a on a.id = p.application_id
left join release_manifest m on m.release_id = r.id
where a.approved_at is not null;

create or replace view register with (security_barrier) as
select
	a.id,
	a.number,
	a.title,
	coalesce(a.answers #>> '{safe-project,laySummary}', '') as lay_summary,
	coalesce(a.answers #>> '{safe-project,publicBenefit}', '') as public_benefit,
	o.name as organisation,
	o.kind as organisation_kind,
	a.tier,
	a.purpose,
	coalesce(a.answers #> '{safe-data,datasets}', '[]'::jsonb) as datasets,
	a.approved_at,
	d.public_reason,
	d.outcome,
	d.inputs -> 'tally' as votes,
	coalesce(q.net, 0) as fee,
	q.rate_card_code,
	q.rate_card_version,
	g.choices as ip_options,
	g.executed_at as agreed_at,
	p.number as project_number,
	p.status as project_status,
	p.starts_on,
	p.ends_on,
	coalesce((
		select jsonb_agg(jsonb_build_object(
			'id', r.id,
			'title', r.title,
			'releasedAt', r.released_at,
			'revokedAt', r.revoked_at,
			'revokedBecause', case when r.revoked_at is not null then asked.public_reason else '' end,
			'manifest', m.sha256
		) order by r.released_at)
		from release r
		join output_request asked on asked.id = r.request_id
		left join release_manifest m on m.release_id = r.id
		where r.project_id = p.id
	), '[]'::jsonb) as outputs
from application a
join organisation o on o.id = a.organisation_id
join lateral (
	select * from decision l where l.application_id = a.id order by l.round desc limit 1
) d on true
left join lateral (
	select * from agreement g where g.application_id = a.id and g.status in ('signed_by_partner', 'executed', 'amended')
	order by g.version desc limit 1
) g on true
left join quote q on q.id = coalesce(g.quote_id, a.quote_id)
left join project p on p.application_id = a.id
where a.approved_at is not null;

grant select on signing_key, release_manifest, notice, published_release to aldgate_portal;
grant update (read_at) on notice to aldgate_portal;
grant select on signing_key, release_manifest, release, output_file to aldgate_worker;
grant select on signing_key, release_manifest, release, output_request, output_file, output_vote to aldgate_vault;
grant insert on signing_key, release_manifest to aldgate_vault;
grant execute on function app.tell_researchers(text, uuid, text, timestamptz) to aldgate_portal, aldgate_worker;
grant select on output_verdict to aldgate_vault;
grant execute on function app.approvers(uuid, uuid, text) to aldgate_vault;

-- What the migrations since 0009 made is called by those it was granted to alone, as all before it.
revoke execute on all functions in schema app from public;

-- What comes into a workspace: files through a review, packages that are asked for, and lists of codes that
-- say who a study is about.

-- A file that a member sent for the project's shared folder. Its bytes are kept by their hash; a data
-- manager who did not send it decides, and from then on sessions of the project see it, read-only.
create table ingress_file (
	id            uuid primary key default uuidv7(),
	workspace_id  uuid not null references workspace,
	name          text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
	kind          text not null check (kind in ('table', 'code', 'log', 'text', 'notebook', 'image', 'drawing')),
	media         text not null,
	sha256        text not null check (sha256 ~ '^[0-9a-f]{64}$'),
	bytes         bigint not null check (bytes > 0),
	purpose       text not null check (purpose <> '' and length(purpose) <= 2000),
	findings      jsonb not null, -- what the scan said of it
	preview       text not null check (length(preview) <= 20000),
	status        text not null check (status in ('waiting', 'accepted', 'refused', 'withdrawn', 'removed')),
	status_since  timestamptz not null,
	sent_by       uuid not null references person,
	sent_at       timestamptz not null,
	decided_by    uuid references person,
	decided_at    timestamptz,
	reason        text not null default '' check (length(reason) <= 2000),
	check (decided_by <> sent_by),
	check ((decided_by is null) = (decided_at is null)),
	check (status not in ('accepted', 'refused', 'removed') or decided_by is not null),
	check (status <> 'refused' or reason <> '')
);
-- One name is one file of the folder, also while the next one waits.
create unique index on ingress_file (workspace_id, lower(name)) where status in ('waiting', 'accepted');
create index on ingress_file (workspace_id, sent_at);

create function app.keep_ingress() returns trigger language plpgsql set search_path = public, app as $$
begin
	if row(new.workspace_id, new.name, new.kind, new.media, new.sha256, new.bytes, new.purpose, new.findings,
			new.preview, new.sent_by, new.sent_at)
		is distinct from row(old.workspace_id, old.name, old.kind, old.media, old.sha256, old.bytes, old.purpose,
			old.findings, old.preview, old.sent_by, old.sent_at)
	then
		raise exception 'a file that was sent stays as it was scanned';
	end if;
	if new.status <> old.status
		and (old.status, new.status) not in (
			('waiting', 'accepted'), ('waiting', 'refused'), ('waiting', 'withdrawn'), ('accepted', 'removed')
		)
	then
		raise exception 'a file cannot go from % to %', old.status, new.status;
	end if;
	if new.decided_by is distinct from old.decided_by
		and (new.decided_by is distinct from app.person() or not app.has_role('data-manager'))
	then
		raise exception 'a data manager decides on a file, in their own name';
	end if;
	return new;
end $$;
create trigger ingress_is_kept before update on ingress_file for each row execute function app.keep_ingress();

-- A package that members miss in the library; a data manager answers with reasons.
create table library_request (
	id            uuid primary key default uuidv7(),
	workspace_id  uuid not null references workspace,
	language      text not null check (language in ('r', 'python')),
	package       text not null check (package ~ '^[A-Za-z][A-Za-z0-9._-]{0,79}$'),
	purpose       text not null check (purpose <> '' and length(purpose) <= 2000),
	status        text not null check (status in ('waiting', 'agreed', 'declined', 'withdrawn')),
	status_since  timestamptz not null,
	asked_by      uuid not null references person,
	asked_at      timestamptz not null,
	answered_by   uuid references person,
	answered_at   timestamptz,
	answer        text not null default '' check (length(answer) <= 2000),
	check (answered_by <> asked_by),
	check ((answered_by is null) = (answered_at is null)),
	check ((status in ('agreed', 'declined')) = (answered_by is not null)),
	check (answered_by is null or answer <> '')
);
create unique index on library_request (workspace_id, language, lower(package)) where status = 'waiting';

create function app.keep_library_request() returns trigger language plpgsql set search_path = public, app as $$
begin
	if old.status <> 'waiting'
		or row(new.workspace_id, new.language, new.package, new.purpose, new.asked_by, new.asked_at)
			is distinct from row(old.workspace_id, old.language, old.package, old.purpose, old.asked_by, old.asked_at)
		or new.answered_by is not null
			and (new.answered_by is distinct from app.person() or not app.has_role('data-manager'))
	then
		raise exception 'a request for a package is answered once, by a data manager';
	end if;
	return new;
end $$;
create trigger library_request_is_kept before update on library_request
for each row execute function app.keep_library_request();

-- Lists of codes. A version never changes, and one that a count or an application names stays for good.
create table code_list (
	id               uuid primary key default uuidv7(),
	organisation_id  uuid not null references organisation,
	name             text not null check (name <> '' and length(name) <= 120),
	vocabulary       text not null check (vocabulary in ('snomed', 'icd10', 'dmd', 'omop')),
	description      text not null check (length(description) <= 2000),
	created_by       uuid not null references person,
	created_at       timestamptz not null
);
create unique index on code_list (organisation_id, lower(name));
create table code_list_version (
	id          uuid primary key default uuidv7(),
	list_id     uuid not null references code_list,
	number      int not null check (number >= 1),
	note        text not null check (length(note) <= 2000),
	sha256      text not null check (sha256 ~ '^[0-9a-f]{64}$'), -- of the codes in their canonical form
	codes       int not null check (codes >= 1),
	person_id   uuid not null references person,
	at          timestamptz not null,
	unique (list_id, number)
);
create table code_list_code (
	version_id    uuid not null references code_list_version on delete cascade,
	place         int not null check (place >= 1),
	code          text not null check (code <> '' and length(code) <= 40),
	term          text not null check (length(term) <= 500),
	concept_id    bigint, -- null: the vocabulary of this installation has no standard concept for it
	concept_name  text,
	domain        text,
	primary key (version_id, place),
	check ((concept_id is null) = (domain is null)),
	check ((concept_id is null) = (concept_name is null))
);

-- Whether a count or an application names a version of a list.
create function app.code_list_used(version uuid) returns boolean
language sql stable security definer set search_path = public, app as $$
	select exists (
		select from feasibility f
		where f.cohort @> jsonb_build_object('criteria', jsonb_build_array(jsonb_build_object('list', version)))
	) or exists (
		select from application a
		where a.answers -> 'safe-data' -> 'cohort'
			@> jsonb_build_object('criteria', jsonb_build_array(jsonb_build_object('list', version)))
	)
$$;

create function app.keep_code_list_version() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if tg_op = 'UPDATE' then
		raise exception 'a version of a code list does not change';
	end if;
	if app.code_list_used(old.id) then
		raise exception 'a version of a code list that was used stays';
	end if;
	return old;
end $$;
create function app.keep_code_list_code() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if tg_op = 'UPDATE' or exists (select from code_list_version v where v.id = old.version_id) then
		raise exception 'a version of a code list keeps its codes';
	end if;
	return old;
end $$;
create trigger version_is_kept before update or delete on code_list_version
for each row execute function app.keep_code_list_version();
create trigger codes_are_kept before update or delete on code_list_code
for each row execute function app.keep_code_list_code();

-- Codes come with their version, in one transaction, and none is added later.
create function app.whole_code_list() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if (select count(*) from code_list_code c where c.version_id = new.version_id)
		> (select v.codes from code_list_version v where v.id = new.version_id)
	then
		raise exception 'a version of a code list holds the codes that it came with';
	end if;
	return null;
end $$;
create trigger codes_are_whole after insert on code_list_code
for each row execute function app.whole_code_list();

-- The concepts that a version stands for, in the kind of record that a criterion looks at.
create function app.code_list_concepts(version uuid, kind text) returns bigint[]
language sql stable security definer set search_path = public, app as $$
	select coalesce(array_agg(distinct c.concept_id order by c.concept_id), '{}')
	from code_list_code c
	where c.version_id = version and lower(c.domain) = kind
$$;

-- Names of the lists of a cohort whose criterion does not hold just what the version says; empty is right.
create function app.code_list_faults(cohort jsonb) returns text[]
language sql stable security definer set search_path = public, app as $$
	select coalesce(array_agg(coalesce(l.name || ', version ' || v.number, 'a code list that does not exist')), '{}')
	from jsonb_array_elements(coalesce(cohort -> 'criteria', '[]'::jsonb)) one
	left join code_list_version v on v.id::text = one ->> 'list'
	left join code_list l on l.id = v.list_id
	where one ? 'list'
	  and (
		v.id is null
		or app.code_list_concepts(v.id, one ->> 'kind') is distinct from (
			select coalesce(array_agg(distinct c::bigint order by c::bigint), '{}')
			from jsonb_array_elements_text(one -> 'concepts') c
		)
	  )
$$;

-- What anybody may read: which lists say who an approved project is about, with the hash of their codes.
create view register_code_list with (security_barrier) as
select distinct
	a.id as application_id,
	l.name,
	l.vocabulary,
	v.number,
	v.codes,
	v.sha256,
	coalesce((one ->> 'include')::boolean, true) as include
from application a
left join feasibility f on f.id = a.feasibility_id
cross join lateral jsonb_array_elements(
	coalesce(coalesce(nullif(a.answers -> 'safe-data' -> 'cohort', 'null'::jsonb), f.cohort) -> 'criteria', '[]'::jsonb)
) one
join code_list_version v on v.id::text = one ->> 'list'
join code_list l on l.id = v.list_id
where a.approved_at is not null;

-- Files that sessions of a workspace see, for its members alone.
create function app.shared_files(workspace uuid) returns table (name text, sha256 text)
language sql stable security definer set search_path = public, app as $$
	select i.name, i.sha256
	from ingress_file i
	join workspace w on w.id = i.workspace_id
	where i.workspace_id = workspace
	  and i.status = 'accepted'
	  and w.project_id in (select app.member_projects())
	order by i.name
$$;

alter table ingress_file enable row level security;
create policy members_and_reviewers on ingress_file for select using (
	exists (select from workspace w where w.id = workspace_id and w.project_id in (select app.member_projects()))
	or (select app.has_role('data-manager', 'auditor'))
);
create policy sent on ingress_file for insert with check (
	sent_by = (select app.person()) and status = 'waiting' and decided_by is null
	and exists (select from workspace w where w.id = workspace_id and w.project_id in (select app.member_projects()))
);
create policy moved on ingress_file for update using (
	exists (select from workspace w where w.id = workspace_id and w.project_id in (select app.member_projects()))
	or (select app.has_role('data-manager'))
);
alter table library_request enable row level security;
create policy members_and_answerers on library_request for select using (
	exists (select from workspace w where w.id = workspace_id and w.project_id in (select app.member_projects()))
	or (select app.has_role('data-manager', 'auditor'))
);
create policy asked on library_request for insert with check (
	asked_by = (select app.person()) and status = 'waiting' and answered_by is null
	and exists (select from workspace w where w.id = workspace_id and w.project_id in (select app.member_projects()))
);
create policy answered on library_request for update using (
	asked_by = (select app.person()) or (select app.has_role('data-manager'))
);
alter table code_list enable row level security;
create policy own_or_staff on code_list for select using (
	organisation_id in (select app.my_organisations('applicant', 'member')) or (select app.is_staff())
);
create policy made on code_list for insert with check (
	created_by = (select app.person()) and organisation_id in (select app.my_organisations('applicant', 'member'))
);
alter table code_list_version enable row level security;
create policy with_list on code_list_version for select using (exists (select from code_list l where l.id = list_id));
create policy made on code_list_version for insert with check (
	person_id = (select app.person())
	and exists (
		select from code_list l
		where l.id = list_id and l.organisation_id in (select app.my_organisations('applicant', 'member'))
	)
);
create policy put_aside on code_list_version for delete using (
	exists (
		select from code_list l
		where l.id = list_id and l.organisation_id in (select app.my_organisations('applicant', 'member'))
	)
);
alter table code_list_code enable row level security;
create policy with_version on code_list_code for select using (
	exists (select from code_list_version v where v.id = version_id)
);
create policy made on code_list_code for insert with check (
	exists (select from code_list_version v where v.id = version_id and v.person_id = (select app.person()))
);

grant select, insert, update (status, status_since, decided_by, decided_at, reason) on ingress_file to aldgate_portal;
grant select, insert, update (status, status_since, answered_by, answered_at, answer) on library_request to aldgate_portal;
grant select, insert on code_list, code_list_code to aldgate_portal;
grant select, insert, delete on code_list_version to aldgate_portal;
grant select on register_code_list to aldgate_portal;

revoke execute on all functions in schema app from public;
grant execute on function app.shared_files(uuid) to aldgate_host;
grant execute on function app.code_list_used(uuid), app.code_list_concepts(uuid, text) to aldgate_portal;
grant execute on function app.code_list_faults(jsonb) to aldgate_portal, aldgate_vault;

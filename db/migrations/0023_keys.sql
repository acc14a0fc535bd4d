-- The rules that a data manager chose for a project's extract, and the use of the project's key: who was
-- granted it, what it was used for, and its end. No key is ever here (decision 0028).

create table extract_rules (
	workspace_id  uuid not null references workspace,
	version       int not null check (version >= 1),
	choices       jsonb not null,   -- only what departs from the approval; read by the vault itself
	reason        text not null check (reason <> '' and length(reason) <= 2000),
	set_by        uuid not null references person,
	at            timestamptz not null,
	primary key (workspace_id, version)
);

create table key_grant (
	id           uuid primary key default uuidv7(),
	project_id   uuid not null references project,
	person_id    uuid not null references person,     -- on whose behalf the vault works
	purpose      text not null check (purpose in ('extract')),
	key_version  int not null check (key_version >= 1),
	fingerprint  text not null check (fingerprint ~ '^[0-9a-f]{16}$'), -- tells two keys apart, and no more
	granted_at   timestamptz not null,
	expires_on   date not null,
	unique (project_id, person_id, purpose, fingerprint, expires_on)
);

create table key_use (
	project_id     uuid not null references project,
	snapshot_id    text not null check (snapshot_id ~ '^s[0-9a-f]{24}$'),
	domain         text not null check (domain <> '' and length(domain) <= 100),
	grant_id       uuid not null references key_grant,
	person_id      uuid not null references person,
	made           bigint not null check (made >= 0),  -- people, or values, that the key was used on
	rules_sha256   text not null check (rules_sha256 ~ '^[0-9a-f]{64}$'),
	at             timestamptz not null,
	primary key (project_id, snapshot_id, domain)
);

-- That a key is gone. Two people decide it with the destruction of the workspace; the vault does it.
create table key_end (
	project_id    uuid primary key references project,
	person_id     uuid not null references person,
	fingerprint   text not null check (fingerprint ~ '^([0-9a-f]{16})?$'), -- empty: there never was a key
	destroyed_at  timestamptz not null
);

create function app.keep_key_record() returns trigger language plpgsql as $$
begin
	raise exception 'what a key was granted and used for is never changed';
end $$;
create trigger grant_is_kept before update or delete or truncate on key_grant
for each statement execute function app.keep_key_record();
create trigger use_is_kept before update or delete or truncate on key_use
for each statement execute function app.keep_key_record();
create trigger rules_are_kept before update or delete or truncate on extract_rules
for each statement execute function app.keep_key_record();

create trigger end_is_kept before update or delete or truncate on key_end
for each statement execute function app.keep_key_record();

alter table extract_rules enable row level security;
create policy with_workspace on extract_rules
using (exists (select from workspace w where w.id = workspace_id))
with check (set_by = (select app.person()) and (select app.has_role('data-manager')));

alter table key_grant enable row level security;
create policy keepers on key_grant
using ((select app.has_role('data-manager', 'privacy-officer', 'auditor', 'system')))
with check (person_id = (select app.person()));

alter table key_use enable row level security;
create policy keepers on key_use
using ((select app.has_role('data-manager', 'privacy-officer', 'auditor', 'system')))
with check (person_id = (select app.person()));

alter table key_end enable row level security;
create policy keepers on key_end
using ((select app.has_role('data-manager', 'privacy-officer', 'auditor', 'system')))
with check (person_id = (select app.person()));

grant select on extract_rules, key_grant, key_use, key_end to aldgate_portal, aldgate_vault;
grant insert on extract_rules to aldgate_portal;
grant insert on key_grant, key_use, key_end to aldgate_vault;

revoke execute on all functions in schema app from public;

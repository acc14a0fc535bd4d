-- One extract made by several vaults. Each takes parts of it under a lease, which it renews while it
-- works: a vault that was killed loses its lease, and another does the part again. What a part made
-- lies in the staging folder under its SHA-256; here are names and counts, and nothing of a person.
create table vault_presence (
	vault    text primary key check (vault ~ '^[0-9a-f-]{36}$'),
	seen_at  timestamptz not null
);

create table extract_share (
	snapshot_id  text primary key check (snapshot_id ~ '^s[0-9a-f]{24}$'),
	project_id   uuid not null references project,
	person_id    uuid not null references person, -- in whose name the work is done
	people       int not null check (people > 0),
	begun_at     timestamptz not null,
	ended_at     timestamptz
);

create table extract_part (
	snapshot_id  text not null references extract_share on delete cascade,
	stage        int not null check (stage between 1 and 3), -- 1 what is counted, 2 people, 3 tables
	number       int not null check (number >= 0),
	vault        text,
	leased_until timestamptz,
	taken        int not null default 0, -- how often a vault began it
	made         jsonb,
	done_at      timestamptz,
	primary key (snapshot_id, stage, number),
	check ((made is null) = (done_at is null))
);
create index on extract_part (snapshot_id, stage) where done_at is null;

alter table vault_presence enable row level security;
alter table extract_share enable row level security;
alter table extract_part enable row level security;
create policy vault on vault_presence to aldgate_vault using (true) with check (true);
create policy vault on extract_share to aldgate_vault using (true) with check (true);
create policy vault on extract_part to aldgate_vault using (true) with check (true);
create policy staff on extract_share for select using (
	(select app.has_role('data-manager', 'privacy-officer', 'auditor', 'administrator'))
);
grant select, insert, update, delete on vault_presence, extract_share, extract_part to aldgate_vault;
grant select on extract_share to aldgate_portal;

revoke execute on all functions in schema app from public;

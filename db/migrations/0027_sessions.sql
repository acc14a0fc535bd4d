-- Sessions of a workspace: how large they are, how many rows a screen shows, and whom a person has seen.
alter table workspace
	add column size        text not null default 'M' check (size in ('S', 'M', 'L')),
	add column rows_shown  int not null default 200 check (rows_shown in (0, 20, 200));

-- Rows of that day that no column tied to a person: each counts as a person of its own.
alter table row_view add column untold bigint not null default 0 check (untold >= 0);

-- People whose rows somebody was shown in a project: eight bytes of a digest of the project and the
-- project's own pseudonym, which tell nobody apart outside it and suffice to count.
create table person_seen (
	project_id  uuid not null references project,
	person_id   uuid not null references person,
	seen        bytea not null check (length(seen) = 8),
	primary key (project_id, person_id, seen)
);

-- Somebody has seen many people of a project: half of what one may see, or all of it.
create table viewing_alert (
	project_id  uuid not null references project,
	person_id   uuid not null references person,
	level       text not null check (level in ('half', 'all')),
	people      bigint not null check (people > 0),
	at          timestamptz not null,
	primary key (project_id, person_id, level)
);

alter table person_seen enable row level security;
create policy own on person_seen for select using (person_id = (select app.person()));
create policy seen on person_seen for insert with check (person_id = (select app.person()));
alter table viewing_alert enable row level security;
create policy own_or_staff on viewing_alert for select using (
	person_id = (select app.person()) or (select app.is_staff())
);
create policy raised on viewing_alert for insert with check (person_id = (select app.person()));

grant select, insert on person_seen, viewing_alert to aldgate_host;
grant select on viewing_alert to aldgate_portal, aldgate_worker;

revoke execute on all functions in schema app from public;

-- Notebooks and scripts of a workspace: their cells in versions that stay, and how a cell's run went.
-- Nothing that a cell gave is here: it can hold rows of people, and lives at the host with the session.
create table notebook (
	id            uuid primary key default uuidv7(),
	workspace_id  uuid not null references workspace,
	kind          text not null check (kind in ('notebook', 'script')),
	name          text not null check (name <> '' and length(name) <= 120),
	revision      int not null check (revision >= 1), -- one more with every saving: what a stale tab has not seen
	created_by    uuid not null references person,
	created_at    timestamptz not null,
	saved_at      timestamptz not null,
	removed_at    timestamptz
);
create unique index on notebook (workspace_id, lower(name)) where removed_at is null;

create table notebook_version (
	notebook_id   uuid not null references notebook,
	number        int not null check (number >= 1),
	person_id     uuid not null references person,
	cells         jsonb not null check (jsonb_typeof(cells) = 'array' and jsonb_array_length(cells) <= 100),
	kept          boolean not null, -- false: saved while it was typed, and may be typed on for a while
	restored_from int,
	begun_at      timestamptz not null,
	at            timestamptz not null,
	primary key (notebook_id, number),
	check (restored_from < number)
);

-- A version stays as it was saved. Only its own author types on in the latest one, within ten minutes
-- of its beginning, and only while nobody asked to keep it.
create function app.keep_notebook_version() returns trigger
language plpgsql set search_path = public, app as $$
begin
	if tg_op = 'DELETE' then
		raise exception 'a version of a notebook stays';
	end if;
	if old.kept
		or new.person_id <> old.person_id
		or row(new.notebook_id, new.number, new.begun_at, new.restored_from)
			is distinct from row(old.notebook_id, old.number, old.begun_at, old.restored_from)
		or new.at > old.begun_at + interval '10 minutes'
		or exists (select from notebook_version v where v.notebook_id = old.notebook_id and v.number > old.number)
	then
		raise exception 'a version of a notebook stays as it was saved';
	end if;
	return new;
end $$;
create trigger version_is_kept before update or delete on notebook_version
for each row execute function app.keep_notebook_version();

create function app.keep_notebook() returns trigger language plpgsql as $$
begin
	if row(new.workspace_id, new.kind, new.created_by, new.created_at)
		is distinct from row(old.workspace_id, old.kind, old.created_by, old.created_at)
		or new.revision < old.revision
	then
		raise exception 'a notebook stays of its workspace, and its revisions go up';
	end if;
	return new;
end $$;
create trigger notebook_is_kept before update on notebook for each row execute function app.keep_notebook();

alter table run
	add column language    text not null default 'sql' check (language in ('sql', 'r', 'python')),
	add column notebook_id uuid references notebook,
	add column cell        text check (cell ~ '^[a-z0-9]{8,12}$'),
	add check ((notebook_id is null) = (cell is null));
create index on run (notebook_id, cell, at desc) where notebook_id is not null;

alter table notebook enable row level security;
create policy members on notebook using (
	exists (select from workspace w where w.id = workspace_id and w.project_id in (select app.member_projects()))
	or (select app.has_role('auditor'))
) with check (
	exists (select from workspace w where w.id = workspace_id and w.project_id in (select app.member_projects()))
);
create policy made on notebook as restrictive for insert with check (created_by = (select app.person()));
create policy changed on notebook as restrictive for update using (
	exists (select from workspace w where w.id = workspace_id and w.project_id in (select app.member_projects()))
);
alter table notebook_version enable row level security;
create policy with_notebook on notebook_version for select using (
	exists (select from notebook n where n.id = notebook_id)
);
create policy saved on notebook_version for insert with check (
	person_id = (select app.person())
	and exists (
		select from notebook n join workspace w on w.id = n.workspace_id
		where n.id = notebook_id and w.project_id in (select app.member_projects())
	)
);
create policy typed_on on notebook_version for update using (
	person_id = (select app.person())
	and exists (
		select from notebook n join workspace w on w.id = n.workspace_id
		where n.id = notebook_id and w.project_id in (select app.member_projects())
	)
);
grant select, insert, update on notebook, notebook_version to aldgate_portal;

-- Whose rows somebody was shown, as numbers: one's own, and everybody's for those who answer for the data.
create function app.people_seen(project uuid) returns table (person_id uuid, people bigint)
language sql stable security definer set search_path = public, app as $$
	with watched as (
		select m.person_id from project_member m
		where m.project_id = project
		  and (m.person_id = app.person() or app.has_role('data-manager', 'privacy-officer', 'auditor'))
	)
	select w.person_id,
		(select count(*) from person_seen s where s.project_id = project and s.person_id = w.person_id)
		+ (select coalesce(sum(r.untold), 0)::bigint from row_view r where r.project_id = project and r.person_id = w.person_id)
	from watched w
$$;
grant execute on function app.people_seen(uuid) to aldgate_portal;

-- Data managers are told when somebody has seen half of what one may see, and all of it.
create function app.tell_viewing() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	insert into notice (person_id, kind, subject_kind, subject_id, title, at)
	select s.person_id, 'workspace.viewing-' || new.level, 'workspace', w.id,
		'Somebody was shown rows of ' || new.people || ' people in project ' || p.number || ': ' || p.title, new.at
	from service_role s
	join project p on p.id = new.project_id
	join workspace w on w.project_id = p.id
	where s.role = 'data-manager'
	on conflict (person_id, kind, subject_id) do update set title = excluded.title, at = excluded.at, read_at = null;
	return new;
end $$;
create trigger viewing_is_told after insert on viewing_alert for each row execute function app.tell_viewing();

revoke execute on all functions in schema app from public;

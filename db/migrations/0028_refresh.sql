-- New data for a workspace that is open: a new cut of the same approval, made beside the one in use,
-- judged at the same gate, and taken into use by its second approval. Earlier cuts stay (decision 0033).

-- Every cut that a gate opened for a workspace, in order.
create table data_cut (
	workspace_id  uuid not null references workspace,
	snapshot_id   text not null,
	number        int not null check (number >= 1),
	opened_at     timestamptz not null,
	primary key (workspace_id, snapshot_id),
	unique (workspace_id, number)
);

create table refresh (
	id             uuid primary key default uuidv7(),
	workspace_id   uuid not null references workspace,
	asked_by       uuid not null references person,
	reason         text not null check (reason <> '' and length(reason) <= 2000),
	base_snapshot  text not null,     -- the cut in use, which it is compared with
	cut_on         date not null,     -- sign-up, opt-outs and ages are those of this day
	status         text not null check (status in ('making', 'gate', 'opened', 'dropped')),
	snapshot_id    text,              -- what the vault sealed
	contents       jsonb,             -- as of the workspace: no count is in it
	difference     jsonb,             -- from the cut in use, in counts that may be shown
	asked_at       timestamptz not null,
	status_since   timestamptz not null,
	check ((status in ('gate', 'opened')) <= (snapshot_id is not null))
);
create unique index refresh_under_way on refresh (workspace_id) where status in ('making', 'gate');

create table refresh_report (
	refresh_id   uuid primary key references refresh,
	snapshot_id  text not null,
	report       jsonb not null
);

create table refresh_step (
	refresh_id   uuid not null references refresh,
	position     int not null,
	name         text not null,
	status       text not null check (status in ('waiting', 'running', 'done', 'failed')),
	detail       text not null default '',
	attempts     int not null default 0,
	started_at   timestamptz,
	finished_at  timestamptz,
	primary key (refresh_id, position)
);

-- A cut is listed the moment a workspace opens on it; none is ever taken off the list.
create function app.list_cut() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	insert into data_cut (workspace_id, snapshot_id, number, opened_at)
	select new.id, new.snapshot_id, coalesce(max(c.number), 0) + 1, new.status_since
	from data_cut c
	where c.workspace_id = new.id
	on conflict (workspace_id, snapshot_id) do nothing;
	return new;
end $$;
create trigger cut_is_listed after insert or update on workspace
for each row when (new.status = 'open' and new.snapshot_id is not null)
execute function app.list_cut();

insert into data_cut (workspace_id, snapshot_id, number, opened_at)
select id, snapshot_id, 1, coalesce(opened_at, status_since)
from workspace
where snapshot_id is not null and opened_at is not null;

create function app.keep_refresh() returns trigger language plpgsql as $$
begin
	if to_jsonb(new) - '{status,status_since,snapshot_id,contents,difference}'::text[]
		is distinct from to_jsonb(old) - '{status,status_since,snapshot_id,contents,difference}'::text[] then
		raise exception 'what was asked for stays as it was asked for';
	end if;
	if old.status in ('opened', 'dropped') then
		raise exception 'a refresh that is over stays over';
	end if;
	if new.status = 'opened' and (
		select count(distinct g.person_id)
		from gate_approval g
		where g.workspace_id = new.workspace_id and g.snapshot_id = new.snapshot_id
	) < 2 then
		raise exception 'new data are opened by two people';
	end if;
	return new;
end $$;
create trigger refresh_is_kept before update on refresh for each row execute function app.keep_refresh();

-- The workspace goes over in the act of the second approval, report and all; no other way leads there.
create function app.take_refresh() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	update workspace
	set snapshot_id = new.snapshot_id, contents = new.contents, opened_at = new.status_since, status_since = new.status_since
	where id = new.workspace_id and status = 'open' and snapshot_id = new.base_snapshot;
	if not found then
		raise exception 'the workspace is not open on the cut that these data follow';
	end if;
	insert into workspace_report (workspace_id, snapshot_id, report)
	select new.workspace_id, p.snapshot_id, p.report
	from refresh_report p
	where p.refresh_id = new.id
	on conflict (workspace_id) do update set snapshot_id = excluded.snapshot_id, report = excluded.report;
	return new;
end $$;
create trigger refresh_is_taken after update on refresh
for each row when (new.status = 'opened') execute function app.take_refresh();

-- The cut that a table was computed on: it is compared with releases by the people of that very cut.
alter table output_file add column snapshot_id text;
create function app.name_cut() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if tg_op = 'INSERT' or new.sha256 is distinct from old.sha256 then
		select case when new.specification is not null then w.snapshot_id end
		into new.snapshot_id
		from output_request r
		join workspace w on w.project_id = r.project_id
		where r.id = new.request_id;
	else
		new.snapshot_id := old.snapshot_id;
	end if;
	return new;
end $$;
create trigger file_names_its_cut before insert or update on output_file
for each row execute function app.name_cut();

alter table data_cut enable row level security;
create policy with_workspace on data_cut for select using (exists (select from workspace w where w.id = workspace_id));

alter table refresh enable row level security;
create policy with_workspace on refresh for select using (exists (select from workspace w where w.id = workspace_id));
create policy asked on refresh for insert with check (
	asked_by = (select app.person())
	and (select app.has_role('data-manager'))
	and exists (select from workspace w where w.id = workspace_id)
);
create policy moved on refresh for update using (
	(select app.has_role('data-manager', 'privacy-officer', 'system'))
);

alter table refresh_report enable row level security;
create policy gatekeepers on refresh_report using (
	(select app.has_role('data-manager', 'privacy-officer', 'auditor', 'system'))
) with check ((select app.has_role('system')));

alter table refresh_step enable row level security;
create policy with_refresh on refresh_step using (exists (select from refresh r where r.id = refresh_id))
with check ((select app.has_role('data-manager', 'system')));

grant select on data_cut, refresh, refresh_report, refresh_step to aldgate_portal, aldgate_worker;
grant select on data_cut, refresh to aldgate_vault;
grant select on data_cut to aldgate_host;
grant insert on refresh, refresh_step to aldgate_portal;
grant update (status, status_since) on refresh to aldgate_portal;
grant update on refresh_step to aldgate_portal;
grant update (status, status_since, snapshot_id, contents, difference) on refresh to aldgate_worker;
grant insert, update on refresh_report, refresh_step to aldgate_worker;

revoke execute on all functions in schema app from public;

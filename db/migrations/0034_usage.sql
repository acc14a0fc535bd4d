-- What a workspace used: measured by the host, counted once, held under a cap, handed to billing by the month.
-- Also which driver its live places are opened with.
alter table workspace add column driver text not null default 'host' check (driver in ('host', 'jupyterhub'));

-- One row an interval of the host's meter in which something ran. Its key is made by the host before it
-- is first sent, so that what is sent again counts once; a host that is killed loses what it had not sent.
create table usage_interval (
	host           uuid not null, -- one start of one host
	number         bigint not null check (number >= 0),
	workspace_id   uuid not null references workspace,
	from_at        timestamptz not null,
	to_at          timestamptz not null check (to_at >= from_at),
	cpu_ms         bigint not null check (cpu_ms >= 0),
	memory_mib_ms  bigint not null check (memory_mib_ms >= 0), -- MiB held, times the milliseconds they were held
	primary key (host, number, workspace_id)
);
create index on usage_interval (workspace_id, to_at);

-- Bytes that a workspace keeps, by the hour: the most that was measured in it.
create table usage_storage (
	workspace_id  uuid not null references workspace,
	hour          timestamptz not null check (hour = date_trunc('hour', hour, 'UTC')),
	bytes         bigint not null check (bytes >= 0),
	primary key (workspace_id, hour)
);

-- Totals of a calendar month, Europe/London, kept by the triggers below and by nothing else.
create table usage_month (
	workspace_id   uuid not null references workspace,
	month          date not null check (extract(day from month) = 1),
	cpu_ms         bigint not null default 0,
	memory_mib_ms  bigint not null default 0,
	byte_hours     numeric not null default 0,
	primary key (workspace_id, month)
);

-- The cap of a month. Without a row the size of the workspace says it (app.usage_caps).
create table usage_cap (
	workspace_id   uuid primary key references workspace,
	cpu_hours      int not null check (cpu_hours between 1 and 100000),
	memory_hours   int not null check (memory_hours between 1 and 1000000), -- GiB-hours
	reason         text not null check (reason <> '' and length(reason) <= 2000),
	set_by         uuid not null references person,
	at             timestamptz not null
);

-- Four fifths of a cap are used, or all of it.
create table usage_alert (
	workspace_id  uuid not null references workspace,
	month         date not null,
	what          text not null check (what in ('cpu', 'memory')),
	level         text not null check (level in ('near', 'cap')),
	at            timestamptz not null,
	primary key (workspace_id, month, what, level)
);

-- What billing takes from a month that is over: quantities, and no price.
create table usage_line (
	workspace_id  uuid not null references workspace,
	project_id    uuid not null references project,
	month         date not null check (extract(day from month) = 1),
	item          text not null check (item in ('compute-cpu-hour', 'memory-gib-hour', 'storage-gib-month')),
	quantity      numeric(18, 6) not null check (quantity >= 0),
	at            timestamptz not null,
	primary key (workspace_id, month, item)
);
create index on usage_line (project_id, month);

create function app.month_of(at timestamptz) returns date
language sql stable set search_path = public, app as $$
	select date_trunc('month', at at time zone 'Europe/London')::date
$$;

create function app.usage_caps(place uuid) returns table (cpu_hours int, memory_hours int)
language sql stable security definer set search_path = public, app as $$
	select
		coalesce(c.cpu_hours, case w.size when 'S' then 100 when 'M' then 400 else 1600 end),
		coalesce(c.memory_hours, case w.size when 'S' then 200 when 'M' then 1600 else 12800 end)
	from workspace w
	left join usage_cap c on c.workspace_id = w.id
	where w.id = place
$$;

-- Why nothing more may be run this month; null while something may.
create function app.usage_capped(place uuid, at timestamptz) returns text
language sql stable security definer set search_path = public, app as $$
	select case
		when m.cpu_ms >= c.cpu_hours * 3600000::bigint then format(
			'This workspace has used the %s CPU-hours that it has for a month, so nothing more is run until the first of the next. What is open stays readable; ask the service if your work needs more.',
			c.cpu_hours)
		when m.memory_mib_ms >= c.memory_hours * 3686400000::bigint then format(
			'This workspace has used the %s GiB-hours of memory that it has for a month, so nothing more is run until the first of the next. What is open stays readable; ask the service if your work needs more.',
			c.memory_hours)
		end
	from usage_month m
	cross join app.usage_caps(place) c
	where m.workspace_id = place and m.month = app.month_of(at)
$$;

-- Counts an interval that was not known, and says when four fifths or all of a cap are used.
create function app.count_interval() returns trigger
language plpgsql security definer set search_path = public, app as $$
declare
	total usage_month;
	cap record;
	one record;
begin
	insert into usage_month as m (workspace_id, month, cpu_ms, memory_mib_ms)
	values (new.workspace_id, app.month_of(new.to_at), new.cpu_ms, new.memory_mib_ms)
	on conflict (workspace_id, month) do update
	set cpu_ms = m.cpu_ms + excluded.cpu_ms, memory_mib_ms = m.memory_mib_ms + excluded.memory_mib_ms
	returning * into total;
	select * into cap from app.usage_caps(new.workspace_id);
	for one in
		select u.what, l.level
		from (values
			('cpu', total.cpu_ms, cap.cpu_hours * 3600000::bigint),
			('memory', total.memory_mib_ms, cap.memory_hours * 3686400000::bigint)
		) u (what, used, cap)
		join (values ('near', 80), ('cap', 100)) l (level, percent) on u.used * 100 >= u.cap * l.percent
	loop
		insert into usage_alert (workspace_id, month, what, level, at)
		values (new.workspace_id, total.month, one.what, one.level, new.to_at)
		on conflict do nothing;
		if found then
			insert into notice (person_id, kind, subject_kind, subject_id, title, at)
			select m.person_id, format('workspace.usage-%s-%s', one.what, one.level), 'workspace', new.workspace_id,
				case one.level
					when 'near' then format('Four fifths of this month''s %s of your workspace are used', case one.what when 'cpu' then 'processor time' else 'memory' end)
					else format('This month''s %s of your workspace is used up: nothing more is run', case one.what when 'cpu' then 'processor time' else 'memory' end)
				end,
				new.to_at
			from project_member m
			join workspace w on w.project_id = m.project_id
			where w.id = new.workspace_id and m.removed_at is null
			on conflict (person_id, kind, subject_id) do update set title = excluded.title, at = excluded.at, read_at = null;
		end if;
	end loop;
	return null;
end $$;
create trigger interval_is_counted after insert on usage_interval
for each row execute function app.count_interval();
create trigger interval_is_kept before update or delete or truncate on usage_interval
for each statement execute function app.refuse_change();

create function app.count_storage() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	insert into usage_month as m (workspace_id, month, byte_hours)
	values (new.workspace_id, app.month_of(new.hour), new.bytes - case tg_op when 'UPDATE' then old.bytes else 0 end)
	on conflict (workspace_id, month) do update set byte_hours = m.byte_hours + excluded.byte_hours;
	return null;
end $$;
create trigger storage_is_counted after insert or update on usage_storage
for each row execute function app.count_storage();
create trigger line_is_kept before update or delete or truncate on usage_line
for each statement execute function app.refuse_change();

-- The snapshots that each workspace keeps, for the host to measure, and the bytes of what is saved in the database.
create function app.usage_kept() returns table (workspace_id uuid, snapshots text[], text_bytes bigint)
language sql stable security definer set search_path = public, app as $$
	select
		w.id,
		array(
			select w.snapshot_id where w.snapshot_id is not null
			union
			select c.snapshot_id from data_cut c where c.workspace_id = w.id
		),
		coalesce((
			select sum(octet_length(v.cells::text))
			from notebook_version v
			join notebook n on n.id = v.notebook_id
			where n.workspace_id = w.id
		), 0)::bigint
	from workspace w
	where w.status <> 'destroyed'
$$;

-- Months that are over and that billing has not taken: an hour later, when the last intervals are in.
create function app.usage_unbilled(at timestamptz) returns table (
	workspace_id uuid, project_id uuid, organisation_id uuid, month date, cpu_ms bigint, memory_mib_ms bigint, byte_hours numeric
)
language sql stable security definer set search_path = public, app as $$
	select m.workspace_id, w.project_id, p.organisation_id, m.month, m.cpu_ms, m.memory_mib_ms, m.byte_hours
	from usage_month m
	join workspace w on w.id = m.workspace_id
	join project p on p.id = w.project_id
	where app.has_role('system')
	  and m.month < app.month_of(at - interval '1 hour')
	  and not exists (select from usage_line l where l.workspace_id = m.workspace_id and l.month = m.month)
	order by m.month, m.workspace_id
$$;

alter table usage_interval enable row level security;
create policy with_workspace on usage_interval for select using (exists (select from workspace w where w.id = workspace_id));
create policy measured on usage_interval for insert to aldgate_host with check (true);
alter table usage_storage enable row level security;
create policy with_workspace on usage_storage for select using (exists (select from workspace w where w.id = workspace_id));
create policy measured on usage_storage to aldgate_host using (true) with check (true);
alter table usage_month enable row level security;
create policy with_workspace on usage_month for select using (exists (select from workspace w where w.id = workspace_id));
alter table usage_cap enable row level security;
create policy with_workspace on usage_cap for select using (exists (select from workspace w where w.id = workspace_id));
create policy decided on usage_cap for insert with check (
	set_by = (select app.person()) and (select app.has_role('data-manager'))
);
create policy decided_again on usage_cap for update using ((select app.has_role('data-manager')))
with check (set_by = (select app.person()));
alter table usage_alert enable row level security;
create policy with_workspace on usage_alert for select using (exists (select from workspace w where w.id = workspace_id));
alter table usage_line enable row level security;
create policy with_project on usage_line for select using (
	(select app.has_role('system'))
	or exists (select from workspace w where w.id = workspace_id)
);
create policy taken on usage_line for insert with check ((select app.has_role('system')));

grant select on usage_interval, usage_storage, usage_month, usage_cap, usage_alert, usage_line to aldgate_portal;
grant insert, update on usage_cap to aldgate_portal;
grant insert on usage_interval to aldgate_host;
grant select (workspace_id, hour, bytes), insert, update (bytes) on usage_storage to aldgate_host;
grant select, insert on usage_line to aldgate_worker;

revoke execute on all functions in schema app from public;
grant execute on function app.month_of(timestamptz) to aldgate_portal, aldgate_host;
grant execute on function app.usage_caps(uuid) to aldgate_portal;
grant execute on function app.usage_capped(uuid, timestamptz) to aldgate_portal, aldgate_host;
grant execute on function app.usage_kept() to aldgate_host;
grant execute on function app.usage_unbilled(timestamptz) to aldgate_worker;

-- The life of a workspace after it opened: read only, suspended, withdrawn, archived, revived, destroyed;
-- who is told before it ends; and a word to running sessions whenever somebody's standing may have changed.
alter table workspace drop constraint workspace_status_check;
alter table workspace add constraint workspace_status_check check (status in (
	'provisioning', 'gate', 'open', 'read_only', 'suspended', 'withdrawn', 'archived', 'destroyed'
));
alter table workspace add column status_reason text not null default '' check (length(status_reason) <= 2000);

-- A cut that may not be used any more: who decided it, on what ground, and whose condition it was.
create table data_withdrawal (
	id               uuid primary key default uuidv7(),
	workspace_id     uuid not null,
	snapshot_id      text not null,
	ground           text not null check (ground in ('controller', 'condition', 'person', 'incident')),
	controller_code  text references controller,
	condition        text not null default '' check (length(condition) <= 500),
	reason           text not null check (reason <> '' and length(reason) <= 2000),
	decided_by       uuid not null references person,
	at               timestamptz not null,
	unique (workspace_id, snapshot_id),
	foreign key (workspace_id, snapshot_id) references data_cut,
	check ((ground = 'controller') = (controller_code is not null)),
	check (ground <> 'condition' or condition <> '')
);

-- What was put away: every file of every cut with its hash, as the vault read them then.
create table archive (
	workspace_id  uuid not null references workspace,
	number        int not null check (number >= 1),
	archived_by   uuid not null references person,
	reason        text not null check (reason <> '' and length(reason) <= 2000),
	inventory     jsonb not null,
	at            timestamptz not null,
	revived_by    uuid references person,
	revived_at    timestamptz,
	primary key (workspace_id, number),
	check ((revived_at is null) = (revived_by is null))
);

-- Asked for by one person, confirmed by another, done by the vault, certified by its signature.
create table destruction (
	workspace_id   uuid primary key references workspace,
	asked_by       uuid not null references person,
	reason         text not null check (reason <> '' and length(reason) <= 2000),
	asked_at       timestamptz not null,
	confirmed_by   uuid references person,
	confirmed_at   timestamptz,
	check (confirmed_by <> asked_by),
	check ((confirmed_at is null) = (confirmed_by is null))
);
create table destruction_certificate (
	workspace_id  uuid primary key references workspace,
	certificate   text not null,
	sha256        text not null check (sha256 = encode(sha256(convert_to(certificate, 'UTF8')), 'hex')),
	signature     text not null,
	key_id        text not null references signing_key,
	at            timestamptz not null
);

-- Notices of the end, each once for a person and an end date; what is sent by mail waits in `mail`.
create table end_notice (
	project_id  uuid not null references project,
	person_id   uuid not null references person,
	ends_on     date not null,
	days        int not null check (days in (60, 30, 7)),
	told        boolean not null, -- false: a nearer one was told in its place
	at          timestamptz not null,
	primary key (project_id, person_id, ends_on, days)
);
create table mail (
	id         uuid primary key default uuidv7(),
	person_id  uuid not null references person,
	about      text not null unique, -- what it is about, so that it is written once
	subject    text not null check (subject <> '' and length(subject) <= 200),
	words      text not null,
	at         timestamptz not null,
	sent_at    timestamptz,
	attempts   int not null default 0
);
create index on mail (sent_at, at);

alter table notice drop constraint notice_subject_kind_check;
alter table notice add constraint notice_subject_kind_check check (subject_kind in ('output', 'regular', 'workspace', 'project'));

create function app.withdrawn(workspace uuid) returns text[]
language sql stable security definer set search_path = public, app as $$
	select coalesce(array_agg(snapshot_id order by snapshot_id), '{}') from data_withdrawal where workspace_id = workspace
$$;

-- No way leads back to a cut that was withdrawn, nor to data that were destroyed.
create function app.keep_life() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if old.status = 'destroyed' then
		raise exception 'a workspace that was destroyed stays destroyed';
	end if;
	if new.status = 'open' and new.snapshot_id = any (app.withdrawn(new.id)) then
		raise exception 'these data were withdrawn';
	end if;
	if new.status = 'destroyed' and not exists (
		select from destruction d
		join destruction_certificate c on c.workspace_id = d.workspace_id
		where d.workspace_id = new.id and d.confirmed_by is not null
	) then
		raise exception 'a workspace is destroyed by two people and certified by the vault';
	end if;
	return new;
end $$;
create trigger life_is_kept before update on workspace for each row execute function app.keep_life();

create function app.keep_workspace_destruction() returns trigger language plpgsql as $$
begin
	if old.confirmed_at is not null or row(new.asked_by, new.reason, new.asked_at) is distinct from row(old.asked_by, old.reason, old.asked_at) then
		raise exception 'what was decided stays as it was decided';
	end if;
	return new;
end $$;
create trigger destruction_is_kept before update on destruction for each row execute function app.keep_workspace_destruction();
create trigger withdrawal_is_kept before update or delete or truncate on data_withdrawal
for each statement execute function app.refuse_change();
create trigger certificate_is_kept before update or delete or truncate on destruction_certificate
for each statement execute function app.refuse_change();

-- The gate of new data moves with their steps and report, as that of the first does; data that were
-- withdrawn are revoked at their gate.
create or replace function app.gate_with_refresh_step() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	perform app.gate_stepped(r.workspace_id, r.id, new.name, new.status, coalesce(new.finished_at, new.started_at))
	from refresh r
	where r.id = new.refresh_id;
	return new;
end $$;
create or replace trigger gate_moves after insert or update on refresh_step
for each row execute function app.gate_with_refresh_step();
create or replace function app.gate_with_refresh_report() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	perform app.gate_reported(r.workspace_id, r.id, new.snapshot_id, new.report) from refresh r where r.id = new.refresh_id;
	return new;
end $$;
create or replace trigger gate_moves after insert or update on refresh_report
for each row execute function app.gate_with_refresh_report();
create function app.gate_with_withdrawal() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	update gate
	set status = 'revoked', status_since = new.at, reason = new.reason
	where workspace_id = new.workspace_id and snapshot_id = new.snapshot_id and status in ('released', 'superseded');
	return new;
end $$;
create trigger gate_moves after insert on data_withdrawal for each row execute function app.gate_with_withdrawal();

-- New data may follow a cut that was withdrawn: the workspace opens on them again.
create or replace function app.take_refresh() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	update workspace
	set status = 'open', status_reason = '', snapshot_id = new.snapshot_id, contents = new.contents,
	    opened_at = new.status_since, status_since = new.status_since
	where id = new.workspace_id and status in ('open', 'withdrawn') and snapshot_id = new.base_snapshot;
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

-- A word on channel "workspace_access", with the workspace's id, whenever a standing may have changed: the
-- host judges everything that runs there again. It carries nothing else, so whoever listens learns no more.
create function app.tell_access() returns trigger
language plpgsql security definer set search_path = public, app as $$
declare
	told uuid;
begin
	for told in
		select w.id from workspace w
		where case tg_table_name
			when 'workspace' then w.id = (to_jsonb(new) ->> 'id')::uuid
			when 'project' then w.project_id = (to_jsonb(new) ->> 'id')::uuid
			when 'project_member' then w.project_id = (to_jsonb(new) ->> 'project_id')::uuid
			else w.id = (to_jsonb(new) ->> 'workspace_id')::uuid
		end
	loop
		perform pg_notify('workspace_access', told::text);
	end loop;
	return new;
end $$;
create trigger access_is_told after update on workspace for each row
when (row(old.status, old.snapshot_id) is distinct from row(new.status, new.snapshot_id)) execute function app.tell_access();
create trigger access_is_told after update on project for each row
when (row(old.status, old.starts_on, old.ends_on) is distinct from row(new.status, new.starts_on, new.ends_on)) execute function app.tell_access();
create trigger access_is_told after insert or update on project_member for each row execute function app.tell_access();
create trigger access_is_told after update on gate for each row
when (new.status in ('revoked', 'destroyed')) execute function app.tell_access();
create trigger access_is_told after insert on data_withdrawal for each row execute function app.tell_access();

-- Tells a project's people that it ends soon, on the page and by mail. True when it was news to them.
create function app.tell_end(project uuid, person uuid, ends date, threshold int, passed int[], told_at timestamptz, subject text, words text)
returns boolean
language plpgsql security definer set search_path = public, app as $$
begin
	if not app.has_role('system') then
		raise exception 'the service alone tells people of an end';
	end if;
	insert into end_notice (project_id, person_id, ends_on, days, told, at)
	values (project, person, ends, threshold, true, told_at)
	on conflict do nothing;
	if not found then
		return false;
	end if;
	insert into end_notice (project_id, person_id, ends_on, days, told, at)
	select project, person, ends, one, false, told_at from unnest(passed) one
	on conflict do nothing;
	insert into notice (person_id, kind, subject_kind, subject_id, title, at)
	values (person, 'project.ends-' || threshold, 'project', project, subject, told_at)
	on conflict (person_id, kind, subject_id) do update set title = excluded.title, at = excluded.at, read_at = null;
	insert into mail (person_id, about, subject, words, at)
	values (person, format('project.ends:%s:%s:%s:%s', project, person, ends, threshold), subject, words, told_at)
	on conflict (about) do nothing;
	return true;
end $$;

-- What waits to be sent, with addresses: for the service alone.
create function app.mail_due(most int) returns table (id uuid, address text, subject text, words text)
language sql stable security definer set search_path = public, app as $$
	select m.id, p.email, m.subject, m.words
	from mail m
	join person p on p.id = m.person_id
	where app.has_role('system') and m.sent_at is null and m.attempts < 20
	order by m.at, m.id
	limit most
$$;

alter table data_withdrawal enable row level security;
create policy with_workspace on data_withdrawal for select using (exists (select from workspace w where w.id = workspace_id));
create policy decided on data_withdrawal for insert with check (
	decided_by = (select app.person()) and (select app.has_role('data-manager', 'privacy-officer', 'caldicott-guardian'))
);
alter table archive enable row level security;
create policy with_workspace on archive for select using (exists (select from workspace w where w.id = workspace_id));
create policy put_away on archive for insert with check (
	archived_by = (select app.person()) and (select app.has_role('data-manager'))
);
create policy revived on archive for update using ((select app.has_role('data-manager')));
alter table destruction enable row level security;
create policy with_workspace on destruction for select using (exists (select from workspace w where w.id = workspace_id));
create policy asked on destruction for insert with check (
	asked_by = (select app.person()) and (select app.has_role('data-manager'))
);
create policy confirmed on destruction for update using ((select app.has_role('privacy-officer')))
with check (confirmed_by = (select app.person()));
alter table destruction_certificate enable row level security;
create policy with_workspace on destruction_certificate using (exists (select from workspace w where w.id = workspace_id));
alter table end_notice enable row level security;
create policy own on end_notice for select using (person_id = (select app.person()) or (select app.has_role('system')));
alter table mail enable row level security;
create policy own on mail for select using (person_id = (select app.person()) or (select app.has_role('system')));
create policy sent on mail for update using ((select app.has_role('system')));

grant select on data_withdrawal, archive, destruction, destruction_certificate to aldgate_portal, aldgate_worker, aldgate_vault;
grant select on end_notice, mail to aldgate_portal, aldgate_worker;
grant insert on data_withdrawal, archive, destruction to aldgate_portal;
grant update (revived_by, revived_at) on archive to aldgate_portal;
grant update (confirmed_by, confirmed_at) on destruction to aldgate_portal;
grant insert on destruction_certificate to aldgate_vault;
grant update (sent_at, attempts) on mail to aldgate_worker;

revoke execute on all functions in schema app from public;
grant execute on function app.withdrawn(uuid) to aldgate_portal, aldgate_worker, aldgate_vault, aldgate_host;
grant execute on function app.mail_due(int) to aldgate_worker;
grant execute on function app.tell_end(uuid, uuid, date, int, int[], timestamptz, text, text) to aldgate_worker;

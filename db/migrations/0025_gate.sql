-- The gate between a candidate extract and the people who may use it, as a machine of its own
-- (decision 0030). The database makes every move itself, out of what happened: no caller can skip one.

create table gate (
	id            uuid primary key default uuidv7(),
	workspace_id  uuid not null references workspace,
	refresh_id    uuid,                          -- of new data for an open workspace; null for the first extract
	snapshot_id   text,                          -- once there is a report
	status        text not null check (status in (
		'draft', 'run', 'scanned', 'blocked', 'assessed', 'approved_by_data_manager', 'approved_by_ig',
		'released', 'superseded', 'revoked', 'destroyed')),
	status_since  timestamptz not null,
	reason        text not null default '' check (length(reason) <= 2000), -- why it was revoked
	waived        text[] not null default '{}',  -- limits that its report passes by a waiver alone
	unique nulls not distinct (workspace_id, refresh_id)
);

-- What may follow what. `src/domain/workspaces/gates/states.ts` says the same; a test compares them.
create table gate_move (
	name         text not null,
	from_status  text not null,
	to_status    text not null,
	primary key (from_status, to_status)
);
insert into gate_move (name, from_status, to_status) values
	('begin', 'draft', 'run'),
	('begin', 'blocked', 'run'),
	('scan', 'run', 'scanned'),
	('refuse', 'run', 'blocked'),
	('block', 'scanned', 'blocked'),
	('block', 'assessed', 'blocked'),
	('block', 'approved_by_data_manager', 'blocked'),
	('assess', 'scanned', 'assessed'),
	('assess', 'blocked', 'assessed'),
	('assess', 'approved_by_data_manager', 'assessed'),
	('approve-data-manager', 'assessed', 'approved_by_data_manager'),
	('approve-ig', 'approved_by_data_manager', 'approved_by_ig'),
	('release', 'approved_by_ig', 'released'),
	('supersede', 'released', 'superseded'),
	('revoke', 'released', 'revoked'),
	('revoke', 'superseded', 'revoked'),
	('destroy', 'released', 'destroyed'),
	('destroy', 'superseded', 'destroyed'),
	('destroy', 'revoked', 'destroyed');

create table gate_history (
	gate_id      uuid not null references gate,
	position     int not null,
	from_status  text,
	to_status    text not null,
	at           timestamptz not null,
	primary key (gate_id, position)
);
create trigger gate_history_is_kept before update or delete or truncate on gate_history
for each statement execute function app.refuse_change();

create function app.keep_gate() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if tg_op = 'UPDATE' then
		if (new.id, new.workspace_id, new.refresh_id) is distinct from (old.id, old.workspace_id, old.refresh_id) then
			raise exception 'a gate stays the gate of its extract';
		end if;
		if new.status = old.status then
			return new;
		end if;
		if not exists (select from gate_move m where m.from_status = old.status and m.to_status = new.status) then
			raise exception 'a gate that is % cannot become %', replace(old.status, '_', ' '), replace(new.status, '_', ' ');
		end if;
		if new.status = 'revoked' and new.reason = '' then
			raise exception 'a gate is revoked for a reason';
		end if;
	end if;
	insert into gate_history (gate_id, position, from_status, to_status, at)
	select new.id, count(*) + 1, case when tg_op = 'UPDATE' then old.status end, new.status, new.status_since
	from gate_history h
	where h.gate_id = new.id;
	return new;
end $$;
create trigger gate_is_kept before update on gate for each row execute function app.keep_gate();
create trigger gate_is_begun after insert on gate for each row execute function app.keep_gate();

-- Begins a gate, and moves it along with the steps of its extract.
create function app.gate_stepped(workspace uuid, refresh uuid, step text, went text, at timestamptz) returns void
language plpgsql security definer set search_path = public, app as $$
declare
	mine gate;
begin
	if went = 'waiting' then
		return;
	end if;
	insert into gate (workspace_id, refresh_id, status, status_since)
	values (workspace, refresh, 'draft', coalesce(at, now()))
	on conflict do nothing;
	select * into mine from gate g where g.workspace_id = workspace and g.refresh_id is not distinct from refresh for update;
	if mine.status in ('draft', 'blocked') then
		update gate set status = 'run', status_since = coalesce(at, now()) where id = mine.id;
		mine.status := 'run';
	end if;
	if mine.status = 'run' and step = 'scan' and went = 'done' then
		update gate set status = 'scanned', status_since = coalesce(at, now()) where id = mine.id;
	end if;
end $$;

-- Judges an extract by its report; a report that says nothing of a scan blocks.
create function app.gate_reported(workspace uuid, refresh uuid, snapshot text, report jsonb) returns void
language plpgsql security definer set search_path = public, app as $$
declare
	mine gate;
	passed boolean := report #>> '{gate,verdict}' = 'open-able' and jsonb_typeof(report -> 'scan') = 'object';
	verdict text := case when passed then 'assessed' else 'blocked' end;
	held text[] := array(
		select l ->> 'name' from jsonb_array_elements(
			case when jsonb_typeof(report #> '{kAnonymity,limits}') = 'array' then report #> '{kAnonymity,limits}' else '[]'::jsonb end
		) l where (l ->> 'waived')::boolean order by 1
	);
begin
	select * into mine from gate g where g.workspace_id = workspace and g.refresh_id is not distinct from refresh for update;
	if not found or mine.status not in ('run', 'scanned', 'blocked', 'assessed', 'approved_by_data_manager') then
		return;
	end if;
	if mine.status = 'run' and verdict = 'assessed' then
		update gate set status = 'scanned', status_since = now() where id = mine.id;
	end if;
	update gate
	set snapshot_id = snapshot,
	    waived = held,
	    status = verdict,
	    status_since = case when status = verdict then status_since else now() end
	where id = mine.id;
end $$;

create function app.gate_with_step() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	perform app.gate_stepped(new.workspace_id, null, new.name, new.status, coalesce(new.finished_at, new.started_at));
	return new;
end $$;
create trigger gate_moves after insert or update on provisioning_step for each row execute function app.gate_with_step();

create function app.gate_with_report() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	perform app.gate_reported(new.workspace_id, null, new.snapshot_id, new.report);
	return new;
end $$;
create trigger gate_moves after insert or update on workspace_report for each row execute function app.gate_with_report();

-- The two approvals, in order: first who made it, then who answers for the people in it.
create function app.gate_with_approval() returns trigger
language plpgsql security definer set search_path = public, app as $$
declare
	mine gate;
begin
	select * into mine from gate g
	where g.workspace_id = new.workspace_id and g.snapshot_id = new.snapshot_id
	order by g.status_since desc
	limit 1
	for update;
	if not found then
		return new; -- an extract older than this machine
	end if;
	if new.role = 'data-manager' and mine.status = 'assessed' then
		update gate set status = 'approved_by_data_manager', status_since = new.at where id = mine.id;
	elsif new.role = 'privacy-officer' and mine.status = 'approved_by_data_manager' then
		update gate set status = 'approved_by_ig', status_since = new.at where id = mine.id;
	else
		raise exception 'a gate that is % is not approved by a %', replace(mine.status, '_', ' '), replace(new.role, '-', ' ');
	end if;
	return new;
end $$;
create trigger gate_moves after insert on gate_approval for each row execute function app.gate_with_approval();

-- A gate is passed in the act that puts its extract into use; the one before it is superseded.
create function app.gate_released(workspace uuid, snapshot text, at timestamptz) returns void
language plpgsql security definer set search_path = public, app as $$
declare
	mine gate;
begin
	select * into mine from gate g
	where g.workspace_id = workspace and g.snapshot_id = snapshot
	order by g.status_since desc
	limit 1
	for update;
	if not found or mine.status in ('released', 'superseded') then
		return;
	end if;
	if mine.status <> 'approved_by_ig' then
		raise exception 'the gate of these data is %, so they are not used', replace(mine.status, '_', ' ');
	end if;
	update gate set status = 'released', status_since = at where id = mine.id;
	update gate set status = 'superseded', status_since = at
	where workspace_id = workspace and id <> mine.id and status = 'released';
end $$;

create function app.gate_with_workspace() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if new.status = 'open' and new.snapshot_id is not null then
		perform app.gate_released(new.id, new.snapshot_id, new.status_since);
	elsif new.status = 'destroyed' then
		update gate set status = 'destroyed', status_since = new.status_since
		where workspace_id = new.id and status in ('released', 'superseded', 'revoked');
	end if;
	return new;
end $$;
create trigger gate_moves after update on workspace
for each row when (row(old.status, old.snapshot_id) is distinct from row(new.status, new.snapshot_id))
execute function app.gate_with_workspace();

-- A limit that information governance sets aside for one workspace, until a day.
create table gate_waiver (
	id            uuid primary key default uuidv7(),
	workspace_id  uuid not null references workspace,
	limit_name    text not null check (limit_name ~ '^[a-z-]{3,40}$'),
	reason        text not null check (reason <> '' and length(reason) <= 2000),
	until         date not null,
	granted_by    uuid not null references person,
	granted_at    timestamptz not null,
	ended_at      timestamptz
);
create index on gate_waiver (workspace_id);

create function app.keep_waiver() returns trigger language plpgsql as $$
begin
	if to_jsonb(new) - 'ended_at' is distinct from to_jsonb(old) - 'ended_at' or old.ended_at is not null then
		raise exception 'a waiver stays as it was granted; it can only be ended';
	end if;
	return new;
end $$;
create trigger gate_waiver_is_kept before update on gate_waiver for each row execute function app.keep_waiver();

-- Why data may not be mounted on a day although their workspace is open; null when they may be.
create function app.gate_hinders(workspace uuid, snapshot text, day date) returns text
language sql stable security definer set search_path = public, app as $$
	select case
		when g.status = 'revoked' then 'These data were revoked: ' || g.reason
		when g.status = 'destroyed' then 'These data were destroyed.'
		when g.status not in ('released', 'superseded') then 'The gate of these data is not open.'
		when exists (
			select from unnest(g.waived) l (name)
			where not exists (
				select from gate_waiver v
				where v.workspace_id = workspace and v.limit_name = l.name and v.ended_at is null and v.until >= day
			)
		) then 'A waiver under which these data were released has ended. A privacy officer must renew it.'
	end
	from gate g
	where g.workspace_id = workspace and g.snapshot_id = snapshot
	order by g.status_since desc
	limit 1
$$;

-- What was passed, in the very bytes that the vault signed.
create table gate_manifest (
	gate_id    uuid primary key references gate,
	manifest   text not null,
	sha256     text not null check (sha256 = encode(sha256(convert_to(manifest, 'UTF8')), 'hex')),
	signature  text not null check (length(decode(signature, 'base64')) = 64),
	key_id     text not null references signing_key,
	signed_at  timestamptz not null
);
create trigger gate_manifest_is_kept before update or delete or truncate on gate_manifest
for each statement execute function app.refuse_change();

-- Workspaces from before this machine stand where their approvals have brought them.
insert into gate (workspace_id, snapshot_id, status, status_since)
select
	w.id, w.snapshot_id,
	case
		when w.opened_at is not null then 'released'
		when w.snapshot_id is null then 'draft'
		when r.report #>> '{gate,verdict}' is distinct from 'open-able' then 'blocked'
		when exists (select from gate_approval a where a.workspace_id = w.id and a.snapshot_id = w.snapshot_id and a.role = 'data-manager')
			then 'approved_by_data_manager'
		else 'assessed'
	end,
	w.status_since
from workspace w
left join workspace_report r on r.workspace_id = w.id;

alter table gate enable row level security;
create policy with_workspace on gate for select using (exists (select from workspace w where w.id = workspace_id));
create policy revoked on gate for update using (
	(select app.has_role('data-manager', 'privacy-officer')) and exists (select from workspace w where w.id = workspace_id)
) with check (status = 'revoked');
alter table gate_history enable row level security;
create policy with_gate on gate_history for select using (exists (select from gate g where g.id = gate_id));
alter table gate_waiver enable row level security;
create policy with_workspace on gate_waiver for select using (exists (select from workspace w where w.id = workspace_id));
create policy granted on gate_waiver for insert with check (
	granted_by = (select app.person())
	and (select app.has_role('privacy-officer'))
	and exists (
		select from workspace w
		where w.id = workspace_id and not app.researched(w.project_id, (select app.person()))
	)
);
create policy ended on gate_waiver for update using ((select app.has_role('privacy-officer')));
alter table gate_manifest enable row level security;
create policy with_gate on gate_manifest using (exists (select from gate g where g.id = gate_id))
with check ((select app.has_role('system')) and exists (select from gate g where g.id = gate_id and g.status = 'released'));

grant select on gate, gate_move, gate_history, gate_waiver, gate_manifest to aldgate_portal, aldgate_worker, aldgate_vault;
grant update (status, status_since, reason) on gate to aldgate_portal;
grant insert on gate_waiver to aldgate_portal;
grant update (ended_at) on gate_waiver to aldgate_portal;
grant insert on gate_manifest to aldgate_vault;
grant execute on function app.gate_hinders(uuid, text, date)
to aldgate_portal, aldgate_worker, aldgate_vault, aldgate_host;

revoke execute on all functions in schema app from public;

-- Regular releases: an approved table definition that is computed again on schedule. Two checkers
-- approve the definition; what it gives leaves under that approval only when the vault itself
-- computed it, its rules pass and nothing released before makes it unsafe (decision 0024).
create table regular_release (
	id              uuid primary key default uuidv7(),
	project_id      uuid not null references project,
	from_request    uuid not null references output_request, -- the released table that it repeats
	proposed_by     uuid not null references person,
	title           text not null check (title <> '' and length(title) <= 200),
	file_name       text not null check (file_name ~ '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$'),
	specification   jsonb not null,
	sql             text not null default '',
	control         text not null check (control in ('none', 'suppress', 'round')),
	policy_version  int not null references disclosure_policy,
	schedule        text not null check (schedule in ('monthly', 'quarterly', 'refresh')),
	reason          text not null check (length(reason) <= 2000),
	base_snapshot   text, -- what the released table was computed on: the same again is no new data
	ends_on         date not null,
	status          text not null check (status in ('proposed', 'in_force', 'declined', 'stopped', 'ended')),
	stop_reason     text not null default '' check (length(stop_reason) <= 500),
	next_on         date, -- the day of the next run; null for a schedule that waits for a refresh
	version         int not null default 1,
	proposed_at     timestamptz not null,
	approved_at     timestamptz,
	status_since    timestamptz not null,
	check (ends_on <= (proposed_at at time zone 'Europe/London')::date + interval '12 months'),
	check ((status = 'in_force') <= (approved_at is not null))
);
create index on regular_release (project_id);
create index on regular_release (status, next_on);

create table regular_vote (
	regular_id  uuid not null references regular_release,
	person_id   uuid not null references person,
	choice      text not null check (choice in ('approve', 'decline')),
	reason      text not null check (length(reason) <= 2000),
	at          timestamptz not null,
	primary key (regular_id, person_id),
	check (choice = 'approve' or reason <> '')
);

-- One run a definition and period, whoever asks how often.
create table regular_run (
	id           uuid primary key default uuidv7(),
	regular_id   uuid not null references regular_release,
	period       text not null check (period <> '' and length(period) <= 100), -- 2026-12, 2026-Q4, or a snapshot
	status       text not null check (status in ('running', 'released', 'desk', 'no_new_data', 'failed')),
	reason       text not null default '' check (length(reason) <= 2000),
	started_at   timestamptz not null,
	finished_at  timestamptz,
	unique (regular_id, period),
	check ((status = 'running') = (finished_at is null))
);

-- What the vault computed in a run. No other process may write here, so no other can claim a pass.
create table regular_result (
	run_id       uuid primary key references regular_run,
	snapshot_id  text not null,
	verdict      text not null check (verdict in ('pass', 'review', 'fail')),
	sha256       text not null check (sha256 ~ '^[0-9a-f]{64}$'),
	bytes        bigint not null check (bytes >= 0),
	computed_at  timestamptz not null
);

alter table output_request add column regular_run_id uuid unique references regular_run;

create function app.regular_decided(regular uuid) returns boolean
language sql stable security definer set search_path = public, app as $$
	select exists (select from regular_release where id = regular and status <> 'proposed')
$$;

-- Whether two people approved a definition who may: neither too close to the project, and not both of
-- its employer. Asked again at each release, because people move.
create function app.definition_approved(regular uuid) returns boolean
language sql stable security definer set search_path = public, app as $$
	select count(*) >= 2 and not bool_and(app.employed(d.project_id, v.person_id))
	from regular_vote v
	join regular_release d on d.id = v.regular_id
	where d.id = regular and v.choice = 'approve' and not app.excluded(d.project_id, v.person_id)
$$;

-- A definition repeats a table that was released, is never changed, and holds by two approvals alone.
create function app.keep_definition() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if tg_op = 'INSERT' then
		if new.status <> 'proposed' or not exists (
			select from output_request r
			join output_file f on f.request_id = r.id
			join release l on l.request_id = r.id and l.revoked_at is null
			where r.id = new.from_request
			  and r.project_id = new.project_id
			  and r.status = 'released'
			  and f.kind = 'table'
			  and not f.supporting
			  and f.specification = new.specification
			  and f.control = new.control
		) then
			raise exception 'a regular release repeats a table that was computed here and released';
		end if;
		return new;
	end if;
	if to_jsonb(new) - '{status,stop_reason,next_on,version,approved_at,status_since}'::text[]
		is distinct from to_jsonb(old) - '{status,stop_reason,next_on,version,approved_at,status_since}'::text[] then
		raise exception 'the definition of a regular release is immutable';
	end if;
	if old.status in ('declined', 'stopped', 'ended') then
		raise exception 'a regular release that is over stays over';
	end if;
	if new.status = 'in_force' and old.status <> 'in_force' and not app.definition_approved(new.id) then
		raise exception 'a standing approval needs two approvals of this definition';
	end if;
	return new;
end $$;
create trigger definition_is_kept before insert or update on regular_release
for each row execute function app.keep_definition();

create trigger result_is_kept before update or delete or truncate on regular_result
for each statement execute function app.refuse_change();

create function app.keep_run_of_request() returns trigger language plpgsql as $$
begin
	if new.regular_run_id is distinct from old.regular_run_id then
		raise exception 'a request belongs to its run for good';
	end if;
	return new;
end $$;
create trigger request_keeps_its_run before update on output_request
for each row execute function app.keep_run_of_request();

-- Whether a standing approval covers these very files now: in force, its project active, the file the
-- one that the vault computed by the approved definition, passed and compared, and nothing beside it.
create function app.standing_approval(request uuid, files jsonb, moment timestamptz) returns uuid
language sql stable security definer set search_path = public, app as $$
	select d.id
	from output_request o
	join regular_run u on u.id = o.regular_run_id and u.status = 'running'
	join regular_result v on v.run_id = u.id
	join regular_release d on d.id = u.regular_id and d.project_id = o.project_id
	join project p on p.id = d.project_id
	join output_file f on f.request_id = o.id
	where o.id = request
	  and d.status = 'in_force'
	  and (moment at time zone 'Europe/London')::date <= d.ends_on
	  and p.status = 'active'
	  and app.definition_approved(d.id)
	  and v.verdict = 'pass'
	  and f.kind = 'table'
	  and not f.supporting
	  and f.specification = d.specification
	  and f.control = d.control
	  and f.verdict = 'pass'
	  and f.sha256 = v.sha256
	  and f.bytes = v.bytes
	  and (select count(*) from output_file one where one.request_id = o.id) = 1
	  and files = jsonb_build_array(jsonb_build_object('id', f.id, 'name', f.name, 'sha256', f.sha256))
	  and exists (
		select from release l where l.request_id = d.from_request and l.revoked_at is null
	  )
	  -- the vault compared these bytes with every release there is, and found nothing
	  and exists (
		select from output_comparison c
		where c.id = (select max(one.id::text)::uuid from output_comparison one where one.request_id = o.id)
		  and c.through >= app.releases_through()
		  and c.fails = 0
		  and c.reviews = 0
		  and c.files @> jsonb_build_array(jsonb_build_object('id', f.id, 'sha256', f.sha256, 'compared', true))
	  )
$$;

-- Every other release needs two approvals of its very files, as before.
drop trigger release_is_approved on release;
create trigger release_is_approved before insert on release
for each row when (app.standing_approval(new.request_id, new.files, new.released_at) is null)
execute function app.two_approvals();

-- Also for what a job sends to the desk for the people of a regular release.
create or replace function app.keep_evidence(file uuid, what jsonb) returns void
language plpgsql security definer set search_path = public, app as $$
begin
	if not exists (
		select from output_file f
		join output_request r on r.id = f.request_id
		where f.id = file
		  and r.status in ('draft', 'changes_requested')
		  and (
			r.project_id in (select app.member_projects())
			or (r.regular_run_id is not null and app.has_role('system'))
		  )
	) then
		raise exception 'evidence belongs to a draft of one''s own project';
	end if;
	insert into output_evidence (file_id, evidence) values (file, what)
	on conflict (file_id) do update set evidence = excluded.evidence;
end $$;

create policy regular on output_request using (
	regular_run_id is not null and (select app.has_role('system'))
);
create policy runs_by_jobs on output_request as restrictive for insert with check (
	regular_run_id is null or (select app.has_role('system'))
);
create policy regular on output_turn for insert with check (
	person_id = (select app.person())
	and (select app.has_role('system'))
	and exists (select from output_request r where r.id = request_id and r.regular_run_id is not null)
);
create policy by_standing_approval on release for insert with check (
	(select app.has_role('system'))
	and exists (select from output_request r where r.id = request_id and r.regular_run_id is not null)
);

alter table regular_release enable row level security;
create policy parties on regular_release for select using (
	project_id in (select app.member_projects())
	or (select app.has_role('system'))
	or (
		(select app.has_role('output-checker', 'auditor', 'privacy-officer'))
		and project_id not in (select app.excluded_projects())
	)
);
create policy proposed on regular_release for insert with check (
	proposed_by = (select app.person()) and project_id in (select app.member_projects())
);
create policy moved on regular_release for update using (
	project_id in (select app.member_projects()) or (select app.has_role('output-checker', 'system'))
);

-- Blind: a vote is its giver's alone until the definition is decided.
alter table regular_vote enable row level security;
create policy blind on regular_vote for select using (
	exists (select from regular_release d where d.id = regular_id)
	and (person_id = (select app.person()) or app.regular_decided(regular_id))
);
create policy checkers on regular_vote for insert with check (
	person_id = (select app.person())
	and (select app.has_role('output-checker'))
	and exists (
		select from regular_release d
		where d.id = regular_id
		  and d.status = 'proposed'
		  and d.project_id not in (select app.excluded_projects())
		  and (not app.employed(d.project_id, (select app.person())) or (app.checking_policy()).same_employer = 'one')
	)
);

alter table regular_run enable row level security;
create policy with_definition on regular_run for select using (
	exists (select from regular_release d where d.id = regular_id)
);
create policy jobs on regular_run using ((select app.has_role('system')));

alter table regular_result enable row level security;
create policy with_run on regular_result for select using (exists (select from regular_run u where u.id = run_id));
create policy vault on regular_result using ((select app.has_role('system')));

grant select on regular_release, regular_vote, regular_run, regular_result to aldgate_portal, aldgate_worker, aldgate_vault;
grant insert on regular_release, regular_vote to aldgate_portal;
grant update (status, stop_reason, next_on, version, approved_at, status_since) on regular_release to aldgate_portal, aldgate_worker;
grant insert on regular_run to aldgate_worker;
grant update (status, reason, finished_at) on regular_run to aldgate_worker;
grant insert on regular_result to aldgate_vault;

grant insert on output_request, output_file, output_turn, release to aldgate_worker;
grant select on output_turn, output_vote, output_comparison, output_difference, output_difference_source, disclosure_policy to aldgate_worker;
grant update on output_request to aldgate_worker;
grant update (verdict, earlier_sha256) on output_file to aldgate_worker;
grant execute on function app.keep_evidence(uuid, jsonb) to aldgate_worker;
grant execute on function app.regular_decided(uuid), app.definition_approved(uuid), app.standing_approval(uuid, jsonb, timestamptz)
to aldgate_portal, aldgate_worker, aldgate_vault;

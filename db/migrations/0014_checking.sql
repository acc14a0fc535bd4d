-- How output requests are checked: who may, by when, file by file, and what the checkers may ask.

-- Versions of how checking is done; the one in force is the latest that has begun.
create table checking_policy (
	version         int primary key,
	effective_from  date not null,
	promised_days   int not null check (promised_days between 1 and 60),  -- working days to an answer
	claim_hours     int not null check (claim_hours between 1 and 240),   -- how long a claim holds
	tie_months      int not null check (tie_months between 1 and 120),    -- how long a tie keeps apart
	same_employer   text not null check (same_employer in ('refused', 'one')), -- never both of two
	enough          int not null check (enough >= 1)                      -- files before our own shares are shown
);
insert into checking_policy values (1, '2026-01-01', 5, 24, 36, 'refused', 20);

-- Who manages or writes with whom, as people say of themselves. It is ended, never taken back.
create table person_tie (
	id           uuid primary key default uuidv7(),
	person_id    uuid not null references person,
	other_id     uuid not null references person,
	kind         text not null check (kind in ('manages', 'managed-by', 'co-author')),
	until        date,        -- the last day; null: it goes on
	declared_at  timestamptz not null,
	unique (person_id, other_id, kind),
	check (person_id <> other_id)
);
create index on person_tie (other_id);

create function app.checking_policy() returns checking_policy
language sql stable security definer set search_path = public, app as $$
	select * from checking_policy where effective_from <= current_date order by version desc limit 1
$$;

-- Somebody and all with whom they have a tie, or had one of late: whoever of the two declared it.
create function app.close_to(who uuid) returns setof uuid
language sql stable security definer set search_path = public, app as $$
	select who
	union
	select case when t.person_id = who then t.other_id else t.person_id end
	from person_tie t
	where who in (t.person_id, t.other_id)
	  and (t.until is null or t.until > current_date - make_interval(months => (select (app.checking_policy()).tie_months)))
$$;

-- Whether somebody may not check the outputs of a project: they, or somebody close to them, work or
-- worked on it, or asked for it.
create function app.excluded(project uuid, who uuid) returns boolean
language sql stable security definer set search_path = public, app as $$
	select exists (select from app.close_to(who) c (id) where app.researched(project, c.id))
$$;

-- The same as a list, for row security: asked once a query.
create function app.excluded_projects() returns setof uuid
language sql stable security definer set search_path = public, app as $$
	select m.project_id from project_member m where m.person_id in (select app.close_to(app.person()))
	union
	select p.id
	from project p
	join application a on a.id = p.application_id
	left join application_person o on o.application_id = a.id
	where a.lead_id in (select app.close_to(app.person())) or o.person_id in (select app.close_to(app.person()))
$$;

create function app.employed(project uuid, who uuid) returns boolean
language sql stable security definer set search_path = public, app as $$
	select exists (
		select from project p
		join organisation_member m on m.organisation_id = p.organisation_id
		where p.id = project and m.person_id = who and m.removed_at is null
	)
$$;

-- Whether a vote of this turn is of the project's employer. It says no more, so that votes stay blind.
create function app.employer_voted(request uuid, in_turn int) returns boolean
language sql stable security definer set search_path = public, app as $$
	select exists (
		select from output_vote v
		join output_request r on r.id = v.request_id
		where v.request_id = request and v.turn = in_turn and app.employed(r.project_id, v.person_id)
	)
$$;

-- Who may look into a request and answer it, as a checker.
create function app.may_check(request uuid) returns boolean
language sql stable security definer set search_path = public, app as $$
	select app.has_role('output-checker') and exists (
		select from output_request r
		where r.id = request
		  and r.status in ('submitted', 'checking')
		  and not app.excluded(r.project_id, app.person())
		  and (not app.employed(r.project_id, app.person()) or (app.checking_policy()).same_employer = 'one')
	)
$$;

-- The id behind an address, for who declares a tie.
create function app.person_at(address text) returns table (id uuid, name text)
language sql stable security definer set search_path = public, app as $$
	select p.id, p.name from person p where p.email = lower(address) and p.kind = 'person' and app.is_staff()
$$;

alter table output_request add column escalated_at timestamptz; -- since when it waits for the lead

create table output_claim (
	request_id  uuid primary key references output_request,
	person_id   uuid not null references person,
	at          timestamptz not null,
	until       timestamptz not null check (until >= at)
);

create table output_escalation (
	id           uuid primary key default uuidv7(),
	request_id   uuid not null references output_request,
	turn         int not null,
	asked_by     uuid not null references person,
	question     text not null check (question <> '' and length(question) <= 2000),
	asked_at     timestamptz not null,
	answered_by  uuid references person,
	answer       text not null default '' check (length(answer) <= 2000),
	answered_at  timestamptz,
	check ((answered_at is null) = (answered_by is null)),
	check ((answered_at is null) = (answer = ''))
);
create unique index on output_escalation (request_id) where answered_at is null;

-- The first question of each vote; null only in votes from before it was asked.
alter table output_vote
	add column within_scope boolean,
	add column scope_words text not null default '' check (length(scope_words) <= 2000),
	add check (within_scope or scope_words <> ''),
	add check (within_scope or choice <> 'approve'),
	add constraint output_vote_says_scope check (within_scope is not null) not valid;

-- What a vote says of one file, by its bytes.
create table output_verdict (
	request_id  uuid not null,
	turn        int not null,
	person_id   uuid not null,
	file_id     uuid not null, -- kept when the file is removed from a later turn
	name        text not null,
	sha256      text not null,
	choice      text not null check (choice in ('approve', 'changes', 'reject')),
	reasons     text[] not null default '{}',
	words       text not null default '' check (length(words) <= 2000),
	exception   text not null default '' check (length(exception) <= 2000),
	primary key (request_id, turn, person_id, file_id),
	foreign key (request_id, turn, person_id) references output_vote,
	check (choice = 'approve' or cardinality(reasons) > 0),
	check (choice = 'approve' or exception = '')
);
create index on output_verdict (request_id, file_id);

-- Who is too close to a project does not find its requests at all, unless they work on it today.
alter policy parties on output_request using (
	project_id in (select app.member_projects())
	or (
		status <> 'draft'
		and (select app.has_role('output-checker', 'auditor', 'privacy-officer'))
		and project_id not in (select app.excluded_projects())
	)
);
alter policy checkers on output_evidence using (
	(select app.has_role('output-checker', 'auditor'))
	and exists (
		select from output_file f
		join output_request r on r.id = f.request_id
		where f.id = file_id and r.project_id not in (select app.excluded_projects())
	)
);
alter policy blind on output_vote with check (
	person_id = (select app.person())
	and app.may_check(request_id)
	and exists (
		select from output_request r
		where r.id = request_id and r.turn = output_vote.turn and r.escalated_at is null
		  and not (app.employed(r.project_id, (select app.person())) and app.employer_voted(r.id, r.turn))
	)
);

alter table person_tie enable row level security;
create policy own on person_tie using (person_id = (select app.person()) or (select app.has_role('auditor')))
with check (person_id = (select app.person()));

alter table output_claim enable row level security;
create policy checkers on output_claim using (
	(select app.has_role('output-checker', 'auditor', 'privacy-officer'))
	and exists (select from output_request r where r.id = request_id)
) with check (person_id = (select app.person()) and app.may_check(request_id));

-- A question is the asker's and the lead's until it is answered: it may say how its asker leans.
alter table output_escalation enable row level security;
create policy asked on output_escalation for select using (
	exists (select from output_request r where r.id = request_id and r.project_id not in (select app.member_projects()))
	and (
		asked_by = (select app.person())
		or (select app.has_role('privacy-officer', 'auditor'))
		or (answered_at is not null and (select app.has_role('output-checker')))
	)
);
create policy asking on output_escalation for insert with check (
	asked_by = (select app.person()) and answered_at is null and app.may_check(request_id)
);
create policy answering on output_escalation for update using (
	(select app.has_role('privacy-officer')) and answered_at is null
	and exists (select from output_request r where r.id = request_id and r.project_id not in (select app.excluded_projects()))
) with check (answered_by = (select app.person()));

alter table output_verdict enable row level security;
create policy with_vote on output_verdict using (
	exists (
		select from output_vote v
		where v.request_id = output_verdict.request_id and v.turn = output_verdict.turn and v.person_id = output_verdict.person_id
	)
) with check (
	person_id = (select app.person())
	and exists (
		select from output_file f
		where f.request_id = output_verdict.request_id and f.id = file_id and f.sha256 = output_verdict.sha256 and not f.supporting
	)
);

-- Who approved these bytes of a file before a turn, and has not said otherwise since; and whether they
-- wrote down why it may leave all the same.
create function app.approvers_before(request uuid, file uuid, bytes text, before int)
returns table (person_id uuid, excepted boolean, employed boolean)
language sql stable security definer set search_path = public, app as $$
	select last.person_id, last.exception <> '', app.employed(r.project_id, last.person_id)
	from (
		select distinct on (v.person_id) v.person_id, v.choice, v.exception
		from output_verdict v
		where v.request_id = request and v.file_id = file and v.sha256 = bytes and v.turn < before
		order by v.person_id, v.turn desc
	) last
	join output_request r on r.id = request
	where last.choice = 'approve' and not app.excluded(r.project_id, last.person_id)
$$;

-- The same up to now.
create function app.approvers(request uuid, file uuid, bytes text)
returns table (person_id uuid, excepted boolean, employed boolean)
language sql stable security definer set search_path = public, app as $$
	select * from app.approvers_before(request, file, bytes, 2147483647)
$$;

-- What the rules fail, itself or by the table it was drawn from, or nobody stands behind: both
-- checkers write down why it may leave (needsException in the portal asks the same).
create function app.doubtful(file output_file) returns boolean
language sql stable security definer set search_path = public, app as $$
	select file.verdict = 'fail'
		or exists (select from output_file d where d.id = file.data_file_id and d.verdict = 'fail')
		or (
			coalesce(file.answer ->> 'kind', 'file') = 'file'
			and file.kind not in ('image', 'drawing', 'code', 'log', 'text')
		)
$$;

-- The files of a request that two people approved at an earlier turn, with these very bytes.
create function app.carried(request uuid) returns setof uuid
language sql stable security definer set search_path = public, app as $$
	select f.id
	from output_file f
	join output_request r on r.id = f.request_id
	cross join lateral (
		select count(*) as people, count(*) filter (where a.excepted) as excepted, bool_and(a.employed) as employer
		from app.approvers_before(r.id, f.id, f.sha256, r.turn) a
	) a
	where r.id = request
	  and not f.supporting
	  and a.people >= 2
	  and not a.employer
	  and (a.excepted >= 2 or not app.doubtful(f))
$$;

-- Nothing leaves but files of the request as they are, none of them supporting. Two people of this
-- turn stand behind each, having seen exactly these files: by approving it, or by leaving the
-- approval as it is that two gave to the very same bytes at an earlier turn. None of the two is too
-- close to the project, and not both are of its employer. What the rules fail, or nobody stands
-- behind, leaves only by an exception that both wrote down.
create or replace function app.two_approvals() returns trigger
language plpgsql security definer set search_path = public, app as $$
declare
	request output_request;
	seen int;
	one record;
begin
	select * into request from output_request where id = new.request_id and project_id = new.project_id;
	if request.id is null or jsonb_array_length(new.files) = 0 then
		raise exception 'a release holds at least one file of a request of its project';
	end if;
	select count(*) into seen
	from output_vote v
	where v.request_id = request.id
	  and v.turn = request.turn
	  and app.leaving_files(v.request_id, v.files) = new.files
	  and not app.excluded(request.project_id, v.person_id);
	for one in
		select l.file ->> 'name' as name, f.id, app.doubtful(f) as doubtful, a.*, (
			select count(*) from output_verdict v
			where v.request_id = request.id and v.turn = request.turn and v.file_id = f.id and v.choice <> 'approve'
		) as against
		from jsonb_array_elements(new.files) as l (file)
		left join output_file f on f.request_id = request.id
			and f.id::text = l.file ->> 'id'
			and f.sha256 = l.file ->> 'sha256'
			and not f.supporting
		cross join lateral (
			select count(*) as people, count(*) filter (where a.excepted) as excepted, bool_and(a.employed) as employer
			from app.approvers(request.id, f.id, f.sha256) a
		) a
	loop
		if one.id is null then
			raise exception 'a release holds files of its request as they are, and no supporting file';
		end if;
		if seen - one.against < 2 or one.people < 2 or one.employer then
			raise exception 'a release needs two approvals of exactly these files: %', one.name;
		end if;
		if one.doubtful and one.excepted < 2 then
			raise exception 'a file that fails the rules or has no evidence needs an exception by both: %', one.name;
		end if;
	end loop;
	return new;
end $$;

-- How often each reason was given, in turns that were decided: totals of the whole service.
create function app.reason_totals(since timestamptz) returns table (reason text, files bigint, of bigint)
language sql stable security definer set search_path = public, app as $$
	with told as (
		select distinct v.request_id, v.turn, v.file_id, r.reason
		from output_verdict v
		join output_vote w on w.request_id = v.request_id and w.turn = v.turn and w.person_id = v.person_id
		cross join unnest(v.reasons) as r (reason)
		where w.at >= since and app.both_voted(v.request_id, v.turn)
	)
	select t.reason, count(*), (select count(distinct (request_id, turn, file_id)) from told)
	from told t
	group by t.reason
$$;

grant execute on function
	app.checking_policy(), app.close_to(uuid), app.excluded(uuid, uuid), app.excluded_projects(), app.employed(uuid, uuid),
	app.employer_voted(uuid, int), app.may_check(uuid)
to aldgate_portal, aldgate_worker, aldgate_vault, aldgate_host;
grant execute on function
	app.person_at(text), app.reason_totals(timestamptz), app.carried(uuid)
to aldgate_portal;
grant select on checking_policy, person_tie, output_claim, output_escalation, output_verdict to aldgate_portal;
grant insert on person_tie, output_claim, output_escalation, output_verdict to aldgate_portal;
grant update on person_tie, output_claim, output_escalation to aldgate_portal;

-- Files of every kind that an output may be, each with its own context; what was sent at each turn;
-- and publications, whose tables are compared with what was released.

alter table output_file
	drop constraint output_file_kind_check,
	add constraint output_file_kind_check check (kind in (
		'table', 'csv', 'image', 'drawing', 'document', 'code', 'log', 'text', 'notebook', 'model', 'survival',
		'archive', 'other')),
	add column media text not null default 'text/csv' check (media ~ '^[a-z]+/[a-z0-9.+-]+$'),
	-- Seen by the checkers, never released: a plot's data, the code behind a table.
	add column supporting boolean not null default false,
	-- The table that a plot was drawn from: another file of the same request.
	add column data_file_id uuid,
	-- What it shows, of which statistic, over which people, and the control its author says was applied.
	add column description text not null default '' check (length(description) <= 2000),
	add column statistic text not null default '' check (length(statistic) <= 200),
	add column population text not null default '' check (length(population) <= 1000),
	add column claim text not null default '' check (length(claim) <= 500),
	-- What was sent, when a re-encoded or re-serialised file leaves in its place.
	add column original_name text not null default '' check (length(original_name) <= 255),
	add column original_sha256 text check (original_sha256 ~ '^[0-9a-f]{64}$'),
	-- The bytes that the checkers saw at the turn before; null when they have not seen this file.
	add column earlier_sha256 text check (earlier_sha256 ~ '^[0-9a-f]{64}$'),
	add constraint output_file_in_request unique (request_id, id),
	add constraint output_file_data foreign key (request_id, data_file_id)
		references output_file (request_id, id) on delete set null (data_file_id),
	add check (data_file_id <> id);

-- A request as it was sent, turn by turn: what the checkers saw stays to be seen.
create table output_turn (
	request_id   uuid not null references output_request,
	turn         int not null check (turn >= 1),
	person_id    uuid not null references person,
	title        text not null,
	purpose      text not null,
	description  text not null,
	files        jsonb not null check (jsonb_typeof(files) = 'array'), -- each with its context, sha256 and answer
	at           timestamptz not null,
	primary key (request_id, turn)
);
alter table output_turn enable row level security;
create policy with_request on output_turn using (exists (select from output_request r where r.id = request_id))
with check (
	person_id = (select app.person())
	and exists (
		select from output_request r where r.id = request_id and r.project_id in (select app.member_projects())
	)
);
grant select, insert on output_turn to aldgate_portal;

-- The files of a vote that may leave: a supporting file never does.
create function app.leaving_files(request uuid, voted jsonb) returns jsonb
language sql stable security definer set search_path = public, app as $$
	select coalesce(jsonb_agg(one.file order by one.place), '[]'::jsonb)
	from jsonb_array_elements(voted) with ordinality as one (file, place)
	where not exists (
		select from output_file f
		where f.request_id = request and f.supporting and f.id::text = one.file ->> 'id'
	)
$$;

-- Nothing leaves but the very files that two different people, neither of the project, approved; and
-- of these only files of the request with exactly these bytes, none of them supporting.
create or replace function app.two_approvals() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if exists (
		select from jsonb_array_elements(new.files) as one (file)
		where not exists (
			select from output_file f
			where f.request_id = new.request_id
			  and f.id::text = one.file ->> 'id'
			  and f.sha256 = one.file ->> 'sha256'
			  and not f.supporting
		)
	) then
		raise exception 'a release holds files of its request as they are, and no supporting file';
	end if;
	if (
		select count(distinct v.person_id)
		from output_vote v
		join output_request r on r.id = v.request_id and r.turn = v.turn
		where v.request_id = new.request_id
		  and r.project_id = new.project_id
		  and v.choice = 'approve'
		  and app.leaving_files(v.request_id, v.files) = new.files
		  and not app.researched(r.project_id, v.person_id)
	) < 2 then
		raise exception 'a release needs two approvals of exactly these files';
	end if;
	return new;
end $$;

-- Whether results of a dataset are looked at once more before they are published.
alter table dataset add column publication_review boolean not null default false;

-- The door for it: the catalogue's other columns come from the warehouse alone.
create function app.set_publication_review(dataset_code text, wanted boolean) returns boolean
language plpgsql security definer set search_path = public, app as $$
begin
	if not app.has_role('data-manager') then
		raise exception 'a data manager says whether publications are reviewed';
	end if;
	update dataset set publication_review = wanted where code = dataset_code;
	return found;
end $$;

create table publication (
	id            uuid primary key default uuidv7(),
	number        bigint generated always as identity unique,
	project_id    uuid not null references project,
	created_by    uuid not null references person,
	status        text not null check (status in ('draft', 'submitted', 'approved', 'returned', 'withdrawn')),
	title         text not null check (title <> '' and length(title) <= 300),
	journal       text not null check (length(journal) <= 200),
	planned_on    date not null,
	version       int not null default 1,
	turn          int not null default 1,
	decided_by    uuid references person,
	reason        text not null default '' check (length(reason) <= 2000),
	created_at    timestamptz not null,
	approved_at   timestamptz,
	status_since  timestamptz not null,
	check ((status = 'approved') = (approved_at is not null)),
	check (status not in ('approved', 'returned') or decided_by is not null),
	check (status <> 'returned' or reason <> '')
);
create index on publication (project_id);
create index on publication (status, status_since);

-- A table of a manuscript, and how each of its numbers compares with what was released.
create table publication_table (
	id              uuid primary key default uuidv7(),
	publication_id  uuid not null references publication,
	name            text not null check (name <> '' and length(name) <= 100),
	sha256          text not null check (sha256 ~ '^[0-9a-f]{64}$'),
	bytes           bigint not null check (bytes >= 0),
	compared        jsonb not null,
	compared_at     timestamptz not null,
	unique (publication_id, name)
);

alter table publication enable row level security;
create policy parties on publication using (
	project_id in (select app.member_projects())
	or (status <> 'draft' and (select app.has_role('output-checker', 'data-manager', 'auditor')))
);
alter table publication_table enable row level security;
create policy with_publication on publication_table using (
	exists (select from publication p where p.id = publication_id)
);

-- Decided by an output checker or a data manager who neither works nor worked on the project; its
-- tables change only while its authors have it.
create function app.publication_is_decided() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if new.status in ('approved', 'returned') and new.status is distinct from old.status then
		if new.decided_by is distinct from app.person()
			or not app.has_role('output-checker', 'data-manager')
			or app.researched(new.project_id, new.decided_by) then
			raise exception 'a publication is decided by a checker who is not of its project';
		end if;
	end if;
	if old.status in ('approved', 'withdrawn') then
		raise exception 'a publication that was decided for good is kept';
	end if;
	return new;
end $$;
create trigger publication_is_decided before update on publication
for each row execute function app.publication_is_decided();

create function app.keep_sent_tables() returns trigger language plpgsql as $$
declare
	place uuid := case when tg_op = 'DELETE' then old.publication_id else new.publication_id end;
begin
	if not exists (select from publication p where p.id = place and p.status in ('draft', 'returned')) then
		raise exception 'tables change only while their publication is a draft or sent back';
	end if;
	return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger sent_tables_are_kept before insert or update or delete on publication_table
for each row execute function app.keep_sent_tables();

grant select, insert, update on publication to aldgate_portal;
grant select, insert, update, delete on publication_table to aldgate_portal;
grant execute on function app.set_publication_review(text, boolean) to aldgate_portal;

-- Publications that were approved, for anybody; runs with its owner's rights, so each column is named.
create view published with (security_barrier) as
select p.application_id, u.title, u.journal, u.planned_on, u.approved_at
from publication u
join project p on p.id = u.project_id
where u.status = 'approved';
grant select on published to aldgate_portal;

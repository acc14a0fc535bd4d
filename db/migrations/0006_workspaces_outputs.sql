create table workspace (
	id            uuid primary key default uuidv7(),
	project_id    uuid not null unique references project,
	status        text not null check (status in ('provisioning', 'gate', 'open', 'closed')),
	snapshot_id   text,        -- content-addressed folder the vault sealed
	contents      jsonb,       -- its tables and columns, for the members' dictionary: no count is in it
	opened_at     timestamptz,
	status_since  timestamptz not null,
	check ((status = 'open') <= (snapshot_id is not null and opened_at is not null))
);

-- What the two who open the gate look at. Its counts, of opt-outs among them, are exact: no member reads it.
create table workspace_report (
	workspace_id  uuid primary key references workspace,
	snapshot_id   text not null,
	report        jsonb not null
);

create table provisioning_step (
	workspace_id  uuid not null references workspace,
	position      int not null,
	name          text not null,
	status        text not null check (status in ('waiting', 'running', 'done', 'failed')),
	detail        text not null default '',
	attempts      int not null default 0,
	started_at    timestamptz,
	finished_at   timestamptz,
	primary key (workspace_id, position)
);

create table gate_approval (
	workspace_id  uuid not null references workspace,
	snapshot_id   text not null,
	person_id     uuid not null references person,
	role          text not null check (role in ('data-manager', 'privacy-officer')),
	note          text not null default '',
	at            timestamptz not null,
	primary key (workspace_id, snapshot_id, role),
	unique (workspace_id, snapshot_id, person_id)
);

create table run (
	id            uuid primary key default uuidv7(),
	workspace_id  uuid not null references workspace,
	person_id     uuid not null references person,
	sql           text not null check (length(sql) <= 20000),
	status        text not null check (status in ('running', 'done', 'failed')),
	error         text not null default '',
	row_count     bigint,
	rows_shown    int not null default 0,
	ms            int,
	at            timestamptz not null
);
create index on run (workspace_id, at desc);

-- Rows of people shown on a screen, per day: the budget of settled rule 14.
create table row_view (
	project_id  uuid not null references project,
	person_id   uuid not null references person,
	day         date not null,
	rows        bigint not null check (rows >= 0),
	primary key (project_id, person_id, day)
);

create table disclosure_policy (
	version         int primary key,
	effective_from  date not null,
	content         jsonb not null,
	sha256          text not null
);

create sequence output_number start 1;

create table output_request (
	id              uuid primary key default uuidv7(),
	number          bigint not null unique default nextval('output_number'),
	project_id      uuid not null references project,
	created_by      uuid not null references person,
	status          text not null check (status in (
		'draft', 'submitted', 'checking', 'changes_requested', 'approved', 'released', 'rejected', 'withdrawn', 'revoked')),
	title           text not null check (title <> '' and length(title) <= 200),
	purpose         text not null default '',
	description     text not null default '',
	turn            int not null default 1,
	version         int not null default 1,
	policy_version  int not null references disclosure_policy,
	public_reason   text not null default '', -- why a release was revoked
	created_at      timestamptz not null,
	submitted_at    timestamptz,
	released_at     timestamptz,
	status_since    timestamptz not null,
	check ((status = 'released') <= (released_at is not null))
);
create index on output_request (project_id);
create index on output_request (status, status_since);

create table output_file (
	id            uuid primary key default uuidv7(),
	request_id    uuid not null references output_request,
	name          text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$'),
	kind          text not null check (kind in ('table', 'csv')),
	sql           text not null default '',
	specification jsonb,       -- null: needs evidence
	control       text not null default 'none' check (control in ('none', 'suppress', 'round')),
	verdict       text not null check (verdict in ('pass', 'review', 'fail')),
	answer        jsonb not null, -- the disclosure engine's words per cell; confidential parts stay in `evidence`
	sha256        text not null,  -- the exact bytes that would leave, in the object store
	bytes         bigint not null check (bytes >= 0),
	created_at    timestamptz not null,
	updated_at    timestamptz not null,
	unique (request_id, name)
);

-- What stands behind each cell. Checkers only: it says more than a researcher may know.
create table output_evidence (
	file_id   uuid primary key references output_file on delete cascade,
	evidence  jsonb not null
);

create table output_vote (
	request_id  uuid not null references output_request,
	turn        int not null,
	person_id   uuid not null references person,
	choice      text not null check (choice in ('approve', 'changes', 'reject')),
	reason      text not null,
	exception   text not null default '', -- why a machine "fail" is nevertheless acceptable
	files       jsonb not null,           -- [{ name, sha256 }]: the bytes that were voted on
	at          timestamptz not null,
	primary key (request_id, turn, person_id),
	check (choice = 'approve' or reason <> '')
);

create table output_comment (
	id          uuid primary key default uuidv7(),
	request_id  uuid not null references output_request,
	file_id     uuid references output_file on delete cascade,
	cell        text not null default '', -- "2021 · Female": the labels of the cell, or empty
	person_id   uuid not null references person,
	turn        int not null,
	side        text not null check (side in ('researcher', 'checker')),
	private     boolean not null default false, -- between checkers
	words       text not null check (words <> '' and length(words) <= 2000),
	at          timestamptz not null
);
create index on output_comment (request_id, at);

create table release (
	id           uuid primary key default uuidv7(),
	request_id   uuid not null unique references output_request,
	project_id   uuid not null references project,
	title        text not null,
	files        jsonb not null,
	released_at  timestamptz not null,
	revoked_at   timestamptz
);
create index on release (project_id);

-- What lies with the checkers, or was released, is not changed under them.
create function app.keep_sent_files() returns trigger language plpgsql as $$
declare
	request uuid;
begin
	if tg_op = 'DELETE' then
		request := old.request_id;
	else
		request := new.request_id;
	end if;
	if not exists (
		select from output_request r where r.id = request and r.status in ('draft', 'changes_requested')
	) then
		raise exception 'files change only while their request is a draft or back for changes';
	end if;
	if tg_op = 'DELETE' then
		return old;
	end if;
	return new;
end $$;
create trigger sent_files_are_kept before insert or update or delete on output_file
for each row execute function app.keep_sent_files();

-- Whether somebody works or worked on a project, or asked for it: such a person never checks it.
create function app.researched(project uuid, who uuid) returns boolean
language sql stable security definer set search_path = public, app as $$
	select exists (select from project_member m where m.project_id = project and m.person_id = who)
		or exists (
			select from project p
			join application a on a.id = p.application_id
			left join application_person o on o.application_id = a.id and o.person_id = who
			where p.id = project and (a.lead_id = who or o.person_id is not null)
		)
$$;

-- Nothing leaves but the very files that two different people, neither of the project, approved.
create function app.two_approvals() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if (
		select count(distinct v.person_id)
		from output_vote v
		join output_request r on r.id = v.request_id and r.turn = v.turn
		where v.request_id = new.request_id
		  and r.project_id = new.project_id
		  and v.choice = 'approve'
		  and v.files = new.files
		  and not app.researched(r.project_id, v.person_id)
	) < 2 then
		raise exception 'a release needs two approvals of exactly these files';
	end if;
	return new;
end $$;
create trigger release_is_approved before insert on release
for each row execute function app.two_approvals();

create function app.keep_release() returns trigger language plpgsql as $$
begin
	if to_jsonb(new) - 'revoked_at' is distinct from to_jsonb(old) - 'revoked_at' then
		raise exception 'a release is immutable';
	end if;
	return new;
end $$;
create trigger release_is_kept before update on release
for each row execute function app.keep_release();

create function app.released_with_release() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if new.status in ('released', 'revoked') and not exists (select from release where request_id = new.id) then
		raise exception 'an output request is released by its release alone';
	end if;
	return new;
end $$;
create trigger request_is_released before insert or update on output_request
for each row execute function app.released_with_release();

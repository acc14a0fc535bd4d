create sequence application_number start 1001;

create table application (
	id               uuid primary key default uuidv7(),
	number           bigint not null unique default nextval('application_number'),
	organisation_id  uuid not null references organisation,
	lead_id          uuid not null references person,
	quote_id         uuid references quote,
	feasibility_id   uuid references feasibility,
	tier             text not null check (tier in ('nhs', 'academic', 'student', 'sme', 'commercial')),
	purpose          text not null check (purpose in ('planning', 'research', 'industry')),
	form_version     int not null default 1,
	status           text not null check (status in (
		'draft', 'submitted', 'returned', 'in_review', 'approved_pending', 'conditional',
		'rejected', 'approved', 'withdrawn', 'expired', 'lapsed')),
	title            text not null default '' check (length(title) <= 200),
	answers          jsonb not null default '{}',
	version          int not null default 1, -- every save is a version; a stale one is refused
	round            int not null default 0, -- how many times it came to review; a vote counts in its own round
	returned_sections text[] not null default '{}',
	return_reason    text not null default '',
	returned_version int, -- what was returned: the flagged sections must differ from it when sent again
	created_at       timestamptz not null,
	submitted_at     timestamptz,
	decided_at       timestamptz,
	approved_at      timestamptz,
	appealed_at      timestamptz, -- a refusal is appealed against once
	objections_until date, -- the last day on which a controller may object; null: no period
	status_since     timestamptz not null,
	check (status in ('draft', 'withdrawn', 'expired') or submitted_at is not null),
	check ((status = 'approved') <= (approved_at is not null))
);
create index on application (lead_id);
create index on application (organisation_id);
create index on application (status, status_since);

create table application_version (
	application_id  uuid not null references application,
	version         int not null,
	title           text not null,
	answers         jsonb not null,
	saved_by        uuid not null references person,
	saved_at        timestamptz not null,
	primary key (application_id, version)
);

create table application_person (
	application_id  uuid not null references application,
	person_id       uuid not null references person,
	role            text not null check (role in ('lead', 'member', 'signatory')),
	added_at        timestamptz not null,
	removed_at      timestamptz,
	primary key (application_id, person_id, role)
);
create index on application_person (person_id);

create table review_stream (
	application_id  uuid not null references application,
	kind            text not null check (kind in ('technical', 'privacy', 'commercial', 'citizens', 'committee', 'controllers')),
	mandatory       boolean not null,
	status          text not null check (status in ('not_needed', 'open', 'done', 'overdue')),
	verdict         text check (verdict in ('support', 'support_with_conditions', 'not_support', 'cannot_tell')),
	note            text not null default '',
	done_by         uuid references person,
	done_at         timestamptz,
	due_on          date,
	reviewed_before uuid[] not null default '{}', -- who gave the opinions that an appeal is against
	primary key (application_id, kind),
	check ((status = 'done') = (done_by is not null and done_at is not null))
);

-- An appeal against a refusal opens every review again; who gave an opinion before gives none now.
-- With the owner's rights, because an applicant reads no review.
create function app.review_again(wanted uuid, due date) returns void
language plpgsql security definer set search_path = public, app as $$
begin
	if not exists (
		select from application
		where id = wanted and lead_id = app.person() and status = 'rejected' and appealed_at is null
	) then
		raise exception 'reviews open again by the one appeal of the lead applicant alone';
	end if;
	update review_stream
	set reviewed_before = reviewed_before || array_remove(array[done_by], null),
	    status = 'open', verdict = null, note = '', done_by = null, done_at = null, due_on = due
	where application_id = wanted and mandatory;
end $$;

-- How long an application may wait, as versioned policy.
create table application_period (
	version              int primary key,
	effective_from       date not null,
	idle_days            int not null check (idle_days > 0),            -- a draft nobody touches expires
	contract_days        int not null check (contract_days > 0),        -- an approval without an agreement lapses
	appeal_working_days  int not null check (appeal_working_days >= 0)  -- after a refusal
);
insert into application_period values (1, '2026-01-01', 90, 60, 20);

-- A committee's rules are a versioned record; a decision keeps the version it was taken under.
create table committee_rule (
	committee_id    uuid not null references committee,
	version         int not null,
	effective_from  date not null,
	content         jsonb not null,
	primary key (committee_id, version)
);

create table declaration (
	application_id  uuid not null references application,
	person_id       uuid not null references person,
	interest        text not null check (interest in ('none', 'indirect', 'direct')),
	detail          text not null default '',
	at              timestamptz not null,
	primary key (application_id, person_id)
);

create table vote (
	application_id  uuid not null references application,
	round           int not null check (round > 0),
	person_id       uuid not null references person,
	choice          text not null check (choice in ('yes', 'no', 'conditional', 'abstain')),
	reason          text not null,
	at              timestamptz not null,
	voided_at       timestamptz,
	primary key (application_id, round, person_id),
	check (choice = 'yes' or reason <> '')
);

create table decision (
	application_id  uuid not null references application,
	round           int not null check (round > 0), -- the latest round's decision stands
	outcome         text not null check (outcome in ('approved_pending', 'conditional', 'rejected')),
	reason          text not null check (reason <> ''),
	public_reason   text not null check (public_reason <> ''),
	inputs          jsonb not null, -- eligible, present, votes and the rule: anyone can recompute
	rule_version    int not null,
	decided_by      uuid not null references person,
	at              timestamptz not null,
	primary key (application_id, round)
);

-- A conditional approval stands once an access manager and a privacy officer have each seen evidence.
create table condition_confirmation (
	application_id  uuid not null references application,
	round           int not null,
	role            text not null check (role in ('access-manager', 'privacy-officer')),
	person_id       uuid not null references person,
	evidence        text not null check (evidence <> ''),
	at              timestamptz not null,
	primary key (application_id, round, role),
	unique (application_id, round, person_id)
);

create table objection (
	id               uuid primary key default uuidv7(),
	application_id   uuid not null references application,
	controller_code  text not null references controller,
	person_id        uuid not null references person,
	reason           text not null check (reason <> ''),
	answer           text not null default '',
	upheld           boolean,
	at               timestamptz not null,
	answered_by      uuid references person,
	answered_at      timestamptz,
	unique (application_id, controller_code),
	check ((upheld is null) = (answered_at is null) and (upheld is null) = (answered_by is null)),
	check (upheld is null or answer <> '')
);

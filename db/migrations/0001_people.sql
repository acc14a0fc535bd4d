-- People, who they act for, and how they sign in. What is secret (password hashes, session
-- tokens) is reached through SECURITY DEFINER functions only.
create schema app;

create table person (
	id          uuid primary key default uuidv7(),
	name        text not null check (name <> '' and length(name) <= 120),
	email       text not null check (email = lower(email) and length(email) <= 254),
	kind        text not null default 'person' check (kind in ('person', 'system')),
	demo_order  int unique, -- place among the demonstration's people; null for everyone else
	demo_note   text,       -- what to try when signed in as this demonstration person
	created_at  timestamptz not null,
	unique (email)
);

create table credential (
	person_id      uuid primary key references person,
	password_hash  text not null check (password_hash like '$argon2id$%'),
	changed_at     timestamptz not null
);

create table session (
	id              text primary key check (length(id) = 64), -- SHA-256 of the token, never the token
	person_id       uuid not null references person,
	level           text not null check (level in ('password', 'second-factor', 'demo')),
	address         text not null,
	user_agent      text not null,
	created_at      timestamptz not null,
	seen_at         timestamptz not null,
	idle_until      timestamptz not null,
	absolute_until  timestamptz not null check (absolute_until > created_at)
);
create index on session (person_id);

create table sign_in_attempt (
	key  text not null, -- SHA-256 of an address or an account, so that no list of e-mails lies here
	at   timestamptz not null
);
create index on sign_in_attempt (key, at);

create table organisation (
	id          uuid primary key default uuidv7(),
	name        text not null unique check (name <> '' and length(name) <= 200),
	kind        text not null check (kind in ('university', 'nhs', 'charity', 'company', 'service')),
	country     text not null default 'GB' check (country ~ '^[A-Z]{2}$'),
	identifier  text not null default '', -- Companies House, ODS or ROR number
	vat_number  text not null default '',
	public_body boolean not null default false,
	assured_until date,
	created_at  timestamptz not null
);

create table organisation_member (
	organisation_id  uuid not null references organisation,
	person_id        uuid not null references person,
	role             text not null check (role in ('applicant', 'member', 'signatory', 'finance-contact', 'user-manager')),
	added_at         timestamptz not null,
	removed_at       timestamptz,
	primary key (organisation_id, person_id, role)
);
create index on organisation_member (person_id);

create table service_role (
	person_id  uuid not null references person,
	role       text not null check (role in (
		'access-manager', 'technical-reviewer', 'privacy-officer', 'caldicott-guardian',
		'commercial-manager', 'commercial-director', 'finance-officer', 'data-manager',
		'output-checker', 'auditor', 'administrator', 'system')),
	granted_at timestamptz not null,
	primary key (person_id, role)
);

create table committee (
	id    uuid primary key default uuidv7(),
	name  text not null unique
);

create table committee_member (
	committee_id  uuid not null references committee,
	person_id     uuid not null references person,
	role          text not null check (role in ('committee-member', 'committee-chair', 'citizen', 'citizens-secretary')),
	appointed_on  date not null,
	until         date,
	primary key (committee_id, person_id)
);
create index on committee_member (person_id);

create table controller (
	code      text primary key check (code ~ '^[A-Z0-9]{2,12}$'),
	name      text not null,
	kind      text not null check (kind in ('gp-practice', 'trust', 'icb')),
	icb_code  text not null
);

create table controller_role (
	controller_code  text not null references controller,
	person_id        uuid not null references person,
	role             text not null check (role in ('controller-approver', 'federation-delegate')),
	granted_at       timestamptz not null,
	revoked_at       timestamptz,
	primary key (controller_code, person_id, role)
);
create index on controller_role (person_id);

-- Who is asking. Every transaction sets app.person (platform/db.server.ts).
create function app.person() returns uuid language sql stable as $$
	select nullif(current_setting('app.person', true), '')::uuid
$$;

create function app.has_role(variadic roles text[]) returns boolean
language sql stable security definer set search_path = public, app as $$
	select exists (select from service_role where person_id = app.person() and role = any (roles))
$$;

-- The service's own people: they see every application and project; policy narrows what they do.
create function app.is_staff() returns boolean
language sql stable security definer set search_path = public, app as $$
	select exists (select from service_role where person_id = app.person())
$$;

create function app.is_committee() returns boolean
language sql stable security definer set search_path = public, app as $$
	select exists (select from committee_member where person_id = app.person() and until is null)
$$;

create function app.my_organisations(variadic roles text[] default '{}') returns setof uuid
language sql stable security definer set search_path = public, app as $$
	select distinct organisation_id
	from organisation_member
	where person_id = app.person()
	  and removed_at is null
	  and (cardinality(roles) = 0 or role = any (roles))
$$;

create function app.my_controllers() returns setof text
language sql stable security definer set search_path = public, app as $$
	select controller_code from controller_role where person_id = app.person() and revoked_at is null
$$;

-- Sign-in happens before anybody is named, so these run with the owner's rights.
create function app.credential_of(wanted text) returns table (person_id uuid, password_hash text)
language sql stable security definer set search_path = public, app as $$
	select p.id, c.password_hash
	from person p
	join credential c on c.person_id = p.id
	where p.email = lower(wanted) and p.kind = 'person'
$$;

create function app.session_open(token_hash text, who uuid, at_level text, from_address text, agent text, at timestamptz, idle interval, absolute interval)
returns void language sql security definer set search_path = public, app as $$
	insert into session (id, person_id, level, address, user_agent, created_at, seen_at, idle_until, absolute_until)
	values (token_hash, who, at_level, from_address, agent, at, at, at + idle, at + absolute)
$$;

create function app.roles_of(who uuid) returns jsonb
language sql stable security definer set search_path = public, app as $$
	select coalesce(jsonb_agg(held), '[]'::jsonb)
	from (
		select jsonb_build_object('role', role, 'scope', 'service', 'id', null) held
		from service_role where person_id = who
		union all
		select jsonb_build_object('role', role, 'scope', 'organisation', 'id', organisation_id)
		from organisation_member where person_id = who and removed_at is null
		union all
		select jsonb_build_object('role', role, 'scope', 'committee', 'id', committee_id)
		from committee_member where person_id = who and until is null
		union all
		select jsonb_build_object('role', role, 'scope', 'controller', 'id', controller_code)
		from controller_role where person_id = who and revoked_at is null
	) roles
$$;

-- One round trip for every signed-in request: who it is, what they hold, and when to touch.
create function app.session_find(token_hash text, at timestamptz)
returns table (person_id uuid, name text, email text, level text, seen_at timestamptz, idle_until timestamptz, absolute_until timestamptz, roles jsonb)
language sql stable security definer set search_path = public, app as $$
	select p.id, p.name, p.email, s.level, s.seen_at, s.idle_until, s.absolute_until, app.roles_of(p.id)
	from session s
	join person p on p.id = s.person_id
	where s.id = token_hash and s.idle_until > at and s.absolute_until > at
$$;

create function app.session_touch(token_hash text, at timestamptz, idle interval) returns void
language sql security definer set search_path = public, app as $$
	update session
	set seen_at = at, idle_until = least(at + idle, absolute_until)
	where id = token_hash
$$;

create function app.session_close(token_hash text) returns void
language sql security definer set search_path = public, app as $$
	delete from session where id = token_hash
$$;

-- Only one's own, whoever calls.
create function app.sessions_close_mine() returns bigint
language sql security definer set search_path = public, app as $$
	with gone as (delete from session where person_id = app.person() returning 1)
	select count(*) from gone
$$;

create function app.sessions_mine() returns table (id text, level text, address text, user_agent text, created_at timestamptz, seen_at timestamptz)
language sql stable security definer set search_path = public, app as $$
	select id, level, address, user_agent, created_at, seen_at
	from session where person_id = app.person() order by seen_at desc
$$;

create function app.sessions_expire(at timestamptz) returns bigint
language sql security definer set search_path = public, app as $$
	with gone as (delete from session where idle_until <= at or absolute_until <= at returning 1),
	     old as (delete from sign_in_attempt where sign_in_attempt.at < sessions_expire.at - interval '1 day')
	select count(*) from gone
$$;

-- Counts this attempt and says how many there were for the key in the window, this one included.
create function app.sign_in_attempts(attempt_key text, at timestamptz, within interval) returns bigint
language sql security definer set search_path = public, app as $$
	insert into sign_in_attempt (key, at) values (attempt_key, sign_in_attempts.at);
	select count(*) from sign_in_attempt a
	where a.key = attempt_key and a.at > sign_in_attempts.at - within
$$;

create function app.sign_in_forgive(attempt_key text) returns void
language sql security definer set search_path = public, app as $$
	delete from sign_in_attempt where key = attempt_key
$$;

-- The demonstration's people; none exist in an installation with real data.
create function app.demo_people() returns table (id uuid, name text, email text, demo_note text, organisation text, roles jsonb)
language sql stable security definer set search_path = public, app as $$
	select p.id, p.name, p.email, p.demo_note,
	       (select min(o.name) from organisation_member m join organisation o on o.id = m.organisation_id where m.person_id = p.id),
	       app.roles_of(p.id)
	from person p
	where p.demo_order is not null
	order by p.demo_order
$$;

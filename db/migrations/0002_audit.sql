-- Events: append-only, ordered, hash-chained. `body` is the canonical JSON (RFC 8785) of everything
-- the event says, the hash of the one before included; `hash` is its SHA-256.
create table event (
	seq              bigint primary key check (seq > 0),
	at               timestamptz not null,
	actor_id         uuid not null references person,
	action           text not null,
	subject_kind     text not null,
	subject_id       text not null,
	organisation_id  uuid references organisation, -- whose business it is, when it is one organisation's
	audience         text not null check (audience in ('public', 'organisation', 'service')),
	body             text not null,
	previous_hash    text not null unique check (length(previous_hash) = 64),
	hash             text not null unique check (hash = encode(sha256(convert_to(body, 'UTF8')), 'hex'))
);
create index on event (subject_kind, subject_id, seq);
create index on event (organisation_id, seq);
create index on event (actor_id, seq);

create table event_head (
	only_one  boolean primary key default true check (only_one),
	seq       bigint not null,
	hash      text not null
);
insert into event_head (seq, hash) values (0, repeat('0', 64));

create function app.refuse_change() returns trigger language plpgsql as $$
begin
	raise exception '% is append-only', tg_table_name;
end $$;

create trigger event_is_append_only
before update or delete or truncate on event
for each statement execute function app.refuse_change();

-- Takes the head row's lock until the transaction ends: events commit in the order of their numbers.
create function app.lock_event_head() returns table (seq bigint, hash text)
language sql security definer set search_path = public, app as $$
	select h.seq, h.hash from event_head h for update
$$;

create function app.follow_head() returns trigger
language plpgsql security definer set search_path = public, app as $$
declare head event_head;
begin
	select * into head from event_head for update;
	if new.seq <> head.seq + 1 or new.previous_hash <> head.hash then
		raise exception 'event % does not follow event %', new.seq, head.seq;
	end if;
	if new.actor_id is distinct from app.person() then
		raise exception 'an event is written by the person it names';
	end if;
	update event_head set seq = new.seq, hash = new.hash;
	return new;
end $$;

create trigger event_follows_head
before insert on event
for each row execute function app.follow_head();

-- Sensitive reads: many, unordered, kept apart from the chain.
create table read_log (
	id            bigint generated always as identity primary key,
	at            timestamptz not null,
	person_id     uuid not null references person,
	subject_kind  text not null,
	subject_id    text not null,
	what          text not null
);
create index on read_log (subject_kind, subject_id);

create trigger read_log_is_append_only
before update or delete or truncate on read_log
for each statement execute function app.refuse_change();

-- One form, sent twice, acts once: the first answer is kept and given again.
create table once (
	person_id  uuid not null references person,
	token      text not null check (length(token) between 8 and 100),
	action     text not null,
	result     text not null,
	at         timestamptz not null,
	primary key (person_id, token)
);

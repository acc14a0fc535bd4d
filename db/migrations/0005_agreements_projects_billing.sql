create table clause_library (
	version         int primary key,
	effective_from  date not null,
	content         jsonb not null,
	sha256          text not null
);

create sequence agreement_number start 1;

create table agreement (
	id               uuid primary key default uuidv7(),
	number           bigint not null unique default nextval('agreement_number'),
	application_id   uuid not null references application,
	organisation_id  uuid not null references organisation,
	quote_id         uuid not null references quote,
	library_version  int not null references clause_library,
	version          int not null default 1,
	status           text not null check (status in (
		'drafting', 'offered', 'negotiating', 'agreed', 'signed_by_partner', 'executed', 'amended', 'expired', 'terminated')),
	choices          jsonb not null,
	text             text not null check (text <> ''),
	sha256           text not null check (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')),
	offered_by       uuid references person,
	offered_at       timestamptz,
	executed_at      timestamptz,
	status_since     timestamptz not null,
	unique (application_id, version)
);
create index on agreement (organisation_id);
create index on agreement (status);

-- Once offered, the words cannot change: a change is a new version with its own hash.
create function app.keep_agreement_text() returns trigger language plpgsql as $$
begin
	if old.status <> 'drafting' and (
		new.status = 'drafting'
		or (new.text, new.choices, new.number, new.version, new.application_id, new.organisation_id, new.quote_id, new.library_version, new.offered_by, new.offered_at)
			is distinct from
			(old.text, old.choices, old.number, old.version, old.application_id, old.organisation_id, old.quote_id, old.library_version, old.offered_by, old.offered_at)
	) then
		raise exception 'an offered agreement is immutable';
	end if;
	return new;
end $$;
create trigger agreement_text_is_kept before update on agreement
for each row execute function app.keep_agreement_text();

create table agreement_signature (
	agreement_id  uuid not null references agreement,
	party         text not null check (party in ('partner', 'service')),
	person_id     uuid not null references person,
	typed_name    text not null check (typed_name <> ''),
	authority     text not null check (authority <> ''),
	sha256        text not null,
	level         text not null, -- how the signer was signed in
	address       text not null,
	user_agent    text not null,
	at            timestamptz not null,
	primary key (agreement_id, party)
);

create sequence project_number start 1;

create table project (
	id               uuid primary key default uuidv7(),
	number           bigint not null unique default nextval('project_number'),
	application_id   uuid not null unique references application,
	agreement_id     uuid not null unique references agreement,
	organisation_id  uuid not null references organisation,
	title            text not null,
	status           text not null check (status in (
		'awaiting_payment', 'provisioning', 'active', 'read_only', 'suspended', 'closing', 'closed')),
	starts_on        date not null,
	ends_on          date not null check (ends_on > starts_on),
	status_since     timestamptz not null,
	created_at       timestamptz not null
);
create index on project (organisation_id);

create table project_member (
	project_id         uuid not null references project,
	person_id          uuid not null references person,
	role               text not null check (role in ('lead', 'researcher')),
	added_at           timestamptz not null,
	removed_at         timestamptz,
	terms_accepted_at  timestamptz,
	primary key (project_id, person_id)
);
create index on project_member (person_id);

-- One run of invoice numbers a year without gaps: a sequence would leave one at every rollback.
create table invoice_run (
	year  int primary key,
	last  bigint not null check (last > 0)
);

create table invoice (
	id               uuid primary key default uuidv7(),
	number           text not null unique,
	project_id       uuid not null references project,
	organisation_id  uuid not null references organisation,
	agreement_id     uuid not null references agreement,
	status           text not null check (status in ('issued', 'paid', 'credited')),
	po_number        text not null default '',
	content          jsonb not null, -- lines, VAT classes and the note; amounts are strings of pence
	net              bigint not null check (net >= 0),
	vat              bigint not null check (vat >= 0),
	issued_on        date not null,
	due_on           date not null check (due_on >= issued_on),
	issued_at        timestamptz not null
);
create index on invoice (project_id);
create index on invoice (organisation_id);
create index on invoice (status, due_on);

-- An issued invoice is never edited; what is wrong is credited and billed again.
create function app.keep_invoice() returns trigger language plpgsql as $$
begin
	if to_jsonb(new) - 'status' is distinct from to_jsonb(old) - 'status' then
		raise exception 'an issued invoice is immutable';
	end if;
	return new;
end $$;
create trigger invoice_is_kept before update on invoice
for each row execute function app.keep_invoice();

create table purchase_order (
	project_id       uuid primary key references project,
	number           text not null check (number <> '' and length(number) <= 60),
	amount           bigint not null check (amount > 0),
	supplied_by      uuid not null references person,
	supplied_at      timestamptz not null,
	accepted_by      uuid references person,
	accepted_at      timestamptz
);

create table payment (
	id              uuid primary key default uuidv7(),
	invoice_id      uuid not null references invoice,
	amount          bigint not null check (amount > 0),
	bank_reference  text not null unique check (bank_reference <> '' and length(bank_reference) <= 60),
	received_on     date not null,
	recorded_by     uuid not null references person,
	at              timestamptz not null
);
create index on payment (invoice_id);

create table ledger_transaction (
	id               uuid primary key default uuidv7(),
	organisation_id  uuid not null references organisation,
	project_id       uuid references project,
	kind             text not null check (kind in ('invoice', 'payment', 'credit')),
	source_id        uuid not null, -- the invoice or payment it books; booked once
	memo             text not null,
	booked_on        date not null,
	at               timestamptz not null,
	unique (kind, source_id)
);

create table ledger_entry (
	transaction_id  uuid not null references ledger_transaction,
	line            int not null,
	account         text not null,
	amount          bigint not null check (amount <> 0), -- pence; debits positive, credits negative
	primary key (transaction_id, line)
);

-- With the owner's rights: whoever books may not be able to read, and a sum over rows that row
-- security hides is null, which would let anything pass.
create function app.ledger_is_zero() returns trigger
language plpgsql security definer set search_path = public, app as $$
declare
	booked uuid;
	entries bigint;
	total numeric;
begin
	if tg_table_name = 'ledger_entry' then
		booked := new.transaction_id;
	else
		booked := new.id;
	end if;
	select count(*), sum(amount) into entries, total from ledger_entry where transaction_id = booked;
	if entries < 2 or total <> 0 then
		raise exception 'ledger transaction % does not sum to zero', booked;
	end if;
	return null;
end $$;
create constraint trigger ledger_sums_to_zero after insert on ledger_entry
deferrable initially deferred for each row execute function app.ledger_is_zero();
create constraint trigger ledger_has_entries after insert on ledger_transaction
deferrable initially deferred for each row execute function app.ledger_is_zero();

create trigger ledger_transaction_is_append_only before update or delete or truncate on ledger_transaction
for each statement execute function app.refuse_change();
create trigger ledger_entry_is_append_only before update or delete or truncate on ledger_entry
for each statement execute function app.refuse_change();

create table dataset (
	code         text primary key,
	name         text not null,
	description  text not null,
	product      text not null, -- the rate card's code for it
	version      text not null,
	as_of        date not null
);

create table dataset_table (
	dataset_code  text not null references dataset,
	name          text not null,
	description   text not null,
	rows          bigint not null check (rows >= 0),
	primary key (dataset_code, name)
);

create table dataset_column (
	dataset_code  text not null,
	table_name    text not null,
	position      int not null,
	name          text not null,
	type          text not null,
	class         text not null check (class ~ '^C(0[1-9]|1[0-9]|2[0-4])$'),
	description   text not null,
	primary key (dataset_code, table_name, name),
	foreign key (dataset_code, table_name) references dataset_table
);

-- What a cohort can be built from: standard concepts with the number of people, already rounded.
create table concept (
	id      bigint primary key,
	name    text not null,
	domain  text not null
);

create table controller_signup (
	controller_code  text not null references controller,
	dataset_code     text not null references dataset,
	purpose          text not null check (purpose in ('planning', 'research', 'industry')),
	signed_from      date not null,
	signed_to        date,
	primary key (controller_code, dataset_code, purpose, signed_from)
);

create table rate_card (
	code            text not null,
	version         int not null,
	name            text not null,
	status          text not null check (status in ('draft', 'approved', 'published', 'retired')),
	effective_from  date not null,
	effective_to    date,
	content         jsonb not null,
	sha256          text not null,
	author_id       uuid not null references person,
	approver_id     uuid references person,
	primary key (code, version),
	check (status = 'draft' or approver_id is not null),
	check (approver_id <> author_id)
);

create table feasibility (
	id               uuid primary key default uuidv7(),
	person_id        uuid not null references person,
	organisation_id  uuid references organisation,
	cohort           jsonb not null,
	purpose          text not null check (purpose in ('planning', 'research', 'industry')),
	shown            text not null, -- exactly what the person was shown: "12,345" or "fewer than 10"
	count            bigint check (count % 5 = 0 and count >= 10),
	at               timestamptz not null
);
create index on feasibility (person_id, at desc);

create table quote (
	id                 uuid primary key default uuidv7(),
	person_id          uuid not null references person,
	organisation_id    uuid references organisation,
	feasibility_id     uuid references feasibility,
	request            jsonb not null,
	answer             jsonb not null,
	sha256             text not null,
	rate_card_code     text not null,
	rate_card_version  int not null,
	net                bigint not null check (net >= 0),
	vat                bigint not null check (vat >= 0),
	valid_until        date not null,
	at                 timestamptz not null,
	foreign key (rate_card_code, rate_card_version) references rate_card
);
create index on quote (person_id, at desc);

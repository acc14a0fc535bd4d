-- Datasets as versioned records. `dataset`, `dataset_table` and `dataset_column` hold the published
-- version of each, as everybody reads it; these tables hold every version and how it came about.
create table dataset_version (
	id              uuid primary key default uuidv7(),
	dataset_code    text not null check (dataset_code ~ '^[a-z][a-z0-9-]{1,39}$'),
	version         text not null check (version ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
	name            text not null,
	description     text not null,
	product         text not null,
	sensitivity     text not null default 'standard' check (sensitivity in ('standard', 'sensitive')),
	as_of           date not null,
	refresh_months  int check (refresh_months between 1 and 60),
	-- a folder or prefix among the vault's deliveries; null for what came with the installation
	delivery        text check (delivery ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
	status          text not null check (status in ('reading', 'unreadable', 'draft', 'proposed', 'published', 'retired', 'discarded')),
	status_since    timestamptz not null,
	problem         text not null default '', -- why it could not be read, in one sentence
	controllers     jsonb not null default '[]', -- [{ kind, count }]: whose rows it holds
	quality         jsonb not null default '{}', -- worked out by the vault
	registered_by   uuid references person,
	registered_at   timestamptz not null,
	proposed_by     uuid references person,
	proposed_at     timestamptz,
	published_by    uuid references person,
	published_at    timestamptz,
	retired_at      timestamptz,
	unique (dataset_code, version),
	check (delivery is null or registered_by is not null),
	-- two people: whoever registered or proposed it does not publish it
	check (published_by <> registered_by and published_by <> proposed_by),
	check (delivery is null or status not in ('published', 'retired') or published_by is not null)
);
create unique index one_published_version on dataset_version (dataset_code) where status = 'published';

create table dataset_version_table (
	version_id   uuid not null references dataset_version,
	name         text not null check (name ~ '^[a-z][a-z0-9_]{0,62}$'),
	description  text not null,
	rows         bigint not null check (rows >= 0),
	sha256       text, -- of the file that the vault keeps; null for what came with the installation
	quality      jsonb not null default '{}',
	primary key (version_id, name)
);

create table dataset_version_column (
	version_id    uuid not null,
	table_name    text not null,
	position      int not null,
	name          text not null,
	type          text not null,
	proposed      text check (proposed ~ '^C(0[1-9]|1[0-9]|2[0-4])$'),
	reason        text not null default '',
	certain       boolean not null default false,
	class         text check (class ~ '^C(0[1-9]|1[0-9]|2[0-4])$'),
	description   text not null,
	"values"      jsonb, -- what a coded column (C20) may hold
	completeness  int check (completeness between 0 and 100),
	confirmed_by  uuid references person,
	confirmed_at  timestamptz,
	confirmed_as  text check (confirmed_as in ('one', 'table')),
	primary key (version_id, table_name, name),
	foreign key (version_id, table_name) references dataset_version_table,
	check ((confirmed_by is null) = (confirmed_at is null) and (confirmed_by is null) = (confirmed_as is null)),
	check (confirmed_by is null or class is not null),
	-- in bulk only what is certain, and never a direct identifier or what was proposed to be one
	check (confirmed_as <> 'table' or (certain and class = proposed and class <> 'C01'))
);

-- The moves of a version, and that nothing of it changes once it is out of hands: by anybody at all.
create function app.version_moves() returns trigger
language plpgsql set search_path = public, app as $$
begin
	if tg_op = 'DELETE' then raise exception 'a version of a dataset is kept for ever'; end if;
	if old.status <> new.status and (old.status, new.status) not in (
		('reading', 'draft'), ('reading', 'unreadable'), ('reading', 'discarded'), ('unreadable', 'reading'),
		('unreadable', 'discarded'), ('draft', 'proposed'), ('draft', 'discarded'), ('proposed', 'draft'),
		('proposed', 'published'), ('published', 'retired')
	) then raise exception 'a version that is % cannot become %', old.status, new.status; end if;
	if old.status in ('published', 'retired', 'discarded') and
		to_jsonb(new) - array['status', 'status_since', 'retired_at'] is distinct from
		to_jsonb(old) - array['status', 'status_since', 'retired_at']
	then raise exception 'a version that is % does not change', old.status; end if;
	if new.status in ('proposed', 'published') and old.status <> new.status and new.delivery is not null and (
		not exists (select from dataset_version_column c where c.version_id = new.id)
		or exists (select from dataset_version_column c where c.version_id = new.id and c.confirmed_by is null)
	) then raise exception 'every column must be confirmed by a person first'; end if;
	if new.status = 'published' and old.status <> 'published' and exists (
		select from dataset_version_column c where c.version_id = new.id and c.confirmed_by = new.published_by
	) then raise exception 'whoever confirmed a column does not publish the version'; end if;
	return new;
end $$;
create trigger moves before update or delete on dataset_version
	for each row execute function app.version_moves();

create function app.version_is_open() returns trigger
language plpgsql set search_path = public, app as $$
declare
	wanted uuid := case when tg_op = 'DELETE' then old.version_id else new.version_id end;
	found text;
begin
	select status into found from dataset_version where id = wanted;
	if found not in ('reading', 'draft') then
		raise exception 'a version that is % does not change', found;
	end if;
	return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger open_only before insert or update or delete on dataset_version_table
	for each row execute function app.version_is_open();
create trigger open_only before insert or update or delete on dataset_version_column
	for each row execute function app.version_is_open();

-- Makes a proposed version the one that everybody reads and extracts are held to; the one before retires.
create function app.publish_dataset_version(wanted uuid, at timestamptz) returns void
language plpgsql security definer set search_path = public, app as $$
declare
	v dataset_version;
begin
	if not app.has_role('privacy-officer') then raise exception 'only a privacy officer publishes'; end if;
	select * into v from dataset_version where id = wanted for update;
	update dataset_version set status = 'retired', status_since = at, retired_at = at
	where dataset_code = v.dataset_code and status = 'published';
	update dataset_version
	set status = 'published', status_since = at, published_by = app.person(), published_at = at
	where id = wanted and status = 'proposed';
	if not found then raise exception 'only a proposed version is published'; end if;
	insert into dataset (code, name, description, product, version, as_of)
	values (v.dataset_code, v.name, v.description, v.product, v.version, v.as_of)
	on conflict (code) do update set
		name = excluded.name, description = excluded.description, product = excluded.product,
		version = excluded.version, as_of = excluded.as_of;
	delete from dataset_column where dataset_code = v.dataset_code;
	delete from dataset_table where dataset_code = v.dataset_code;
	insert into dataset_table (dataset_code, name, description, rows)
	select v.dataset_code, t.name, t.description, t.rows
	from dataset_version_table t where t.version_id = wanted;
	insert into dataset_column (dataset_code, table_name, position, name, type, class, description)
	select v.dataset_code, c.table_name, c.position, c.name, c.type, c.class, c.description
	from dataset_version_column c where c.version_id = wanted;
end $$;

-- What came with the installation is version one of its datasets. Called as the owner, after a
-- catalogue was imported; a dataset whose published version was registered here is left alone.
create function app.adopt_installed_datasets(at timestamptz) returns void
language plpgsql set search_path = public, app as $$
declare
	d record;
	made uuid;
	label text;
begin
	for d in select * from dataset s where not exists (
		select from dataset_version v
		where v.dataset_code = s.code and v.status = 'published' and v.delivery is not null
	) loop
		if exists (
			select from dataset_version v
			where v.dataset_code = d.code and v.status = 'published' and v.as_of = d.as_of
			  and split_part(v.version, '_', 1) = d.version and v.name = d.name
			  and not exists (
				(select c.table_name, c.name, c.type, c.class from dataset_column c where c.dataset_code = d.code
				 except select c.table_name, c.name, c.type, c.class from dataset_version_column c where c.version_id = v.id)
				union all
				(select c.table_name, c.name, c.type, c.class from dataset_version_column c where c.version_id = v.id
				 except select c.table_name, c.name, c.type, c.class from dataset_column c where c.dataset_code = d.code))
		) then continue; end if;
		update dataset_version set status = 'retired', status_since = at, retired_at = at
		where dataset_code = d.code and status = 'published';
		label := case when d.version ~ '^[A-Za-z0-9][A-Za-z0-9.-]{0,29}$' then d.version else 'installed' end;
		if exists (select from dataset_version v where v.dataset_code = d.code and v.version = label) then
			label := label || '_' || (select count(*) + 1 from dataset_version v where v.dataset_code = d.code);
		end if;
		insert into dataset_version (dataset_code, version, name, description, product, as_of, status, status_since, registered_at)
		values (d.code, label, d.name, d.description, d.product, d.as_of, 'reading', at, at)
		returning id into made;
		insert into dataset_version_table (version_id, name, description, rows)
		select made, t.name, t.description, t.rows from dataset_table t where t.dataset_code = d.code;
		insert into dataset_version_column (version_id, table_name, position, name, type, proposed, reason, certain, class, description)
		select made, c.table_name, c.position, c.name, c.type, c.class, 'Classified by whoever made the source.', true, c.class, c.description
		from dataset_column c where c.dataset_code = d.code;
		update dataset_version set status = 'draft' where id = made;
		update dataset_version set status = 'proposed' where id = made;
		update dataset_version set status = 'published', published_at = at where id = made;
	end loop;
end $$;

alter table dataset_version enable row level security;
create policy seen on dataset_version for select using (
	status in ('published', 'retired') or (select app.is_staff())
);
create policy registered on dataset_version for insert with check (
	(select app.has_role('data-manager')) and registered_by = (select app.person()) and status = 'reading'
);
create policy changed on dataset_version for update using (
	(select app.has_role('data-manager', 'privacy-officer', 'system'))
);
alter table dataset_version_table enable row level security;
create policy seen on dataset_version_table for select using (
	exists (select from dataset_version v where v.id = version_id)
);
create policy read on dataset_version_table for insert with check ((select app.has_role('system')));
create policy reread on dataset_version_table for delete using ((select app.has_role('system')));
alter table dataset_version_column enable row level security;
create policy seen on dataset_version_column for select using (
	exists (select from dataset_version v where v.id = version_id)
);
create policy read on dataset_version_column for insert with check (
	(select app.has_role('system')) and confirmed_by is null
);
create policy reread on dataset_version_column for delete using ((select app.has_role('system')));
create policy confirmed on dataset_version_column for update using (
	(select app.has_role('data-manager'))
) with check (confirmed_by is null or confirmed_by = (select app.person()));

grant select on dataset_version, dataset_version_table, dataset_version_column to aldgate_portal, aldgate_worker, aldgate_vault;
grant insert on dataset_version to aldgate_portal;
grant update (status, status_since, problem, proposed_by, proposed_at) on dataset_version to aldgate_portal;
grant update (class, confirmed_by, confirmed_at, confirmed_as) on dataset_version_column to aldgate_portal;
grant execute on function app.publish_dataset_version(uuid, timestamptz) to aldgate_portal;
grant insert, delete on dataset_version_table, dataset_version_column to aldgate_vault;
grant update (status, status_since, problem, controllers, quality) on dataset_version to aldgate_vault;

-- Counts of people. An answer is what was shown for a definition, never a true number.
create table feasibility_answer (
	definition  text primary key check (definition ~ '^[0-9a-f]{64}$'),
	answer      jsonb not null,
	at          timestamptz not null
);
-- Which definitions an organisation has had answered: its budget, and the log of what it asked.
create table feasibility_charge (
	organisation_id  uuid not null references organisation,
	definition       text not null check (definition ~ '^[0-9a-f]{64}$'),
	person_id        uuid not null references person,
	at               timestamptz not null,
	primary key (organisation_id, definition)
);
create index on feasibility_charge (organisation_id, at);

alter table feasibility_answer enable row level security;
create policy whoever_asks on feasibility_answer using ((select app.person()) is not null);
alter table feasibility_charge enable row level security;
create policy own on feasibility_charge using (
	organisation_id in (select app.my_organisations('applicant', 'member')) or (select app.is_staff())
) with check (
	person_id = (select app.person())
	and (organisation_id in (select app.my_organisations('applicant', 'member')) or (select app.is_staff()))
);
grant select, insert on feasibility_answer, feasibility_charge to aldgate_vault;
grant select on feasibility_charge to aldgate_portal;

-- How many were left after each part, as it was shown.
alter table feasibility add column usable jsonb;
alter table feasibility add column steps jsonb not null default '[]';
update feasibility set cohort = cohort || '{"criteria": []}' where not cohort ? 'criteria';

select app.adopt_installed_datasets(now());

revoke execute on all functions in schema app from public;

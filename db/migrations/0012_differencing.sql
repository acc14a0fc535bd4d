-- What every released cell counts, and how each request compares with all that was released before.
-- Which people stand behind a cell is not here: the vault keeps those sets in a folder of its own.

-- Releases in the order they happened. A comparison says up to which of them it looked.
alter table release add column position bigint unique;

create function app.releases_through() returns bigint
language sql stable security definer set search_path = public, app as $$
	select coalesce(max(position), 0) from release
$$;

-- The vault wrote it: which files it compared, as bytes, with the releases 1 … through.
create table output_comparison (
	id           uuid primary key default uuidv7(),
	request_id   uuid not null references output_request,
	person_id    uuid not null references person,
	snapshot_id  text not null,
	files        jsonb not null check (jsonb_typeof(files) = 'array'), -- [{ id, name, sha256, compared, because }]
	through      bigint not null check (through >= 0),
	fails        int not null check (fails >= 0),
	reviews      int not null check (reviews >= 0),
	at           timestamptz not null
);
create index on output_comparison (request_id, id desc);

-- A cell that can be worked out with another table. Researchers may know this much and no more.
create table output_difference (
	comparison_id  uuid not null references output_comparison,
	position       int not null,
	file_id        uuid not null,
	cell           text not null,      -- "2021 · Female": the labels of the cell
	level          text not null check (level in ('review', 'fail')),
	within         boolean not null,   -- by another table of the same request
	primary key (comparison_id, position)
);

-- What makes it so: for who checks, never for who asks.
create table output_difference_source (
	comparison_id  uuid not null,
	position       int not null,
	kind           text not null check (kind in ('nested', 'near', 'rest', 'excess', 'hidden', 'dominated')),
	size_class     text not null,      -- "1 to 9 people": never the number
	release_id     uuid references release, -- null: the request's own
	file           text not null,
	cells          text not null,      -- the other table's cell or cells
	primary key (comparison_id, position),
	foreign key (comparison_id, position) references output_difference
);
create index on output_difference_source (release_id);

-- A released table: its data, filter and dimensions (the specification), and the control applied.
create table released_table (
	release_id     uuid not null references release,
	file_id        uuid not null,
	name           text not null,
	snapshot_id    text not null,
	specification  jsonb not null,
	measure        text not null,      -- tables of the same measure can be subtracted
	control        text not null,
	recorded_at    timestamptz not null,
	primary key (release_id, file_id)
);
create table released_cell (
	release_id  uuid not null,
	file_id     uuid not null,
	position    int not null,
	labels      jsonb not null,
	statistic   text not null,
	value       text,                  -- as released; null when suppressed
	suppressed  boolean not null,
	primary key (release_id, file_id, position),
	foreign key (release_id, file_id) references released_table
);

alter table output_comparison enable row level security;
create policy with_request on output_comparison for select using (
	exists (select from output_request r where r.id = request_id)
);
create policy vault on output_comparison for insert to aldgate_vault with check (
	exists (select from output_request r where r.id = request_id)
);
alter table output_difference enable row level security;
create policy with_comparison on output_difference for select using (
	exists (select from output_comparison c where c.id = comparison_id)
);
create policy vault on output_difference for insert to aldgate_vault with check (
	exists (select from output_comparison c where c.id = comparison_id)
);
alter table output_difference_source enable row level security;
create policy checkers on output_difference_source for select using (
	(select app.has_role('output-checker', 'auditor'))
	and exists (
		select from output_comparison c
		join output_request r on r.id = c.request_id
		where c.id = comparison_id and not app.researched(r.project_id, (select app.person()))
	)
);
create policy vault on output_difference_source for insert to aldgate_vault with check (
	exists (select from output_comparison c where c.id = comparison_id)
);
alter table released_table enable row level security;
create policy checkers on released_table for select using ((select app.has_role('output-checker', 'auditor')));
create policy vault on released_table to aldgate_vault using (true) with check (true);
alter table released_cell enable row level security;
create policy checkers on released_cell for select using ((select app.has_role('output-checker', 'auditor')));
create policy vault on released_cell to aldgate_vault using (true) with check (true);

-- The vault compares with what every project released, whoever asks; drafts it sees as the asker does.
create policy vault on release for select to aldgate_vault using (true);
create policy vault on output_request for select to aldgate_vault using (
	status in ('released', 'revoked') or (select app.has_role('system'))
);

grant select on output_comparison, output_difference, output_difference_source, released_table, released_cell
to aldgate_portal;
grant select on output_request, output_file, release to aldgate_vault;
grant select, insert on output_comparison, output_difference, output_difference_source, released_table, released_cell
to aldgate_vault;
grant execute on function app.releases_through() to aldgate_portal, aldgate_worker, aldgate_vault;

-- Releases happen one after the other. None happens unless its very files were compared with every
-- earlier one, nor with a recoverable cell that one of its approvals does not say why it may leave.
create function app.release_is_compared() returns trigger
language plpgsql security definer set search_path = public, app as $$
declare
	latest bigint;
	compared output_comparison;
begin
	perform pg_advisory_xact_lock(hashtextextended('release', 0));
	latest := app.releases_through();
	new.position := latest + 1;
	select * into compared from output_comparison c where c.request_id = new.request_id order by c.id desc limit 1;
	if compared.id is null or compared.through < latest then
		raise exception 'a release is compared with every earlier release first';
	end if;
	if exists (
		select from jsonb_array_elements(new.files) as leaving (file)
		where not exists (
			select from jsonb_array_elements(compared.files) as seen (file)
			where seen.file ->> 'id' = leaving.file ->> 'id'
			  and seen.file ->> 'sha256' = leaving.file ->> 'sha256'
		)
	) then
		raise exception 'a release holds only files that were compared as they are';
	end if;
	if exists (
		select from output_difference d
		join jsonb_array_elements(new.files) as leaving (file) on leaving.file ->> 'id' = d.file_id::text
		where d.comparison_id = compared.id
		  and d.level = 'fail'
		  and (
			select count(*)
			from app.approvers(new.request_id, d.file_id, leaving.file ->> 'sha256') a
			where a.excepted
		  ) < 2
	) then
		raise exception 'a cell that an earlier release makes recoverable needs an exception of every approval';
	end if;
	return new;
end $$;
create trigger release_is_compared before insert on release
for each row execute function app.release_is_compared();

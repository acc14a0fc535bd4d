-- A publication begins as its author's draft, goes the ways that it may go, and stays of its project;
-- who reviews it decides on it and changes none of its tables.
create policy drafted on publication as restrictive for insert with check (
	created_by = (select app.person()) and status = 'draft' and project_id in (select app.member_projects())
);

create policy added_by_members on publication_table as restrictive for insert with check (
	exists (select from publication p where p.id = publication_id and p.project_id in (select app.member_projects()))
);
create policy changed_by_members on publication_table as restrictive for update using (
	exists (select from publication p where p.id = publication_id and p.project_id in (select app.member_projects()))
);
create policy removed_by_members on publication_table as restrictive for delete using (
	exists (select from publication p where p.id = publication_id and p.project_id in (select app.member_projects()))
);

create function app.keep_publication() returns trigger language plpgsql as $$
begin
	if (new.project_id, new.created_by, new.created_at) is distinct from (old.project_id, old.created_by, old.created_at) then
		raise exception 'a publication stays of its project and its author';
	end if;
	if new.status is distinct from old.status and (old.status, new.status) not in (
		('draft', 'submitted'), ('returned', 'submitted'), ('submitted', 'approved'), ('submitted', 'returned'),
		('draft', 'withdrawn'), ('submitted', 'withdrawn'), ('returned', 'withdrawn')
	) then
		raise exception 'a publication does not go from % to %', old.status, new.status;
	end if;
	return new;
end $$;
create trigger publication_is_kept before update on publication
for each row execute function app.keep_publication();

revoke execute on all functions in schema app from public;

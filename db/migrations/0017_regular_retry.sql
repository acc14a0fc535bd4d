-- A run of a regular release that gave no table: the people of its project are told, and one of them
-- may have it tried again.
create function app.tell_of_run(regular uuid, told timestamptz) returns int
language plpgsql security definer set search_path = public, app as $$
declare
	told_now int;
begin
	if not app.has_role('system') then
		raise exception 'the service alone tells researchers of a run';
	end if;
	insert into notice (person_id, kind, subject_kind, subject_id, title, at)
	select who.person_id, 'regular.failed', 'regular', d.id, d.title, told
	from regular_release d
	cross join lateral (
		select d.proposed_by as person_id
		union
		select m.person_id from project_member m where m.project_id = d.project_id and m.removed_at is null
	) who
	where d.id = regular
	on conflict (person_id, kind, subject_id) do update set at = excluded.at, read_at = null;
	get diagnostics told_now = row_count;
	return told_now;
end $$;

-- Takes the last run up again; false when it did not fail. A period still has one run, and what it
-- gives is judged as any other.
create function app.retry_run(regular uuid) returns boolean
language plpgsql security definer set search_path = public, app as $$
begin
	update regular_run u
	set status = 'running', reason = '', finished_at = null
	from regular_release d
	where d.id = u.regular_id
	  and d.id = regular
	  and d.status = 'in_force'
	  and d.project_id in (select app.member_projects())
	  and u.status = 'failed'
	  and u.id = (
		select one.id from regular_run one where one.regular_id = regular order by one.started_at desc, one.id desc limit 1
	  );
	return found;
end $$;

revoke execute on all functions in schema app from public;
grant execute on function app.tell_of_run(uuid, timestamptz) to aldgate_worker;
grant execute on function app.retry_run(uuid) to aldgate_portal;

-- Whoever is close to somebody of a project does not read its manuscripts before they are public.
alter policy parties on publication using (
	project_id in (select app.member_projects())
	or (
		status <> 'draft'
		and (select app.has_role('output-checker', 'data-manager', 'auditor'))
		and project_id not in (select app.excluded_projects())
	)
);

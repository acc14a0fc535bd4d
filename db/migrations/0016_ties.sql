-- Ties keep apart everywhere: whoever is close to somebody of a project neither decides on its
-- publications nor reads which earlier releases its requests were compared with.

create or replace function app.publication_is_decided() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if new.status in ('approved', 'returned') and new.status is distinct from old.status then
		if new.decided_by is distinct from app.person()
			or not app.has_role('output-checker', 'data-manager')
			or app.excluded(new.project_id, new.decided_by) then
			raise exception 'a publication is decided by a checker who is not of its project, nor close to who is';
		end if;
	end if;
	if old.status in ('approved', 'withdrawn') then
		raise exception 'a publication that was decided for good is kept';
	end if;
	return new;
end $$;

alter policy checkers on output_difference_source using (
	(select app.has_role('output-checker', 'auditor'))
	and exists (
		select from output_comparison c
		join output_request r on r.id = c.request_id
		where c.id = comparison_id and r.project_id not in (select app.excluded_projects())
	)
);

revoke execute on all functions in schema app from public;

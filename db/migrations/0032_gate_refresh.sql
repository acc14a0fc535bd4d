-- New data for an open workspace pass a gate of their own, as the first extract did (0025, decision 0030).

create function app.gate_with_refresh_step() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	perform app.gate_stepped(r.workspace_id, r.id, new.name, new.status, coalesce(new.finished_at, new.started_at))
	from refresh r
	where r.id = new.refresh_id;
	return new;
end $$;
create trigger gate_moves after insert or update on refresh_step for each row execute function app.gate_with_refresh_step();

create function app.gate_with_refresh_report() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	perform app.gate_reported(r.workspace_id, r.id, new.snapshot_id, new.report)
	from refresh r
	where r.id = new.refresh_id;
	return new;
end $$;
create trigger gate_moves after insert or update on refresh_report for each row execute function app.gate_with_refresh_report();

revoke execute on all functions in schema app from public;

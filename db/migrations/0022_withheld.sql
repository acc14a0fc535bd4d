-- What a disclosure policy says is read by who decides by it, and by the processes that judge by it.
-- Row security lets everybody find the versions that hold for them; what these say, their digest (from
-- which few numbers could be guessed) and their reasons are columns that the portal cannot read. It asks
-- the functions below, which look at whoever asks (decision 0027).
revoke select on disclosure_policy from aldgate_portal, aldgate_worker;
grant select (
	version, controller_code, edition, status, effective_from, retired_on, drafted_by, drafted_at,
	decided_by, decided_at, retired_by
) on disclosure_policy to aldgate_portal, aldgate_worker;

-- Those who write, approve, check by and audit policies; a controller's people their own, and the
-- service's, which they start from.
create function app.reads_policies(owner text) returns boolean
language sql stable security definer set search_path = public, app as $$
	select app.has_role('output-checker', 'data-manager', 'privacy-officer', 'caldicott-guardian', 'auditor', 'administrator')
		or owner in (select app.my_controllers())
		or (owner is null and exists (select app.my_controllers()))
$$;

-- What the versions say that the asker may read in full. As text: a driver may rename keys in JSON.
create function app.policy_words() returns table (version int, content text, sha256 text, reason text)
language sql stable security definer set search_path = public, app as $$
	select d.version, d.content::text, d.sha256, d.reason
	from disclosure_policy d
	where app.reads_policies(d.controller_code)
$$;

-- What anybody who signed in may know of a version that was approved: the smallest group, and the
-- method and base of a rounding. A key that it leaves out is left out here, so that it is not taken
-- for a rule that is off.
create function app.public_policies(wanted int[]) returns table (version int, owner text, content text)
language sql stable security definer set search_path = public, app as $$
	select d.version, d.controller_code, (
		coalesce((select jsonb_object_agg(p.key, p.value) from jsonb_each(d.content) p where p.key = 'threshold'), '{}')
		|| case
			when not d.content ? 'rounding' then '{}'
			when jsonb_typeof(d.content -> 'rounding') <> 'object' then '{"rounding": null}'
			else jsonb_build_object('rounding', (
				select coalesce(jsonb_object_agg(r.key, r.value), '{}')
				from jsonb_each(d.content -> 'rounding') r
				where r.key in ('method', 'base')
			))
		end
	)::text
	from disclosure_policy d
	where d.version = any (wanted)
	  and d.status in ('approved', 'retired')
	  and app.person() is not null
$$;
grant execute on function app.reads_policies(text), app.policy_words(), app.public_policies(int[]) to aldgate_portal;

-- The host scans files by the policies that it reads itself, as the vault does: none is the portal's word.
grant select on disclosure_policy to aldgate_host;
grant select (id, project_id, policy_version, policy_versions) on output_request to aldgate_host;
grant execute on function app.policies_of(uuid, date) to aldgate_host;

-- The time by which the rules below are kept: the database's own, whatever a process tells.
create function app.clock() returns timestamptz language sql volatile as $$ select clock_timestamp() $$;

-- A claim is somebody's until it runs out or they give it back: nobody else takes it over before, nor
-- claims for longer than the policy says. Whoever let one run out is told who went on without them.
create function app.keep_claim() returns trigger
language plpgsql security definer set search_path = public, app as $$
declare
	hours interval := make_interval(hours => (app.checking_policy()).claim_hours);
begin
	if new.at > app.clock() + interval '1 minute' or new.until > app.clock() + hours + interval '1 minute' then
		raise exception 'a claim begins now and holds for the hours of the policy';
	end if;
	if tg_op = 'UPDATE' and new.request_id is distinct from old.request_id then
		raise exception 'a claim stays of its request';
	end if;
	if tg_op = 'UPDATE' and new.person_id <> old.person_id then
		if old.until > app.clock() then
			raise exception 'a claim that holds is not taken over';
		end if;
		if old.until - old.at >= hours then
			insert into notice (person_id, kind, subject_kind, subject_id, title, at)
			select old.person_id, 'output.claim-taken', 'output', r.id, r.title, app.clock()
			from output_request r
			where r.id = old.request_id
			on conflict (person_id, kind, subject_id) do update set at = excluded.at, read_at = null;
		end if;
	end if;
	return new;
end $$;
create trigger claim_is_kept before insert or update on output_claim
for each row execute function app.keep_claim();

-- A release happens now: not later, and not before it was sent, computed and voted for.
create function app.release_is_now() returns trigger
language plpgsql security definer set search_path = public, app as $$
begin
	if new.released_at > app.clock() + interval '1 minute' then
		raise exception 'a release does not happen in the future';
	end if;
	if new.released_at < (
		select greatest(
			r.submitted_at,
			(select max(v.at) from output_vote v where v.request_id = r.id and v.turn = r.turn),
			(select c.computed_at from regular_result c where c.run_id = r.regular_run_id)
		)
		from output_request r
		where r.id = new.request_id
	) then
		raise exception 'a release does not happen before the votes on it';
	end if;
	return new;
end $$;
create trigger release_is_now before insert on release
for each row execute function app.release_is_now();

-- Releases whose people the vault can no longer tell: nothing that counts the same can be compared
-- with them, so nothing of that kind leaves until they are restored.
create table release_lost (
	release_id   uuid primary key references release,
	because      text not null check (because <> '' and length(because) <= 500),
	noticed_at   timestamptz not null,
	restored_at  timestamptz -- null: it is lost now
);
alter table release_lost enable row level security;
create policy staff on release_lost for select using (
	(select app.has_role('output-checker', 'data-manager', 'privacy-officer', 'auditor', 'administrator'))
);
create policy vault on release_lost to aldgate_vault using (true) with check (true);
grant select on release_lost to aldgate_portal;
grant select, insert, update on release_lost to aldgate_vault;

-- Which they are and whose, for the service's people: also for those who may not open the request.
create function app.lost_releases() returns table (
	id uuid, title text, project_number bigint, project_title text, organisation text, released_at timestamptz,
	files text[], because text, noticed_at timestamptz
)
language sql stable security definer set search_path = public, app as $$
	select
		r.id, r.title, p.number, p.title, o.name, r.released_at,
		array(select file ->> 'name' from jsonb_array_elements(r.files) as f (file)), l.because, l.noticed_at
	from release_lost l
	join release r on r.id = l.release_id
	join project p on p.id = r.project_id
	join organisation o on o.id = p.organisation_id
	where l.restored_at is null
	  and app.has_role('output-checker', 'data-manager', 'privacy-officer', 'auditor', 'administrator')
	order by r.released_at
$$;
grant execute on function app.lost_releases() to aldgate_portal;

revoke execute on all functions in schema app from public;

-- Disclosure policies as records: of the service or of a controller, drafted by one person and approved
-- by another, and never changed afterwards. What is in force on a day follows from these columns.
alter table disclosure_policy
	add column controller_code text references controller, -- null: the service's own
	add column edition     int not null default 1, -- counts an owner's versions
	add column status      text not null default 'draft' check (status in ('draft', 'approved', 'discarded', 'retired')),
	add column reason      text not null default '' check (length(reason) <= 2000), -- why it differs from the one before
	add column drafted_by  uuid references person, -- null: came with the installation
	add column drafted_at  timestamptz,
	add column decided_by  uuid references person, -- who approved or discarded it
	add column decided_at  timestamptz,
	add column retired_by  uuid references person,
	add column retired_on  date, -- the first day on which it no longer holds
	add check (status <> 'approved' or drafted_by is null or decided_by is not null),
	add check (status not in ('approved', 'retired') or decided_by <> drafted_by),
	add check ((status = 'retired') = (retired_on is not null));
update disclosure_policy set status = 'approved';
alter table disclosure_policy add constraint disclosure_policy_owner_edition unique nulls not distinct (controller_code, edition);
-- two of an owner's cannot begin on one day, or it would not be plain which of them holds
create unique index disclosure_policy_begins on disclosure_policy (controller_code, effective_from)
	nulls not distinct where status in ('approved', 'retired');

create sequence disclosure_policy_version;
select setval('disclosure_policy_version', greatest(1000, max(version))) from disclosure_policy;
grant usage on sequence disclosure_policy_version to aldgate_portal;

create function app.keep_policy() returns trigger
language plpgsql as $$
begin
	if tg_op = 'DELETE' then
		raise exception 'A disclosure policy is kept for good.';
	end if;
	if new is not distinct from old then
		return new;
	end if;
	if (new.version, new.controller_code, new.edition, new.effective_from, new.content, new.sha256, new.reason, new.drafted_by, new.drafted_at)
		is distinct from
		(old.version, old.controller_code, old.edition, old.effective_from, old.content, old.sha256, old.reason, old.drafted_by, old.drafted_at) then
		raise exception 'What a disclosure policy says never changes; write a new version.';
	end if;
	if (old.status, new.status) not in (('draft', 'approved'), ('draft', 'discarded'), ('approved', 'retired')) then
		raise exception 'A disclosure policy does not go from % to %.', old.status, new.status;
	end if;
	if old.status = 'approved' and (new.decided_by, new.decided_at) is distinct from (old.decided_by, old.decided_at) then
		raise exception 'Who approved a disclosure policy never changes.';
	end if;
	return new;
end $$;
create trigger kept before update or delete on disclosure_policy for each row execute function app.keep_policy();

-- Which policies hold for a project on a day: the service's, and those of every controller that has
-- signed up to its datasets for its purpose. Asked with the owner's rights, so that nobody is held to
-- less because they see less. A retired one held until it was retired.
create function app.policies_of(wanted uuid, day date) returns setof int
language sql stable security definer set search_path = public, app as $$
	with source as (
		select distinct s.controller_code
		from project p
		join application a on a.id = p.application_id
		cross join lateral jsonb_array_elements_text(
			case when jsonb_typeof(a.answers #> '{safe-data,datasets}') = 'array'
				then a.answers #> '{safe-data,datasets}' else '[]'::jsonb end
		) as d (code)
		join controller_signup s on s.dataset_code = d.code and s.purpose = a.purpose
		where p.id = wanted and s.signed_from <= day and (s.signed_to is null or s.signed_to >= day)
	)
	select distinct on (coalesce(d.controller_code, '')) d.version
	from disclosure_policy d
	where (d.controller_code is null or d.controller_code in (select controller_code from source))
	  and d.status in ('approved', 'retired')
	  and d.effective_from <= day
	  and (d.retired_on is null or d.retired_on > day)
	order by coalesce(d.controller_code, ''), d.effective_from desc, d.version desc
$$;
grant execute on function app.policies_of(uuid, date) to aldgate_portal, aldgate_worker, aldgate_vault;

-- A draft is for the service and its controller; what was approved must be read wherever outputs are
-- judged. Researchers' pages show its public part only.
alter table disclosure_policy enable row level security;
create policy seen on disclosure_policy for select using (
	status in ('approved', 'retired')
	or (select app.is_staff())
	or controller_code in (select app.my_controllers())
);
create policy drafted on disclosure_policy for insert with check (
	status = 'draft'
	and drafted_by = (select app.person())
	and (
		(select app.has_role('data-manager', 'privacy-officer'))
		or controller_code in (select app.my_controllers())
	)
);
create policy decided on disclosure_policy for update using (
	(select app.has_role('data-manager', 'privacy-officer', 'caldicott-guardian'))
	or controller_code in (select app.my_controllers())
);
grant insert on disclosure_policy to aldgate_portal;
grant update (status, decided_by, decided_at, retired_by, retired_on) on disclosure_policy to aldgate_portal;

-- A request is judged by the strictest of the policies that held when it was begun: these versions.
alter table output_request add column policy_versions int[] not null default '{}';
update output_request set policy_versions = array[policy_version];

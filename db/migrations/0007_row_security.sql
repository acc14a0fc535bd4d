-- The second wall. policy.ts decides what a person may do; these decide what exists for them at all.
-- Uncorrelated sub-selects are evaluated once a query, so lists stay fast.

create function app.my_applications() returns setof uuid
language sql stable security definer set search_path = public, app as $$
	select application_id from application_person where person_id = app.person() and removed_at is null
	union
	select id from application where lead_id = app.person()
$$;

-- Projects whose work a person may see: they are a member today.
create function app.member_projects() returns setof uuid
language sql stable security definer set search_path = public, app as $$
	select project_id from project_member where person_id = app.person() and removed_at is null
$$;

create function app.colleagues() returns setof uuid
language sql stable security definer set search_path = public, app as $$
	select m.person_id from organisation_member m where m.organisation_id in (select app.my_organisations())
	union
	select m.person_id from project_member m where m.project_id in (select app.member_projects())
	union
	select p.person_id from application_person p where p.application_id in (select app.my_applications())
$$;

create function app.both_voted(request uuid, in_turn int) returns boolean
language sql stable security definer set search_path = public, app as $$
	select count(*) >= 2 from output_vote where request_id = request and turn = in_turn
$$;

alter table person enable row level security;
create policy seen on person for select using (
	id = (select app.person())
	or kind = 'system'
	or (select app.is_staff())
	or (select app.is_committee())
	or id in (select app.colleagues())
);

alter table organisation enable row level security;
create policy seen on organisation for select using (
	id in (select app.my_organisations())
	or (select app.is_staff())
	or (select app.is_committee())
	or exists (select from application a where a.organisation_id = organisation.id)
);
create policy registered on organisation for insert with check ((select app.has_role('access-manager', 'administrator')));

alter table organisation_member enable row level security;
create policy seen on organisation_member for select using (
	organisation_id in (select app.my_organisations()) or (select app.is_staff())
);

alter table feasibility enable row level security;
create policy own on feasibility using (
	person_id = (select app.person())
	or exists (select from application a where a.feasibility_id = feasibility.id)
	or (select app.has_role('auditor', 'data-manager', 'access-manager', 'commercial-manager', 'privacy-officer'))
) with check (person_id = (select app.person()));
create policy for_ones_own on feasibility as restrictive for insert with check (
	organisation_id is null or organisation_id in (select app.my_organisations()) or (select app.is_staff())
);

alter table quote enable row level security;
create policy own on quote using (
	person_id = (select app.person())
	or exists (select from application a where a.quote_id = quote.id)
	or exists (select from agreement g where g.quote_id = quote.id)
	or (select app.has_role('auditor', 'access-manager', 'commercial-manager', 'commercial-director', 'finance-officer', 'system'))
) with check (person_id = (select app.person()) or (select app.has_role('commercial-manager')));
create policy for_ones_own on quote as restrictive for insert with check (
	organisation_id is null or organisation_id in (select app.my_organisations()) or (select app.is_staff())
);

alter table application enable row level security;
create policy seen on application using (
	lead_id = (select app.person())
	or id in (select app.my_applications())
	or (select app.is_staff())
	or (status not in ('draft', 'submitted', 'returned', 'withdrawn', 'expired') and (select app.is_committee()))
	or organisation_id in (select app.my_organisations('signatory'))
);
create policy for_ones_own on application as restrictive for insert with check (
	organisation_id in (select app.my_organisations())
);

-- What a controller is told of a study that the committee approved: a notice, never the answers.
create function app.notices() returns table (
	id uuid, number bigint, title text, organisation_id uuid, organisation text, lay_summary text,
	tier text, datasets jsonb, status text, status_since timestamptz, version int, objections_until date
)
language sql stable security definer set search_path = public, app as $$
	select
		a.id, a.number, a.title, a.organisation_id, o.name,
		coalesce(a.answers #>> '{safe-project,laySummary}', ''), a.tier,
		coalesce(a.answers #> '{safe-data,datasets}', '[]'::jsonb),
		a.status, a.status_since, a.version, a.objections_until
	from application a
	join organisation o on o.id = a.organisation_id
	where a.status in ('approved_pending', 'approved') and exists (select app.my_controllers())
$$;

-- Holds what a notice is about, so that an objection and the end of its period do not cross.
create function app.hold_notice(wanted uuid) returns void
language plpgsql security definer set search_path = public, app as $$
begin
	perform from application
	where id = wanted and status in ('approved_pending', 'approved') and exists (select app.my_controllers())
	for share;
end $$;

-- What belongs to an application is seen by whoever sees the application.
alter table application_version enable row level security;
create policy with_application on application_version using (exists (select from application a where a.id = application_id));
alter table application_person enable row level security;
create policy with_application on application_person using (exists (select from application a where a.id = application_id));
alter table review_stream enable row level security;
create policy reviewers on review_stream using (
	((select app.is_staff()) or (select app.is_committee()))
	and exists (select from application a where a.id = application_id)
);
alter table decision enable row level security;
create policy with_application on decision using (exists (select from application a where a.id = application_id))
with check ((select app.is_committee()));
alter table condition_confirmation enable row level security;
create policy with_application on condition_confirmation using (
	(select app.is_staff()) and exists (select from application a where a.id = application_id)
) with check (person_id = (select app.person()) and (select app.has_role(role)));

-- The ids behind e-mail addresses that an application names, for people of an organisation only.
create function app.people_named(emails text[]) returns table (id uuid, email text)
language sql stable security definer set search_path = public, app as $$
	select p.id, p.email
	from person p
	where p.email = any (emails) and p.kind = 'person' and exists (select from app.my_organisations())
$$;

alter table objection enable row level security;
create policy parties on objection using (
	controller_code in (select app.my_controllers()) or (select app.is_staff()) or (select app.is_committee())
);

-- Votes and interests stay inside the committee; the outcome and its reasons are the decision's.
alter table declaration enable row level security;
create policy committee on declaration using (
	(select app.is_committee()) or (select app.has_role('access-manager', 'auditor'))
) with check (
	(person_id = (select app.person()) and (select app.is_committee())) or (select app.has_role('system'))
);
alter table vote enable row level security;
create policy committee on vote using (
	(select app.is_committee()) or (select app.has_role('auditor'))
) with check ((select app.is_committee()));
create policy own_vote on vote as restrictive for insert with check (person_id = (select app.person()));

alter table agreement enable row level security;
create policy parties on agreement using (
	(status <> 'drafting' and (
		organisation_id in (select app.my_organisations('signatory', 'user-manager'))
		or application_id in (select app.my_applications())
	))
	or (select app.is_staff())
);
alter table agreement_signature enable row level security;
create policy with_agreement on agreement_signature using (exists (select from agreement g where g.id = agreement_id))
with check (person_id = (select app.person()) and exists (select from agreement g where g.id = agreement_id));

alter table project enable row level security;
create policy parties on project using (
	id in (select app.member_projects())
	or organisation_id in (select app.my_organisations('signatory', 'finance-contact', 'user-manager'))
	or (select app.is_staff())
);
alter table project_member enable row level security;
create policy with_project on project_member using (exists (select from project p where p.id = project_id));

alter table invoice_run enable row level security;
create policy numbering on invoice_run using (
	(select app.has_role('finance-officer', 'commercial-director', 'system'))
);
alter table invoice enable row level security;
create policy parties on invoice using (
	organisation_id in (select app.my_organisations('signatory', 'finance-contact'))
	or project_id in (select app.member_projects())
	or (select app.has_role('finance-officer', 'commercial-manager', 'commercial-director', 'access-manager', 'auditor', 'system'))
) with check ((select app.has_role('finance-officer', 'commercial-director', 'system')));
alter table purchase_order enable row level security;
create policy with_project on purchase_order using (exists (select from project p where p.id = project_id));
alter table payment enable row level security;
create policy with_invoice on payment using (exists (select from invoice i where i.id = invoice_id))
with check (recorded_by = (select app.person()) and (select app.has_role('finance-officer', 'system')));
alter table ledger_transaction enable row level security;
create policy finance on ledger_transaction using (
	(select app.has_role('finance-officer', 'auditor', 'system'))
	or organisation_id in (select app.my_organisations('finance-contact'))
) with check ((select app.has_role('finance-officer', 'system', 'commercial-manager', 'commercial-director')));
alter table ledger_entry enable row level security;
create policy with_transaction on ledger_entry using (
	exists (select from ledger_transaction t where t.id = transaction_id)
) with check ((select app.has_role('finance-officer', 'system', 'commercial-manager', 'commercial-director')));

alter table workspace enable row level security;
create policy members on workspace using (project_id in (select app.member_projects()) or (select app.is_staff()));
create policy by_the_service on workspace as restrictive for update using ((select app.is_staff()));
alter table workspace_report enable row level security;
create policy gatekeepers on workspace_report using (
	(select app.has_role('data-manager', 'privacy-officer', 'auditor', 'system'))
) with check ((select app.has_role('system')));
alter table provisioning_step enable row level security;
create policy with_workspace on provisioning_step using (exists (select from workspace w where w.id = workspace_id));
alter table gate_approval enable row level security;
create policy with_workspace on gate_approval using (exists (select from workspace w where w.id = workspace_id))
with check (
	person_id = (select app.person())
	and (select app.has_role(role))
	and exists (select from workspace w where w.id = workspace_id)
);
alter table run enable row level security;
create policy members on run using (
	exists (select from workspace w where w.id = workspace_id and w.project_id in (select app.member_projects()))
	or (select app.has_role('auditor'))
) with check (
	person_id = (select app.person())
	and exists (select from workspace w where w.id = workspace_id and w.project_id in (select app.member_projects()))
);
alter table row_view enable row level security;
create policy own on row_view using (person_id = (select app.person()) or (select app.has_role('auditor')));

alter table output_request enable row level security;
create policy parties on output_request using (
	project_id in (select app.member_projects())
	or (status <> 'draft' and (select app.has_role('output-checker', 'auditor', 'privacy-officer')))
);
alter table output_file enable row level security;
create policy with_request on output_file using (exists (select from output_request r where r.id = request_id));
alter table output_evidence enable row level security;
create policy checkers on output_evidence for select using (
	(select app.has_role('output-checker', 'auditor'))
	and exists (
		select from output_file f
		join output_request r on r.id = f.request_id
		where f.id = file_id and not app.researched(r.project_id, (select app.person()))
	)
);
alter table output_vote enable row level security;
create policy blind on output_vote using (
	exists (select from output_request r where r.id = request_id)
	and (person_id = (select app.person()) or app.both_voted(request_id, turn))
) with check (
	person_id = (select app.person())
	and (select app.has_role('output-checker'))
	and exists (
		select from output_request r
		where r.id = request_id and not app.researched(r.project_id, (select app.person()))
	)
);
alter table output_comment enable row level security;
-- A checker's words stay their own until both have voted, as the vote does.
create policy with_request on output_comment using (
	exists (select from output_request r where r.id = request_id)
	and (not private or (select app.has_role('output-checker', 'auditor')))
	and (side = 'researcher' or person_id = (select app.person()) or app.both_voted(request_id, turn))
) with check (
	person_id = (select app.person())
	and (side = 'researcher') = (exists (
		select from output_request r
		where r.id = request_id and r.project_id in (select app.member_projects())
	))
	and (side = 'checker' or not private)
	and (side = 'researcher' or (
		(select app.has_role('output-checker')) and exists (select from output_request r where r.id = request_id)
	))
);
alter table release enable row level security;
create policy parties on release using (
	project_id in (select app.member_projects()) or (select app.is_staff())
) with check ((select app.has_role('output-checker')));

-- Evidence is written once a file is made, by the person who asks for the release, who may not read it.
create function app.keep_evidence(file uuid, what jsonb) returns void
language plpgsql security definer set search_path = public, app as $$
begin
	if not exists (
		select from output_file f
		join output_request r on r.id = f.request_id
		where f.id = file
		  and r.status in ('draft', 'changes_requested')
		  and r.project_id in (select app.member_projects())
	) then
		raise exception 'evidence belongs to a draft of one''s own project';
	end if;
	insert into output_evidence (file_id, evidence) values (file, what)
	on conflict (file_id) do update set evidence = excluded.evidence;
end $$;

alter table event enable row level security;
create policy seen on event for select using (
	audience = 'public'
	or actor_id = (select app.person())
	or (select app.is_staff())
	or (audience = 'organisation' and (
		organisation_id in (select app.my_organisations())
		or (subject_kind = 'application' and subject_id in (select app.my_applications()::text))
		or (subject_kind = 'project' and subject_id in (select app.member_projects()::text))
	))
	or (subject_kind = 'application' and (select app.is_committee()))
);
create policy appended on event for insert with check (actor_id = (select app.person()));

alter table read_log enable row level security;
create policy auditors on read_log for select using ((select app.has_role('auditor')));
create policy appended on read_log for insert with check (person_id = (select app.person()));

alter table once enable row level security;
create policy own on once using (person_id = (select app.person())) with check (person_id = (select app.person()));

-- What a project costs, for whoever may see the project: a finance contact pays it without reading
-- the agreement, which says what the study is about.
create function app.charge_of(wanted uuid) returns table (quote_id uuid, net bigint, vat bigint, agreement_number bigint, agreement_version int)
language sql stable security definer set search_path = public, app as $$
	select q.id, q.net, q.vat, g.number, g.version
	from project p
	join agreement g on g.id = p.agreement_id
	join quote q on q.id = g.quote_id
	where p.id = wanted
	  and (
		p.id in (select app.member_projects())
		or p.organisation_id in (select app.my_organisations('signatory', 'finance-contact', 'user-manager'))
		or app.is_staff()
	  )
$$;

-- One database role a process. None owns anything, none passes row security, none changes events.
do $$
declare name text;
begin
	foreach name in array array['aldgate_portal', 'aldgate_worker', 'aldgate_vault', 'aldgate_host'] loop
		if not exists (select from pg_roles where rolname = name) then
			execute format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls', name);
		end if;
		execute format('grant usage on schema public, app to %I', name);
	end loop;
end $$;

revoke execute on all functions in schema app from public;
revoke all on schema public from public;
alter default privileges in schema app revoke execute on functions from public;

grant execute on function
	app.person(), app.has_role(text[]), app.is_staff(), app.is_committee(), app.my_organisations(text[]),
	app.my_controllers(), app.my_applications(), app.member_projects(), app.colleagues(),
	app.both_voted(uuid, int), app.researched(uuid, uuid), app.lock_event_head(), app.roles_of(uuid)
to aldgate_portal, aldgate_worker, aldgate_vault, aldgate_host;

grant execute on function
	app.credential_of(text), app.session_open(text, uuid, text, text, text, timestamptz, interval, interval),
	app.session_find(text, timestamptz), app.session_touch(text, timestamptz, interval), app.session_close(text),
	app.sessions_close_mine(), app.sessions_mine(), app.sign_in_attempts(text, timestamptz, interval),
	app.sign_in_forgive(text), app.demo_people(), app.keep_evidence(uuid, jsonb), app.people_named(text[]),
	app.charge_of(uuid), app.review_again(uuid, date), app.notices(), app.hold_notice(uuid)
to aldgate_portal;
grant execute on function app.sessions_expire(timestamptz) to aldgate_worker;

grant select (id, name, kind) on person to aldgate_portal, aldgate_worker, aldgate_vault, aldgate_host;

grant select on
	organisation, organisation_member, committee, committee_member, committee_rule, controller,
	service_role, controller_role, dataset, dataset_table, dataset_column, concept, controller_signup,
	rate_card, feasibility, quote, application, application_period, application_version, application_person, review_stream,
	declaration, vote, decision, condition_confirmation, objection, clause_library, agreement, agreement_signature, project,
	project_member, invoice, invoice_run, purchase_order, payment, ledger_transaction, ledger_entry, workspace,
	workspace_report, provisioning_step, gate_approval, run, row_view, disclosure_policy, output_request, output_file,
	output_evidence, output_vote, output_comment, release, event, event_head, once, register, decision_totals
to aldgate_portal;
grant insert on
	feasibility, quote, application, application_version, application_person, review_stream, declaration,
	vote, decision, condition_confirmation, objection, agreement, agreement_signature, project, project_member, invoice, invoice_run,
	purchase_order, payment, ledger_transaction, ledger_entry, workspace, workspace_report, provisioning_step,
	gate_approval, run, output_request, output_file, output_vote, output_comment, release, event,
	read_log, once, rate_card
to aldgate_portal;
grant update on
	application, application_person, review_stream, declaration, vote, objection, agreement, project,
	project_member, invoice, invoice_run, purchase_order, workspace, workspace_report, provisioning_step, run, output_request,
	output_file, release
to aldgate_portal;
grant delete on output_file to aldgate_portal;
grant usage on all sequences in schema public to aldgate_portal, aldgate_worker;

grant select on
	organisation, application, application_period, application_person, review_stream, decision, objection,
	controller_signup, quote, agreement, project, project_member, purchase_order, invoice, workspace, workspace_report, provisioning_step,
	gate_approval, output_request, event, once, dataset, dataset_table, dataset_column
to aldgate_worker;
grant select (application_id, saved_at) on application_version to aldgate_worker;
grant insert on project, project_member, workspace, workspace_report, provisioning_step, event, once to aldgate_worker;
grant update on application, agreement, project, workspace, workspace_report, provisioning_step, review_stream to aldgate_worker;

grant select on
	organisation, organisation_member, application, application_person, decision, objection, agreement, project,
	project_member, workspace, provisioning_step, gate_approval, dataset, dataset_table, dataset_column,
	controller, controller_signup, disclosure_policy, feasibility, event
to aldgate_vault;
grant insert on event, read_log to aldgate_vault;

grant select on project, project_member, workspace, gate_approval, organisation, application, application_person, row_view, event to aldgate_host;
grant insert, update on row_view to aldgate_host;
grant insert on event, read_log to aldgate_host;

alter table service_role enable row level security;
create policy seen on service_role for select using ((select app.person()) is not null);
alter table committee_member enable row level security;
create policy seen on committee_member for select using (
	person_id = (select app.person()) or (select app.is_staff()) or (select app.is_committee())
);
alter table controller_role enable row level security;
create policy seen on controller_role for select using (
	person_id = (select app.person()) or (select app.is_staff())
);

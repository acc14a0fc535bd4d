-- The database as the migrations leave it, printed from its own catalogue by npx aldgate docs and
-- compared in npm test. To read, and to see in a diff what a migration did; never to run.

-- Sequences

sequence agreement_number start 1
sequence application_number start 1001
sequence disclosure_policy_version start 1
sequence output_number start 1
sequence project_number start 1
sequence publication_number_seq start 1
sequence read_log_id_seq start 1

-- Tables: columns in order, constraints, indexes, triggers, row security

table agreement (row security)
	id uuid not null default uuidv7()
	number bigint not null default nextval('agreement_number'::regclass)
	application_id uuid not null
	organisation_id uuid not null
	quote_id uuid not null
	library_version integer not null
	version integer not null default 1
	status text not null
	choices jsonb not null
	text text not null
	sha256 text not null
	offered_by uuid
	offered_at timestamp with time zone
	executed_at timestamp with time zone
	status_since timestamp with time zone not null
	agreement_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
	agreement_application_id_version_key UNIQUE (application_id, version)
	agreement_check CHECK ((sha256 = encode(sha256(convert_to(text, 'UTF8'::name)), 'hex'::text)))
	agreement_library_version_fkey FOREIGN KEY (library_version) REFERENCES clause_library(version)
	agreement_number_key UNIQUE (number)
	agreement_offered_by_fkey FOREIGN KEY (offered_by) REFERENCES person(id)
	agreement_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	agreement_pkey PRIMARY KEY (id)
	agreement_quote_id_fkey FOREIGN KEY (quote_id) REFERENCES quote(id)
	agreement_status_check CHECK ((status = ANY (ARRAY['drafting'::text, 'offered'::text, 'negotiating'::text, 'agreed'::text, 'signed_by_partner'::text, 'executed'::text, 'amended'::text, 'expired'::text, 'terminated'::text])))
	agreement_text_check CHECK ((text <> ''::text))
	CREATE INDEX agreement_organisation_id_idx ON public.agreement USING btree (organisation_id)
	CREATE INDEX agreement_status_idx ON public.agreement USING btree (status)
	CREATE TRIGGER agreement_text_is_kept BEFORE UPDATE ON public.agreement FOR EACH ROW EXECUTE FUNCTION app.keep_agreement_text()
	policy parties for all using (((status <> 'drafting'::text) AND ((organisation_id IN ( SELECT app.my_organisations(VARIADIC ARRAY['signatory'::text, 'user-manager'::text]) AS my_organisations)) OR (application_id IN ( SELECT app.my_applications() AS my_applications)))) OR ( SELECT app.is_staff() AS is_staff))

table agreement_signature (row security)
	agreement_id uuid not null
	party text not null
	person_id uuid not null
	typed_name text not null
	authority text not null
	sha256 text not null
	level text not null
	address text not null
	user_agent text not null
	at timestamp with time zone not null
	agreement_signature_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES agreement(id)
	agreement_signature_authority_check CHECK ((authority <> ''::text))
	agreement_signature_party_check CHECK ((party = ANY (ARRAY['partner'::text, 'service'::text])))
	agreement_signature_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	agreement_signature_pkey PRIMARY KEY (agreement_id, party)
	agreement_signature_typed_name_check CHECK ((typed_name <> ''::text))
	policy with_agreement for all using (EXISTS ( SELECT FROM agreement g WHERE (g.id = agreement_signature.agreement_id))) with check ((person_id = ( SELECT app.person() AS person)) AND (EXISTS ( SELECT FROM agreement g WHERE (g.id = agreement_signature.agreement_id))))

table application (row security)
	id uuid not null default uuidv7()
	number bigint not null default nextval('application_number'::regclass)
	organisation_id uuid not null
	lead_id uuid not null
	quote_id uuid
	feasibility_id uuid
	tier text not null
	purpose text not null
	form_version integer not null default 1
	status text not null
	title text not null default ''::text
	answers jsonb not null default '{}'::jsonb
	version integer not null default 1
	round integer not null default 0
	returned_sections text[] not null default '{}'::text[]
	return_reason text not null default ''::text
	returned_version integer
	created_at timestamp with time zone not null
	submitted_at timestamp with time zone
	decided_at timestamp with time zone
	approved_at timestamp with time zone
	appealed_at timestamp with time zone
	objections_until date
	status_since timestamp with time zone not null
	application_check CHECK (((status = ANY (ARRAY['draft'::text, 'withdrawn'::text, 'expired'::text])) OR (submitted_at IS NOT NULL)))
	application_check1 CHECK (((status = 'approved'::text) <= (approved_at IS NOT NULL)))
	application_feasibility_id_fkey FOREIGN KEY (feasibility_id) REFERENCES feasibility(id)
	application_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES person(id)
	application_number_key UNIQUE (number)
	application_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	application_pkey PRIMARY KEY (id)
	application_purpose_check CHECK ((purpose = ANY (ARRAY['planning'::text, 'research'::text, 'industry'::text])))
	application_quote_id_fkey FOREIGN KEY (quote_id) REFERENCES quote(id)
	application_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text, 'in_review'::text, 'approved_pending'::text, 'conditional'::text, 'rejected'::text, 'approved'::text, 'withdrawn'::text, 'expired'::text, 'lapsed'::text])))
	application_tier_check CHECK ((tier = ANY (ARRAY['nhs'::text, 'academic'::text, 'student'::text, 'sme'::text, 'commercial'::text])))
	application_title_check CHECK ((length(title) <= 200))
	CREATE INDEX application_lead_id_idx ON public.application USING btree (lead_id)
	CREATE INDEX application_organisation_id_idx ON public.application USING btree (organisation_id)
	CREATE INDEX application_status_status_since_idx ON public.application USING btree (status, status_since)
	policy for_ones_own restrictive for insert with check (organisation_id IN ( SELECT app.my_organisations() AS my_organisations))
	policy seen for all using ((lead_id = ( SELECT app.person() AS person)) OR (id IN ( SELECT app.my_applications() AS my_applications)) OR ( SELECT app.is_staff() AS is_staff) OR ((status <> ALL (ARRAY['draft'::text, 'submitted'::text, 'returned'::text, 'withdrawn'::text, 'expired'::text])) AND ( SELECT app.is_committee() AS is_committee)) OR (organisation_id IN ( SELECT app.my_organisations(VARIADIC ARRAY['signatory'::text]) AS my_organisations)))

table application_period
	version integer not null
	effective_from date not null
	idle_days integer not null
	contract_days integer not null
	appeal_working_days integer not null
	application_period_appeal_working_days_check CHECK ((appeal_working_days >= 0))
	application_period_contract_days_check CHECK ((contract_days > 0))
	application_period_idle_days_check CHECK ((idle_days > 0))
	application_period_pkey PRIMARY KEY (version)

table application_person (row security)
	application_id uuid not null
	person_id uuid not null
	role text not null
	added_at timestamp with time zone not null
	removed_at timestamp with time zone
	application_person_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
	application_person_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	application_person_pkey PRIMARY KEY (application_id, person_id, role)
	application_person_role_check CHECK ((role = ANY (ARRAY['lead'::text, 'member'::text, 'signatory'::text])))
	CREATE INDEX application_person_person_id_idx ON public.application_person USING btree (person_id)
	policy with_application for all using (EXISTS ( SELECT FROM application a WHERE (a.id = application_person.application_id)))

table application_version (row security)
	application_id uuid not null
	version integer not null
	title text not null
	answers jsonb not null
	saved_by uuid not null
	saved_at timestamp with time zone not null
	application_version_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
	application_version_pkey PRIMARY KEY (application_id, version)
	application_version_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES person(id)
	policy with_application for all using (EXISTS ( SELECT FROM application a WHERE (a.id = application_version.application_id)))

table checking_policy
	version integer not null
	effective_from date not null
	promised_days integer not null
	claim_hours integer not null
	tie_months integer not null
	same_employer text not null
	enough integer not null
	comparisons_a_day integer not null default 20
	checking_policy_claim_hours_check CHECK (((claim_hours >= 1) AND (claim_hours <= 240)))
	checking_policy_comparisons_a_day_check CHECK (((comparisons_a_day >= 1) AND (comparisons_a_day <= 1000)))
	checking_policy_enough_check CHECK ((enough >= 1))
	checking_policy_pkey PRIMARY KEY (version)
	checking_policy_promised_days_check CHECK (((promised_days >= 1) AND (promised_days <= 60)))
	checking_policy_same_employer_check CHECK ((same_employer = ANY (ARRAY['refused'::text, 'one'::text])))
	checking_policy_tie_months_check CHECK (((tie_months >= 1) AND (tie_months <= 120)))

table clause_library
	version integer not null
	effective_from date not null
	content jsonb not null
	sha256 text not null
	clause_library_pkey PRIMARY KEY (version)

table committee
	id uuid not null default uuidv7()
	name text not null
	committee_name_key UNIQUE (name)
	committee_pkey PRIMARY KEY (id)

table committee_member (row security)
	committee_id uuid not null
	person_id uuid not null
	role text not null
	appointed_on date not null
	until date
	committee_member_committee_id_fkey FOREIGN KEY (committee_id) REFERENCES committee(id)
	committee_member_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	committee_member_pkey PRIMARY KEY (committee_id, person_id)
	committee_member_role_check CHECK ((role = ANY (ARRAY['committee-member'::text, 'committee-chair'::text, 'citizen'::text, 'citizens-secretary'::text])))
	CREATE INDEX committee_member_person_id_idx ON public.committee_member USING btree (person_id)
	policy seen for select using ((person_id = ( SELECT app.person() AS person)) OR ( SELECT app.is_staff() AS is_staff) OR ( SELECT app.is_committee() AS is_committee))

table committee_rule
	committee_id uuid not null
	version integer not null
	effective_from date not null
	content jsonb not null
	committee_rule_committee_id_fkey FOREIGN KEY (committee_id) REFERENCES committee(id)
	committee_rule_pkey PRIMARY KEY (committee_id, version)

table concept
	id bigint not null
	name text not null
	domain text not null
	people bigint
	concept_people_check CHECK ((((people % (5)::bigint) = 0) AND (people >= 10)))
	concept_pkey PRIMARY KEY (id)

table condition_confirmation (row security)
	application_id uuid not null
	round integer not null
	role text not null
	person_id uuid not null
	evidence text not null
	at timestamp with time zone not null
	condition_confirmation_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
	condition_confirmation_application_id_round_person_id_key UNIQUE (application_id, round, person_id)
	condition_confirmation_evidence_check CHECK ((evidence <> ''::text))
	condition_confirmation_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	condition_confirmation_pkey PRIMARY KEY (application_id, round, role)
	condition_confirmation_role_check CHECK ((role = ANY (ARRAY['access-manager'::text, 'privacy-officer'::text])))
	policy with_application for all using (( SELECT app.is_staff() AS is_staff) AND (EXISTS ( SELECT FROM application a WHERE (a.id = condition_confirmation.application_id)))) with check ((person_id = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY[condition_confirmation.role]) AS has_role))

table controller
	code text not null
	name text not null
	kind text not null
	icb_code text not null
	controller_code_check CHECK ((code ~ '^[A-Z0-9]{2,12}$'::text))
	controller_kind_check CHECK ((kind = ANY (ARRAY['gp-practice'::text, 'trust'::text, 'icb'::text])))
	controller_pkey PRIMARY KEY (code)

table controller_role (row security)
	controller_code text not null
	person_id uuid not null
	role text not null
	granted_at timestamp with time zone not null
	revoked_at timestamp with time zone
	controller_role_controller_code_fkey FOREIGN KEY (controller_code) REFERENCES controller(code)
	controller_role_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	controller_role_pkey PRIMARY KEY (controller_code, person_id, role)
	controller_role_role_check CHECK ((role = ANY (ARRAY['controller-approver'::text, 'federation-delegate'::text])))
	CREATE INDEX controller_role_person_id_idx ON public.controller_role USING btree (person_id)
	policy seen for select using ((person_id = ( SELECT app.person() AS person)) OR ( SELECT app.is_staff() AS is_staff))

table controller_signup
	controller_code text not null
	dataset_code text not null
	purpose text not null
	signed_from date not null
	signed_to date
	controller_signup_controller_code_fkey FOREIGN KEY (controller_code) REFERENCES controller(code)
	controller_signup_dataset_code_fkey FOREIGN KEY (dataset_code) REFERENCES dataset(code)
	controller_signup_pkey PRIMARY KEY (controller_code, dataset_code, purpose, signed_from)
	controller_signup_purpose_check CHECK ((purpose = ANY (ARRAY['planning'::text, 'research'::text, 'industry'::text])))

table credential
	person_id uuid not null
	password_hash text not null
	changed_at timestamp with time zone not null
	credential_password_hash_check CHECK ((password_hash ~~ '$argon2id$%'::text))
	credential_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	credential_pkey PRIMARY KEY (person_id)

table dataset
	code text not null
	name text not null
	description text not null
	product text not null
	version text not null
	as_of date not null
	publication_review boolean not null default false
	dataset_pkey PRIMARY KEY (code)

table dataset_column
	dataset_code text not null
	table_name text not null
	position integer not null
	name text not null
	type text not null
	class text not null
	description text not null
	dataset_column_class_check CHECK ((class ~ '^C(0[1-9]|1[0-9]|2[0-4])$'::text))
	dataset_column_dataset_code_table_name_fkey FOREIGN KEY (dataset_code, table_name) REFERENCES dataset_table(dataset_code, name)
	dataset_column_pkey PRIMARY KEY (dataset_code, table_name, name)

table dataset_table
	dataset_code text not null
	name text not null
	description text not null
	rows bigint not null
	dataset_table_dataset_code_fkey FOREIGN KEY (dataset_code) REFERENCES dataset(code)
	dataset_table_pkey PRIMARY KEY (dataset_code, name)
	dataset_table_rows_check CHECK ((rows >= 0))

table decision (row security)
	application_id uuid not null
	round integer not null
	outcome text not null
	reason text not null
	public_reason text not null
	inputs jsonb not null
	rule_version integer not null
	decided_by uuid not null
	at timestamp with time zone not null
	decision_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
	decision_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id)
	decision_outcome_check CHECK ((outcome = ANY (ARRAY['approved_pending'::text, 'conditional'::text, 'rejected'::text])))
	decision_pkey PRIMARY KEY (application_id, round)
	decision_public_reason_check CHECK ((public_reason <> ''::text))
	decision_reason_check CHECK ((reason <> ''::text))
	decision_round_check CHECK ((round > 0))
	policy with_application for all using (EXISTS ( SELECT FROM application a WHERE (a.id = decision.application_id))) with check ( SELECT app.is_committee() AS is_committee)

table declaration (row security)
	application_id uuid not null
	person_id uuid not null
	interest text not null
	detail text not null default ''::text
	at timestamp with time zone not null
	declaration_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
	declaration_interest_check CHECK ((interest = ANY (ARRAY['none'::text, 'indirect'::text, 'direct'::text])))
	declaration_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	declaration_pkey PRIMARY KEY (application_id, person_id)
	policy committee for all using (( SELECT app.is_committee() AS is_committee) OR ( SELECT app.has_role(VARIADIC ARRAY['access-manager'::text, 'auditor'::text]) AS has_role)) with check (((person_id = ( SELECT app.person() AS person)) AND ( SELECT app.is_committee() AS is_committee)) OR ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role))

table disclosure_policy (row security)
	version integer not null
	effective_from date not null
	content jsonb not null
	sha256 text not null
	controller_code text
	edition integer not null default 1
	status text not null default 'draft'::text
	reason text not null default ''::text
	drafted_by uuid
	drafted_at timestamp with time zone
	decided_by uuid
	decided_at timestamp with time zone
	retired_by uuid
	retired_on date
	disclosure_policy_check CHECK (((status <> 'approved'::text) OR (drafted_by IS NULL) OR (decided_by IS NOT NULL)))
	disclosure_policy_check1 CHECK (((status <> ALL (ARRAY['approved'::text, 'retired'::text])) OR (decided_by <> drafted_by)))
	disclosure_policy_check2 CHECK (((status = 'retired'::text) = (retired_on IS NOT NULL)))
	disclosure_policy_controller_code_fkey FOREIGN KEY (controller_code) REFERENCES controller(code)
	disclosure_policy_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id)
	disclosure_policy_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES person(id)
	disclosure_policy_owner_edition UNIQUE NULLS NOT DISTINCT (controller_code, edition)
	disclosure_policy_pkey PRIMARY KEY (version)
	disclosure_policy_reason_check CHECK ((length(reason) <= 2000))
	disclosure_policy_retired_by_fkey FOREIGN KEY (retired_by) REFERENCES person(id)
	disclosure_policy_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'approved'::text, 'discarded'::text, 'retired'::text])))
	CREATE UNIQUE INDEX disclosure_policy_begins ON public.disclosure_policy USING btree (controller_code, effective_from) NULLS NOT DISTINCT WHERE (status = ANY (ARRAY['approved'::text, 'retired'::text]))
	CREATE TRIGGER kept BEFORE DELETE OR UPDATE ON public.disclosure_policy FOR EACH ROW EXECUTE FUNCTION app.keep_policy()
	policy decided for update using (( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text, 'caldicott-guardian'::text]) AS has_role) OR (controller_code IN ( SELECT app.my_controllers() AS my_controllers)))
	policy drafted for insert with check ((status = 'draft'::text) AND (drafted_by = ( SELECT app.person() AS person)) AND (( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text]) AS has_role) OR (controller_code IN ( SELECT app.my_controllers() AS my_controllers))))
	policy seen for select using ((status = ANY (ARRAY['approved'::text, 'retired'::text])) OR ( SELECT app.is_staff() AS is_staff) OR (controller_code IN ( SELECT app.my_controllers() AS my_controllers)))

table event (row security)
	seq bigint not null
	at timestamp with time zone not null
	actor_id uuid not null
	action text not null
	subject_kind text not null
	subject_id text not null
	organisation_id uuid
	audience text not null
	body text not null
	previous_hash text not null
	hash text not null
	event_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES person(id)
	event_audience_check CHECK ((audience = ANY (ARRAY['public'::text, 'organisation'::text, 'service'::text])))
	event_check CHECK ((hash = encode(sha256(convert_to(body, 'UTF8'::name)), 'hex'::text)))
	event_hash_key UNIQUE (hash)
	event_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	event_pkey PRIMARY KEY (seq)
	event_previous_hash_check CHECK ((length(previous_hash) = 64))
	event_previous_hash_key UNIQUE (previous_hash)
	event_seq_check CHECK ((seq > 0))
	CREATE INDEX event_actor_id_seq_idx ON public.event USING btree (actor_id, seq)
	CREATE INDEX event_organisation_id_seq_idx ON public.event USING btree (organisation_id, seq)
	CREATE INDEX event_subject_kind_subject_id_seq_idx ON public.event USING btree (subject_kind, subject_id, seq)
	CREATE TRIGGER event_follows_head BEFORE INSERT ON public.event FOR EACH ROW EXECUTE FUNCTION app.follow_head()
	CREATE TRIGGER event_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	policy appended for insert with check (actor_id = ( SELECT app.person() AS person))
	policy seen for select using ((audience = 'public'::text) OR (actor_id = ( SELECT app.person() AS person)) OR ( SELECT app.is_staff() AS is_staff) OR ((audience = 'organisation'::text) AND ((organisation_id IN ( SELECT app.my_organisations() AS my_organisations)) OR ((subject_kind = 'application'::text) AND (subject_id IN ( SELECT (app.my_applications())::text AS my_applications))) OR ((subject_kind = 'project'::text) AND (subject_id IN ( SELECT (app.member_projects())::text AS member_projects))))) OR ((subject_kind = 'application'::text) AND ( SELECT app.is_committee() AS is_committee)))

table event_head
	only_one boolean not null default true
	seq bigint not null
	hash text not null
	event_head_only_one_check CHECK (only_one)
	event_head_pkey PRIMARY KEY (only_one)

table feasibility (row security)
	id uuid not null default uuidv7()
	person_id uuid not null
	organisation_id uuid
	cohort jsonb not null
	purpose text not null
	shown text not null
	count bigint
	at timestamp with time zone not null
	feasibility_count_check CHECK ((((count % (5)::bigint) = 0) AND (count >= 10)))
	feasibility_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	feasibility_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	feasibility_pkey PRIMARY KEY (id)
	feasibility_purpose_check CHECK ((purpose = ANY (ARRAY['planning'::text, 'research'::text, 'industry'::text])))
	CREATE INDEX feasibility_person_id_at_idx ON public.feasibility USING btree (person_id, at DESC)
	policy for_ones_own restrictive for insert with check ((organisation_id IS NULL) OR (organisation_id IN ( SELECT app.my_organisations() AS my_organisations)) OR ( SELECT app.is_staff() AS is_staff))
	policy own for all using ((person_id = ( SELECT app.person() AS person)) OR (EXISTS ( SELECT FROM application a WHERE (a.feasibility_id = feasibility.id))) OR ( SELECT app.has_role(VARIADIC ARRAY['auditor'::text, 'data-manager'::text, 'access-manager'::text, 'commercial-manager'::text, 'privacy-officer'::text]) AS has_role)) with check (person_id = ( SELECT app.person() AS person))

table gate_approval (row security)
	workspace_id uuid not null
	snapshot_id text not null
	person_id uuid not null
	role text not null
	note text not null default ''::text
	at timestamp with time zone not null
	gate_approval_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	gate_approval_pkey PRIMARY KEY (workspace_id, snapshot_id, role)
	gate_approval_role_check CHECK ((role = ANY (ARRAY['data-manager'::text, 'privacy-officer'::text])))
	gate_approval_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	gate_approval_workspace_id_snapshot_id_person_id_key UNIQUE (workspace_id, snapshot_id, person_id)
	policy with_workspace for all using (EXISTS ( SELECT FROM workspace w WHERE (w.id = gate_approval.workspace_id))) with check ((person_id = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY[gate_approval.role]) AS has_role) AND (EXISTS ( SELECT FROM workspace w WHERE (w.id = gate_approval.workspace_id))))

table invoice (row security)
	id uuid not null default uuidv7()
	number text not null
	project_id uuid not null
	organisation_id uuid not null
	agreement_id uuid not null
	status text not null
	po_number text not null default ''::text
	content jsonb not null
	net bigint not null
	vat bigint not null
	issued_on date not null
	due_on date not null
	issued_at timestamp with time zone not null
	invoice_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES agreement(id)
	invoice_check CHECK ((due_on >= issued_on))
	invoice_net_check CHECK ((net >= 0))
	invoice_number_key UNIQUE (number)
	invoice_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	invoice_pkey PRIMARY KEY (id)
	invoice_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	invoice_status_check CHECK ((status = ANY (ARRAY['issued'::text, 'paid'::text, 'credited'::text])))
	invoice_vat_check CHECK ((vat >= 0))
	CREATE INDEX invoice_organisation_id_idx ON public.invoice USING btree (organisation_id)
	CREATE INDEX invoice_project_id_idx ON public.invoice USING btree (project_id)
	CREATE INDEX invoice_status_due_on_idx ON public.invoice USING btree (status, due_on)
	CREATE TRIGGER invoice_is_kept BEFORE UPDATE ON public.invoice FOR EACH ROW EXECUTE FUNCTION app.keep_invoice()
	policy parties for all using ((organisation_id IN ( SELECT app.my_organisations(VARIADIC ARRAY['signatory'::text, 'finance-contact'::text]) AS my_organisations)) OR (project_id IN ( SELECT app.member_projects() AS member_projects)) OR ( SELECT app.has_role(VARIADIC ARRAY['finance-officer'::text, 'commercial-manager'::text, 'commercial-director'::text, 'access-manager'::text, 'auditor'::text, 'system'::text]) AS has_role)) with check ( SELECT app.has_role(VARIADIC ARRAY['finance-officer'::text, 'commercial-director'::text, 'system'::text]) AS has_role)

table invoice_run (row security)
	year integer not null
	last bigint not null
	invoice_run_last_check CHECK ((last > 0))
	invoice_run_pkey PRIMARY KEY (year)
	policy numbering for all using ( SELECT app.has_role(VARIADIC ARRAY['finance-officer'::text, 'commercial-director'::text, 'system'::text]) AS has_role)

table ledger_entry (row security)
	transaction_id uuid not null
	line integer not null
	account text not null
	amount bigint not null
	ledger_entry_amount_check CHECK ((amount <> 0))
	ledger_entry_pkey PRIMARY KEY (transaction_id, line)
	ledger_entry_transaction_id_fkey FOREIGN KEY (transaction_id) REFERENCES ledger_transaction(id)
	ledger_sums_to_zero TRIGGER DEFERRABLE INITIALLY DEFERRED
	CREATE TRIGGER ledger_entry_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	CREATE CONSTRAINT TRIGGER ledger_sums_to_zero AFTER INSERT ON public.ledger_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.ledger_is_zero()
	policy with_transaction for all using (EXISTS ( SELECT FROM ledger_transaction t WHERE (t.id = ledger_entry.transaction_id))) with check ( SELECT app.has_role(VARIADIC ARRAY['finance-officer'::text, 'system'::text, 'commercial-manager'::text, 'commercial-director'::text]) AS has_role)

table ledger_transaction (row security)
	id uuid not null default uuidv7()
	organisation_id uuid not null
	project_id uuid
	kind text not null
	source_id uuid not null
	memo text not null
	booked_on date not null
	at timestamp with time zone not null
	ledger_has_entries TRIGGER DEFERRABLE INITIALLY DEFERRED
	ledger_transaction_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'payment'::text, 'credit'::text])))
	ledger_transaction_kind_source_id_key UNIQUE (kind, source_id)
	ledger_transaction_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	ledger_transaction_pkey PRIMARY KEY (id)
	ledger_transaction_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	CREATE CONSTRAINT TRIGGER ledger_has_entries AFTER INSERT ON public.ledger_transaction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.ledger_is_zero()
	CREATE TRIGGER ledger_transaction_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_transaction FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	policy finance for all using (( SELECT app.has_role(VARIADIC ARRAY['finance-officer'::text, 'auditor'::text, 'system'::text]) AS has_role) OR (organisation_id IN ( SELECT app.my_organisations(VARIADIC ARRAY['finance-contact'::text]) AS my_organisations))) with check ( SELECT app.has_role(VARIADIC ARRAY['finance-officer'::text, 'system'::text, 'commercial-manager'::text, 'commercial-director'::text]) AS has_role)

table migration
	name text not null
	applied_at timestamp with time zone not null
	migration_pkey PRIMARY KEY (name)

table notice (row security)
	id uuid not null default uuidv7()
	person_id uuid not null
	kind text not null
	subject_kind text not null
	subject_id uuid not null
	title text not null
	at timestamp with time zone not null
	read_at timestamp with time zone
	notice_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	notice_person_id_kind_subject_id_key UNIQUE (person_id, kind, subject_id)
	notice_pkey PRIMARY KEY (id)
	notice_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['output'::text, 'regular'::text])))
	CREATE INDEX notice_person_id_read_at_idx ON public.notice USING btree (person_id, read_at)
	policy own for select using (person_id = ( SELECT app.person() AS person))
	policy read_by_oneself for update using (person_id = ( SELECT app.person() AS person))

table objection (row security)
	id uuid not null default uuidv7()
	application_id uuid not null
	controller_code text not null
	person_id uuid not null
	reason text not null
	answer text not null default ''::text
	upheld boolean
	at timestamp with time zone not null
	answered_by uuid
	answered_at timestamp with time zone
	objection_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES person(id)
	objection_application_id_controller_code_key UNIQUE (application_id, controller_code)
	objection_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
	objection_check CHECK ((((upheld IS NULL) = (answered_at IS NULL)) AND ((upheld IS NULL) = (answered_by IS NULL))))
	objection_check1 CHECK (((upheld IS NULL) OR (answer <> ''::text)))
	objection_controller_code_fkey FOREIGN KEY (controller_code) REFERENCES controller(code)
	objection_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	objection_pkey PRIMARY KEY (id)
	objection_reason_check CHECK ((reason <> ''::text))
	policy parties for all using ((controller_code IN ( SELECT app.my_controllers() AS my_controllers)) OR ( SELECT app.is_staff() AS is_staff) OR ( SELECT app.is_committee() AS is_committee))

table once (row security)
	person_id uuid not null
	token text not null
	action text not null
	result text not null
	at timestamp with time zone not null
	once_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	once_pkey PRIMARY KEY (person_id, token)
	once_token_check CHECK (((length(token) >= 8) AND (length(token) <= 100)))
	policy own for all using (person_id = ( SELECT app.person() AS person)) with check (person_id = ( SELECT app.person() AS person))

table organisation (row security)
	id uuid not null default uuidv7()
	name text not null
	kind text not null
	country text not null default 'GB'::text
	identifier text not null default ''::text
	vat_number text not null default ''::text
	public_body boolean not null default false
	assured_until date
	created_at timestamp with time zone not null
	organisation_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
	organisation_kind_check CHECK ((kind = ANY (ARRAY['university'::text, 'nhs'::text, 'charity'::text, 'company'::text, 'service'::text])))
	organisation_name_check CHECK (((name <> ''::text) AND (length(name) <= 200)))
	organisation_name_key UNIQUE (name)
	organisation_pkey PRIMARY KEY (id)
	policy registered for insert with check ( SELECT app.has_role(VARIADIC ARRAY['access-manager'::text, 'administrator'::text]) AS has_role)
	policy seen for select using ((id IN ( SELECT app.my_organisations() AS my_organisations)) OR ( SELECT app.is_staff() AS is_staff) OR ( SELECT app.is_committee() AS is_committee) OR (EXISTS ( SELECT FROM application a WHERE (a.organisation_id = organisation.id))))

table organisation_member (row security)
	organisation_id uuid not null
	person_id uuid not null
	role text not null
	added_at timestamp with time zone not null
	removed_at timestamp with time zone
	organisation_member_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	organisation_member_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	organisation_member_pkey PRIMARY KEY (organisation_id, person_id, role)
	organisation_member_role_check CHECK ((role = ANY (ARRAY['applicant'::text, 'member'::text, 'signatory'::text, 'finance-contact'::text, 'user-manager'::text])))
	CREATE INDEX organisation_member_person_id_idx ON public.organisation_member USING btree (person_id)
	policy seen for select using ((organisation_id IN ( SELECT app.my_organisations() AS my_organisations)) OR ( SELECT app.is_staff() AS is_staff))

table output_claim (row security)
	request_id uuid not null
	person_id uuid not null
	at timestamp with time zone not null
	until timestamp with time zone not null
	output_claim_check CHECK ((until >= at))
	output_claim_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	output_claim_pkey PRIMARY KEY (request_id)
	output_claim_request_id_fkey FOREIGN KEY (request_id) REFERENCES output_request(id)
	policy checkers for all using (( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'auditor'::text, 'privacy-officer'::text]) AS has_role) AND (EXISTS ( SELECT FROM output_request r WHERE (r.id = output_claim.request_id)))) with check ((person_id = ( SELECT app.person() AS person)) AND app.may_check(request_id))

table output_comment (row security)
	id uuid not null default uuidv7()
	request_id uuid not null
	file_id uuid
	cell text not null default ''::text
	person_id uuid not null
	turn integer not null
	side text not null
	private boolean not null default false
	words text not null
	at timestamp with time zone not null
	output_comment_file_id_fkey FOREIGN KEY (file_id) REFERENCES output_file(id) ON DELETE CASCADE
	output_comment_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	output_comment_pkey PRIMARY KEY (id)
	output_comment_request_id_fkey FOREIGN KEY (request_id) REFERENCES output_request(id)
	output_comment_side_check CHECK ((side = ANY (ARRAY['researcher'::text, 'checker'::text])))
	output_comment_words_check CHECK (((words <> ''::text) AND (length(words) <= 2000)))
	CREATE INDEX output_comment_request_id_at_idx ON public.output_comment USING btree (request_id, at)
	policy with_request for all using ((EXISTS ( SELECT FROM output_request r WHERE (r.id = output_comment.request_id))) AND ((NOT private) OR ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'auditor'::text]) AS has_role)) AND ((side = 'researcher'::text) OR (person_id = ( SELECT app.person() AS person)) OR app.both_voted(request_id, turn))) with check ((person_id = ( SELECT app.person() AS person)) AND ((side = 'researcher'::text) = (EXISTS ( SELECT FROM output_request r WHERE ((r.id = output_comment.request_id) AND (r.project_id IN ( SELECT app.member_projects() AS member_projects)))))) AND ((side = 'checker'::text) OR (NOT private)) AND ((side = 'researcher'::text) OR (( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text]) AS has_role) AND (EXISTS ( SELECT FROM output_request r WHERE (r.id = output_comment.request_id))))))

table output_comparison (row security)
	id uuid not null default uuidv7()
	request_id uuid not null
	person_id uuid not null
	snapshot_id text not null
	files jsonb not null
	through bigint not null
	fails integer not null
	reviews integer not null
	at timestamp with time zone not null
	output_comparison_fails_check CHECK ((fails >= 0))
	output_comparison_files_check CHECK ((jsonb_typeof(files) = 'array'::text))
	output_comparison_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	output_comparison_pkey PRIMARY KEY (id)
	output_comparison_request_id_fkey FOREIGN KEY (request_id) REFERENCES output_request(id)
	output_comparison_reviews_check CHECK ((reviews >= 0))
	output_comparison_through_check CHECK ((through >= 0))
	CREATE INDEX output_comparison_request_id_id_idx ON public.output_comparison USING btree (request_id, id DESC)
	policy vault for insert with check (EXISTS ( SELECT FROM output_request r WHERE (r.id = output_comparison.request_id)))
	policy with_request for select using (EXISTS ( SELECT FROM output_request r WHERE (r.id = output_comparison.request_id)))

table output_difference (row security)
	comparison_id uuid not null
	position integer not null
	file_id uuid not null
	cell text not null
	level text not null
	within boolean not null
	output_difference_comparison_id_fkey FOREIGN KEY (comparison_id) REFERENCES output_comparison(id)
	output_difference_level_check CHECK ((level = ANY (ARRAY['review'::text, 'fail'::text])))
	output_difference_pkey PRIMARY KEY (comparison_id, "position")
	policy vault for insert with check (EXISTS ( SELECT FROM output_comparison c WHERE (c.id = output_difference.comparison_id)))
	policy with_comparison for select using (EXISTS ( SELECT FROM output_comparison c WHERE (c.id = output_difference.comparison_id)))

table output_difference_source (row security)
	comparison_id uuid not null
	position integer not null
	kind text not null
	size_class text not null
	release_id uuid
	file text not null
	cells text not null
	output_difference_source_comparison_id_position_fkey FOREIGN KEY (comparison_id, "position") REFERENCES output_difference(comparison_id, "position")
	output_difference_source_kind_check CHECK ((kind = ANY (ARRAY['nested'::text, 'near'::text, 'rest'::text, 'excess'::text, 'hidden'::text, 'dominated'::text])))
	output_difference_source_pkey PRIMARY KEY (comparison_id, "position")
	output_difference_source_release_id_fkey FOREIGN KEY (release_id) REFERENCES release(id)
	CREATE INDEX output_difference_source_release_id_idx ON public.output_difference_source USING btree (release_id)
	policy checkers for select using (( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'auditor'::text]) AS has_role) AND (EXISTS ( SELECT FROM (output_comparison c JOIN output_request r ON ((r.id = c.request_id))) WHERE ((c.id = output_difference_source.comparison_id) AND (NOT (r.project_id IN ( SELECT app.excluded_projects() AS excluded_projects)))))))
	policy vault for insert with check (EXISTS ( SELECT FROM output_comparison c WHERE (c.id = output_difference_source.comparison_id)))

table output_escalation (row security)
	id uuid not null default uuidv7()
	request_id uuid not null
	turn integer not null
	asked_by uuid not null
	question text not null
	asked_at timestamp with time zone not null
	answered_by uuid
	answer text not null default ''::text
	answered_at timestamp with time zone
	output_escalation_answer_check CHECK ((length(answer) <= 2000))
	output_escalation_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES person(id)
	output_escalation_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES person(id)
	output_escalation_check CHECK (((answered_at IS NULL) = (answered_by IS NULL)))
	output_escalation_check1 CHECK (((answered_at IS NULL) = (answer = ''::text)))
	output_escalation_pkey PRIMARY KEY (id)
	output_escalation_question_check CHECK (((question <> ''::text) AND (length(question) <= 2000)))
	output_escalation_request_id_fkey FOREIGN KEY (request_id) REFERENCES output_request(id)
	CREATE UNIQUE INDEX output_escalation_request_id_idx ON public.output_escalation USING btree (request_id) WHERE (answered_at IS NULL)
	policy answering for update using (( SELECT app.has_role(VARIADIC ARRAY['privacy-officer'::text]) AS has_role) AND (answered_at IS NULL) AND (EXISTS ( SELECT FROM output_request r WHERE ((r.id = output_escalation.request_id) AND (NOT (r.project_id IN ( SELECT app.excluded_projects() AS excluded_projects))))))) with check (answered_by = ( SELECT app.person() AS person))
	policy asked for select using ((EXISTS ( SELECT FROM output_request r WHERE ((r.id = output_escalation.request_id) AND (NOT (r.project_id IN ( SELECT app.member_projects() AS member_projects)))))) AND ((asked_by = ( SELECT app.person() AS person)) OR ( SELECT app.has_role(VARIADIC ARRAY['privacy-officer'::text, 'auditor'::text]) AS has_role) OR ((answered_at IS NOT NULL) AND ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text]) AS has_role))))
	policy asking for insert with check ((asked_by = ( SELECT app.person() AS person)) AND (answered_at IS NULL) AND app.may_check(request_id))

table output_evidence (row security)
	file_id uuid not null
	evidence jsonb not null
	output_evidence_file_id_fkey FOREIGN KEY (file_id) REFERENCES output_file(id) ON DELETE CASCADE
	output_evidence_pkey PRIMARY KEY (file_id)
	policy checkers for select using (( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'auditor'::text]) AS has_role) AND (EXISTS ( SELECT FROM (output_file f JOIN output_request r ON ((r.id = f.request_id))) WHERE ((f.id = output_evidence.file_id) AND (NOT (r.project_id IN ( SELECT app.excluded_projects() AS excluded_projects)))))))

table output_file (row security)
	id uuid not null default uuidv7()
	request_id uuid not null
	name text not null
	kind text not null
	sql text not null default ''::text
	specification jsonb
	control text not null default 'none'::text
	verdict text not null
	answer jsonb not null
	sha256 text not null
	bytes bigint not null
	created_at timestamp with time zone not null
	updated_at timestamp with time zone not null
	media text not null default 'text/csv'::text
	supporting boolean not null default false
	data_file_id uuid
	description text not null default ''::text
	statistic text not null default ''::text
	population text not null default ''::text
	claim text not null default ''::text
	original_name text not null default ''::text
	original_sha256 text
	earlier_sha256 text
	output_file_bytes_check CHECK ((bytes >= 0))
	output_file_check CHECK ((data_file_id <> id))
	output_file_claim_check CHECK ((length(claim) <= 500))
	output_file_control_check CHECK ((control = ANY (ARRAY['none'::text, 'suppress'::text, 'round'::text])))
	output_file_data FOREIGN KEY (request_id, data_file_id) REFERENCES output_file(request_id, id) ON DELETE SET NULL (data_file_id)
	output_file_description_check CHECK ((length(description) <= 2000))
	output_file_earlier_sha256_check CHECK ((earlier_sha256 ~ '^[0-9a-f]{64}$'::text))
	output_file_in_request UNIQUE (request_id, id)
	output_file_kind_check CHECK ((kind = ANY (ARRAY['table'::text, 'csv'::text, 'image'::text, 'drawing'::text, 'document'::text, 'code'::text, 'log'::text, 'text'::text, 'notebook'::text, 'model'::text, 'survival'::text, 'archive'::text, 'other'::text])))
	output_file_media_check CHECK ((media ~ '^[a-z]+/[a-z0-9.+-]+$'::text))
	output_file_name_check CHECK ((name ~ '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$'::text))
	output_file_original_name_check CHECK ((length(original_name) <= 255))
	output_file_original_sha256_check CHECK ((original_sha256 ~ '^[0-9a-f]{64}$'::text))
	output_file_pkey PRIMARY KEY (id)
	output_file_population_check CHECK ((length(population) <= 1000))
	output_file_request_id_fkey FOREIGN KEY (request_id) REFERENCES output_request(id)
	output_file_request_id_name_key UNIQUE (request_id, name)
	output_file_statistic_check CHECK ((length(statistic) <= 200))
	output_file_verdict_check CHECK ((verdict = ANY (ARRAY['pass'::text, 'review'::text, 'fail'::text])))
	CREATE TRIGGER sent_files_are_kept BEFORE INSERT OR DELETE OR UPDATE ON public.output_file FOR EACH ROW EXECUTE FUNCTION app.keep_sent_files()
	policy with_request for all using (EXISTS ( SELECT FROM output_request r WHERE (r.id = output_file.request_id)))

table output_request (row security)
	id uuid not null default uuidv7()
	number bigint not null default nextval('output_number'::regclass)
	project_id uuid not null
	created_by uuid not null
	status text not null
	title text not null
	purpose text not null default ''::text
	description text not null default ''::text
	turn integer not null default 1
	version integer not null default 1
	policy_version integer not null
	public_reason text not null default ''::text
	created_at timestamp with time zone not null
	submitted_at timestamp with time zone
	released_at timestamp with time zone
	status_since timestamp with time zone not null
	policy_versions integer[] not null default '{}'::integer[]
	escalated_at timestamp with time zone
	regular_run_id uuid
	output_request_check CHECK (((status = 'released'::text) <= (released_at IS NOT NULL)))
	output_request_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id)
	output_request_number_key UNIQUE (number)
	output_request_pkey PRIMARY KEY (id)
	output_request_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES disclosure_policy(version)
	output_request_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	output_request_regular_run_id_fkey FOREIGN KEY (regular_run_id) REFERENCES regular_run(id)
	output_request_regular_run_id_key UNIQUE (regular_run_id)
	output_request_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'checking'::text, 'changes_requested'::text, 'approved'::text, 'released'::text, 'rejected'::text, 'withdrawn'::text, 'revoked'::text])))
	output_request_title_check CHECK (((title <> ''::text) AND (length(title) <= 200)))
	CREATE INDEX output_request_project_id_idx ON public.output_request USING btree (project_id)
	CREATE INDEX output_request_status_status_since_idx ON public.output_request USING btree (status, status_since)
	CREATE TRIGGER request_is_released BEFORE INSERT OR UPDATE ON public.output_request FOR EACH ROW EXECUTE FUNCTION app.released_with_release()
	CREATE TRIGGER request_keeps_its_run BEFORE UPDATE ON public.output_request FOR EACH ROW EXECUTE FUNCTION app.keep_run_of_request()
	policy jobs for select using ((status <> 'draft'::text) AND ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role))
	policy parties for all using ((project_id IN ( SELECT app.member_projects() AS member_projects)) OR ((status <> 'draft'::text) AND ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'auditor'::text, 'privacy-officer'::text]) AS has_role) AND (NOT (project_id IN ( SELECT app.excluded_projects() AS excluded_projects)))))
	policy regular for all using ((regular_run_id IS NOT NULL) AND ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role))
	policy runs_by_jobs restrictive for insert with check ((regular_run_id IS NULL) OR ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role))
	policy vault for select using ((status = ANY (ARRAY['released'::text, 'revoked'::text])) OR ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role))

table output_turn (row security)
	request_id uuid not null
	turn integer not null
	person_id uuid not null
	title text not null
	purpose text not null
	description text not null
	files jsonb not null
	at timestamp with time zone not null
	output_turn_files_check CHECK ((jsonb_typeof(files) = 'array'::text))
	output_turn_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	output_turn_pkey PRIMARY KEY (request_id, turn)
	output_turn_request_id_fkey FOREIGN KEY (request_id) REFERENCES output_request(id)
	output_turn_turn_check CHECK ((turn >= 1))
	policy regular for insert with check ((person_id = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role) AND (EXISTS ( SELECT FROM output_request r WHERE ((r.id = output_turn.request_id) AND (r.regular_run_id IS NOT NULL)))))
	policy with_request for all using (EXISTS ( SELECT FROM output_request r WHERE (r.id = output_turn.request_id))) with check ((person_id = ( SELECT app.person() AS person)) AND (EXISTS ( SELECT FROM output_request r WHERE ((r.id = output_turn.request_id) AND (r.project_id IN ( SELECT app.member_projects() AS member_projects))))))

table output_verdict (row security)
	request_id uuid not null
	turn integer not null
	person_id uuid not null
	file_id uuid not null
	name text not null
	sha256 text not null
	choice text not null
	reasons text[] not null default '{}'::text[]
	words text not null default ''::text
	exception text not null default ''::text
	output_verdict_check CHECK (((choice = 'approve'::text) OR (cardinality(reasons) > 0)))
	output_verdict_check1 CHECK (((choice = 'approve'::text) OR (exception = ''::text)))
	output_verdict_choice_check CHECK ((choice = ANY (ARRAY['approve'::text, 'changes'::text, 'reject'::text])))
	output_verdict_exception_check CHECK ((length(exception) <= 2000))
	output_verdict_pkey PRIMARY KEY (request_id, turn, person_id, file_id)
	output_verdict_request_id_turn_person_id_fkey FOREIGN KEY (request_id, turn, person_id) REFERENCES output_vote(request_id, turn, person_id)
	output_verdict_words_check CHECK ((length(words) <= 2000))
	CREATE INDEX output_verdict_request_id_file_id_idx ON public.output_verdict USING btree (request_id, file_id)
	policy with_vote for all using (EXISTS ( SELECT FROM output_vote v WHERE ((v.request_id = output_verdict.request_id) AND (v.turn = output_verdict.turn) AND (v.person_id = output_verdict.person_id)))) with check ((person_id = ( SELECT app.person() AS person)) AND (EXISTS ( SELECT FROM output_request r WHERE ((r.id = output_verdict.request_id) AND (r.turn = output_verdict.turn) AND (r.status = ANY (ARRAY['submitted'::text, 'checking'::text]))))) AND (EXISTS ( SELECT FROM output_file f WHERE ((f.request_id = output_verdict.request_id) AND (f.id = output_verdict.file_id) AND (f.sha256 = output_verdict.sha256) AND (NOT f.supporting)))))

table output_vote (row security)
	request_id uuid not null
	turn integer not null
	person_id uuid not null
	choice text not null
	reason text not null
	exception text not null default ''::text
	files jsonb not null
	at timestamp with time zone not null
	within_scope boolean
	scope_words text not null default ''::text
	output_vote_check CHECK (((choice = 'approve'::text) OR (reason <> ''::text)))
	output_vote_check1 CHECK ((within_scope OR (scope_words <> ''::text)))
	output_vote_check2 CHECK ((within_scope OR (choice <> 'approve'::text)))
	output_vote_choice_check CHECK ((choice = ANY (ARRAY['approve'::text, 'changes'::text, 'reject'::text])))
	output_vote_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	output_vote_pkey PRIMARY KEY (request_id, turn, person_id)
	output_vote_request_id_fkey FOREIGN KEY (request_id) REFERENCES output_request(id)
	output_vote_says_scope CHECK ((within_scope IS NOT NULL)) NOT VALID
	output_vote_scope_words_check CHECK ((length(scope_words) <= 2000))
	policy blind for all using ((EXISTS ( SELECT FROM output_request r WHERE (r.id = output_vote.request_id))) AND ((person_id = ( SELECT app.person() AS person)) OR app.both_voted(request_id, turn))) with check ((person_id = ( SELECT app.person() AS person)) AND app.may_check(request_id) AND (EXISTS ( SELECT FROM output_request r WHERE ((r.id = output_vote.request_id) AND (r.turn = output_vote.turn) AND (r.escalated_at IS NULL) AND (NOT (app.employed(r.project_id, ( SELECT app.person() AS person)) AND app.employer_voted(r.id, r.turn)))))))

table payment (row security)
	id uuid not null default uuidv7()
	invoice_id uuid not null
	amount bigint not null
	bank_reference text not null
	received_on date not null
	recorded_by uuid not null
	at timestamp with time zone not null
	payment_amount_check CHECK ((amount > 0))
	payment_bank_reference_check CHECK (((bank_reference <> ''::text) AND (length(bank_reference) <= 60)))
	payment_bank_reference_key UNIQUE (bank_reference)
	payment_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES invoice(id)
	payment_pkey PRIMARY KEY (id)
	payment_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES person(id)
	CREATE INDEX payment_invoice_id_idx ON public.payment USING btree (invoice_id)
	policy with_invoice for all using (EXISTS ( SELECT FROM invoice i WHERE (i.id = payment.invoice_id))) with check ((recorded_by = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY['finance-officer'::text, 'system'::text]) AS has_role))

table person (row security)
	id uuid not null default uuidv7()
	name text not null
	email text not null
	kind text not null default 'person'::text
	demo_order integer
	demo_note text
	created_at timestamp with time zone not null
	person_demo_order_key UNIQUE (demo_order)
	person_email_check CHECK (((email = lower(email)) AND (length(email) <= 254)))
	person_email_key UNIQUE (email)
	person_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'system'::text])))
	person_name_check CHECK (((name <> ''::text) AND (length(name) <= 120)))
	person_pkey PRIMARY KEY (id)
	policy seen for select using ((id = ( SELECT app.person() AS person)) OR (kind = 'system'::text) OR ( SELECT app.is_staff() AS is_staff) OR ( SELECT app.is_committee() AS is_committee) OR (id IN ( SELECT app.colleagues() AS colleagues)))

table person_tie (row security)
	id uuid not null default uuidv7()
	person_id uuid not null
	other_id uuid not null
	kind text not null
	until date
	declared_at timestamp with time zone not null
	person_tie_check CHECK ((person_id <> other_id))
	person_tie_kind_check CHECK ((kind = ANY (ARRAY['manages'::text, 'managed-by'::text, 'co-author'::text])))
	person_tie_other_id_fkey FOREIGN KEY (other_id) REFERENCES person(id)
	person_tie_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	person_tie_person_id_other_id_kind_key UNIQUE (person_id, other_id, kind)
	person_tie_pkey PRIMARY KEY (id)
	CREATE INDEX person_tie_other_id_idx ON public.person_tie USING btree (other_id)
	policy own for all using ((person_id = ( SELECT app.person() AS person)) OR ( SELECT app.has_role(VARIADIC ARRAY['auditor'::text]) AS has_role)) with check (person_id = ( SELECT app.person() AS person))

table project (row security)
	id uuid not null default uuidv7()
	number bigint not null default nextval('project_number'::regclass)
	application_id uuid not null
	agreement_id uuid not null
	organisation_id uuid not null
	title text not null
	status text not null
	starts_on date not null
	ends_on date not null
	status_since timestamp with time zone not null
	created_at timestamp with time zone not null
	project_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES agreement(id)
	project_agreement_id_key UNIQUE (agreement_id)
	project_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
	project_application_id_key UNIQUE (application_id)
	project_check CHECK ((ends_on > starts_on))
	project_number_key UNIQUE (number)
	project_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	project_pkey PRIMARY KEY (id)
	project_status_check CHECK ((status = ANY (ARRAY['awaiting_payment'::text, 'provisioning'::text, 'active'::text, 'read_only'::text, 'suspended'::text, 'closing'::text, 'closed'::text])))
	CREATE INDEX project_organisation_id_idx ON public.project USING btree (organisation_id)
	policy parties for all using ((id IN ( SELECT app.member_projects() AS member_projects)) OR (organisation_id IN ( SELECT app.my_organisations(VARIADIC ARRAY['signatory'::text, 'finance-contact'::text, 'user-manager'::text]) AS my_organisations)) OR ( SELECT app.is_staff() AS is_staff))

table project_member (row security)
	project_id uuid not null
	person_id uuid not null
	role text not null
	added_at timestamp with time zone not null
	removed_at timestamp with time zone
	terms_accepted_at timestamp with time zone
	project_member_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	project_member_pkey PRIMARY KEY (project_id, person_id)
	project_member_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	project_member_role_check CHECK ((role = ANY (ARRAY['lead'::text, 'researcher'::text])))
	CREATE INDEX project_member_person_id_idx ON public.project_member USING btree (person_id)
	policy with_project for all using (EXISTS ( SELECT FROM project p WHERE (p.id = project_member.project_id)))

table provisioning_step (row security)
	workspace_id uuid not null
	position integer not null
	name text not null
	status text not null
	detail text not null default ''::text
	attempts integer not null default 0
	started_at timestamp with time zone
	finished_at timestamp with time zone
	provisioning_step_pkey PRIMARY KEY (workspace_id, "position")
	provisioning_step_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
	provisioning_step_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	policy with_workspace for all using (EXISTS ( SELECT FROM workspace w WHERE (w.id = provisioning_step.workspace_id)))

table publication (row security)
	id uuid not null default uuidv7()
	number bigint not null generated always as identity
	project_id uuid not null
	created_by uuid not null
	status text not null
	title text not null
	journal text not null
	planned_on date not null
	version integer not null default 1
	turn integer not null default 1
	decided_by uuid
	reason text not null default ''::text
	created_at timestamp with time zone not null
	approved_at timestamp with time zone
	status_since timestamp with time zone not null
	publication_check CHECK (((status = 'approved'::text) = (approved_at IS NOT NULL)))
	publication_check1 CHECK (((status <> ALL (ARRAY['approved'::text, 'returned'::text])) OR (decided_by IS NOT NULL)))
	publication_check2 CHECK (((status <> 'returned'::text) OR (reason <> ''::text)))
	publication_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id)
	publication_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id)
	publication_journal_check CHECK ((length(journal) <= 200))
	publication_number_key UNIQUE (number)
	publication_pkey PRIMARY KEY (id)
	publication_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	publication_reason_check CHECK ((length(reason) <= 2000))
	publication_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text, 'returned'::text, 'withdrawn'::text])))
	publication_title_check CHECK (((title <> ''::text) AND (length(title) <= 300)))
	CREATE INDEX publication_project_id_idx ON public.publication USING btree (project_id)
	CREATE INDEX publication_status_status_since_idx ON public.publication USING btree (status, status_since)
	CREATE TRIGGER publication_is_decided BEFORE UPDATE ON public.publication FOR EACH ROW EXECUTE FUNCTION app.publication_is_decided()
	CREATE TRIGGER publication_is_kept BEFORE UPDATE ON public.publication FOR EACH ROW EXECUTE FUNCTION app.keep_publication()
	policy drafted restrictive for insert with check ((created_by = ( SELECT app.person() AS person)) AND (status = 'draft'::text) AND (project_id IN ( SELECT app.member_projects() AS member_projects)))
	policy parties for all using ((project_id IN ( SELECT app.member_projects() AS member_projects)) OR ((status <> 'draft'::text) AND ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'data-manager'::text, 'auditor'::text]) AS has_role) AND (NOT (project_id IN ( SELECT app.excluded_projects() AS excluded_projects)))))

table publication_table (row security)
	id uuid not null default uuidv7()
	publication_id uuid not null
	name text not null
	sha256 text not null
	bytes bigint not null
	compared jsonb not null
	compared_at timestamp with time zone not null
	publication_table_bytes_check CHECK ((bytes >= 0))
	publication_table_name_check CHECK (((name <> ''::text) AND (length(name) <= 100)))
	publication_table_pkey PRIMARY KEY (id)
	publication_table_publication_id_fkey FOREIGN KEY (publication_id) REFERENCES publication(id)
	publication_table_publication_id_name_key UNIQUE (publication_id, name)
	publication_table_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
	CREATE TRIGGER sent_tables_are_kept BEFORE INSERT OR DELETE OR UPDATE ON public.publication_table FOR EACH ROW EXECUTE FUNCTION app.keep_sent_tables()
	policy added_by_members restrictive for insert with check (EXISTS ( SELECT FROM publication p WHERE ((p.id = publication_table.publication_id) AND (p.project_id IN ( SELECT app.member_projects() AS member_projects)))))
	policy changed_by_members restrictive for update using (EXISTS ( SELECT FROM publication p WHERE ((p.id = publication_table.publication_id) AND (p.project_id IN ( SELECT app.member_projects() AS member_projects)))))
	policy removed_by_members restrictive for delete using (EXISTS ( SELECT FROM publication p WHERE ((p.id = publication_table.publication_id) AND (p.project_id IN ( SELECT app.member_projects() AS member_projects)))))
	policy with_publication for all using (EXISTS ( SELECT FROM publication p WHERE (p.id = publication_table.publication_id)))

table purchase_order (row security)
	project_id uuid not null
	number text not null
	amount bigint not null
	supplied_by uuid not null
	supplied_at timestamp with time zone not null
	accepted_by uuid
	accepted_at timestamp with time zone
	purchase_order_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES person(id)
	purchase_order_amount_check CHECK ((amount > 0))
	purchase_order_number_check CHECK (((number <> ''::text) AND (length(number) <= 60)))
	purchase_order_pkey PRIMARY KEY (project_id)
	purchase_order_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	purchase_order_supplied_by_fkey FOREIGN KEY (supplied_by) REFERENCES person(id)
	policy with_project for all using (EXISTS ( SELECT FROM project p WHERE (p.id = purchase_order.project_id)))

table quote (row security)
	id uuid not null default uuidv7()
	person_id uuid not null
	organisation_id uuid
	feasibility_id uuid
	request jsonb not null
	answer jsonb not null
	sha256 text not null
	rate_card_code text not null
	rate_card_version integer not null
	net bigint not null
	vat bigint not null
	valid_until date not null
	at timestamp with time zone not null
	quote_feasibility_id_fkey FOREIGN KEY (feasibility_id) REFERENCES feasibility(id)
	quote_net_check CHECK ((net >= 0))
	quote_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	quote_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	quote_pkey PRIMARY KEY (id)
	quote_rate_card_code_rate_card_version_fkey FOREIGN KEY (rate_card_code, rate_card_version) REFERENCES rate_card(code, version)
	quote_vat_check CHECK ((vat >= 0))
	CREATE INDEX quote_person_id_at_idx ON public.quote USING btree (person_id, at DESC)
	policy for_ones_own restrictive for insert with check ((organisation_id IS NULL) OR (organisation_id IN ( SELECT app.my_organisations() AS my_organisations)) OR ( SELECT app.is_staff() AS is_staff))
	policy own for all using ((person_id = ( SELECT app.person() AS person)) OR (EXISTS ( SELECT FROM application a WHERE (a.quote_id = quote.id))) OR (EXISTS ( SELECT FROM agreement g WHERE (g.quote_id = quote.id))) OR ( SELECT app.has_role(VARIADIC ARRAY['auditor'::text, 'access-manager'::text, 'commercial-manager'::text, 'commercial-director'::text, 'finance-officer'::text, 'system'::text]) AS has_role)) with check ((person_id = ( SELECT app.person() AS person)) OR ( SELECT app.has_role(VARIADIC ARRAY['commercial-manager'::text]) AS has_role))

table rate_card
	code text not null
	version integer not null
	name text not null
	status text not null
	effective_from date not null
	effective_to date
	content jsonb not null
	sha256 text not null
	author_id uuid not null
	approver_id uuid
	rate_card_approver_id_fkey FOREIGN KEY (approver_id) REFERENCES person(id)
	rate_card_author_id_fkey FOREIGN KEY (author_id) REFERENCES person(id)
	rate_card_check CHECK (((status = 'draft'::text) OR (approver_id IS NOT NULL)))
	rate_card_check1 CHECK ((approver_id <> author_id))
	rate_card_pkey PRIMARY KEY (code, version)
	rate_card_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'approved'::text, 'published'::text, 'retired'::text])))

table read_log (row security)
	id bigint not null generated always as identity
	at timestamp with time zone not null
	person_id uuid not null
	subject_kind text not null
	subject_id text not null
	what text not null
	read_log_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	read_log_pkey PRIMARY KEY (id)
	CREATE INDEX read_log_subject_kind_subject_id_idx ON public.read_log USING btree (subject_kind, subject_id)
	CREATE TRIGGER read_log_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.read_log FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	policy appended for insert with check (person_id = ( SELECT app.person() AS person))
	policy auditors for select using ( SELECT app.has_role(VARIADIC ARRAY['auditor'::text]) AS has_role)

table regular_release (row security)
	id uuid not null default uuidv7()
	project_id uuid not null
	from_request uuid not null
	proposed_by uuid not null
	title text not null
	file_name text not null
	specification jsonb not null
	sql text not null default ''::text
	control text not null
	policy_version integer not null
	schedule text not null
	reason text not null
	base_snapshot text
	ends_on date not null
	status text not null
	stop_reason text not null default ''::text
	next_on date
	version integer not null default 1
	proposed_at timestamp with time zone not null
	approved_at timestamp with time zone
	status_since timestamp with time zone not null
	regular_release_check CHECK ((ends_on <= (((proposed_at AT TIME ZONE 'Europe/London'::text))::date + '1 year'::interval)))
	regular_release_check1 CHECK (((status = 'in_force'::text) <= (approved_at IS NOT NULL)))
	regular_release_control_check CHECK ((control = ANY (ARRAY['none'::text, 'suppress'::text, 'round'::text])))
	regular_release_file_name_check CHECK ((file_name ~ '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$'::text))
	regular_release_from_request_fkey FOREIGN KEY (from_request) REFERENCES output_request(id)
	regular_release_pkey PRIMARY KEY (id)
	regular_release_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES disclosure_policy(version)
	regular_release_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	regular_release_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES person(id)
	regular_release_reason_check CHECK ((length(reason) <= 2000))
	regular_release_schedule_check CHECK ((schedule = ANY (ARRAY['monthly'::text, 'quarterly'::text, 'refresh'::text])))
	regular_release_status_check CHECK ((status = ANY (ARRAY['proposed'::text, 'in_force'::text, 'declined'::text, 'stopped'::text, 'ended'::text])))
	regular_release_stop_reason_check CHECK ((length(stop_reason) <= 500))
	regular_release_title_check CHECK (((title <> ''::text) AND (length(title) <= 200)))
	CREATE INDEX regular_release_project_id_idx ON public.regular_release USING btree (project_id)
	CREATE INDEX regular_release_status_next_on_idx ON public.regular_release USING btree (status, next_on)
	CREATE TRIGGER definition_is_kept BEFORE INSERT OR UPDATE ON public.regular_release FOR EACH ROW EXECUTE FUNCTION app.keep_definition()
	policy moved for update using ((project_id IN ( SELECT app.member_projects() AS member_projects)) OR ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'system'::text]) AS has_role))
	policy parties for select using ((project_id IN ( SELECT app.member_projects() AS member_projects)) OR ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role) OR (( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'auditor'::text, 'privacy-officer'::text]) AS has_role) AND (NOT (project_id IN ( SELECT app.excluded_projects() AS excluded_projects)))))
	policy proposed for insert with check ((proposed_by = ( SELECT app.person() AS person)) AND (project_id IN ( SELECT app.member_projects() AS member_projects)))

table regular_result (row security)
	run_id uuid not null
	snapshot_id text not null
	verdict text not null
	sha256 text not null
	bytes bigint not null
	computed_at timestamp with time zone not null
	regular_result_bytes_check CHECK ((bytes >= 0))
	regular_result_pkey PRIMARY KEY (run_id)
	regular_result_run_id_fkey FOREIGN KEY (run_id) REFERENCES regular_run(id)
	regular_result_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
	regular_result_verdict_check CHECK ((verdict = ANY (ARRAY['pass'::text, 'review'::text, 'fail'::text])))
	CREATE TRIGGER result_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.regular_result FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	policy vault for all using ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role)
	policy with_run for select using (EXISTS ( SELECT FROM regular_run u WHERE (u.id = regular_result.run_id)))

table regular_run (row security)
	id uuid not null default uuidv7()
	regular_id uuid not null
	period text not null
	status text not null
	reason text not null default ''::text
	started_at timestamp with time zone not null
	finished_at timestamp with time zone
	regular_run_check CHECK (((status = 'running'::text) = (finished_at IS NULL)))
	regular_run_period_check CHECK (((period <> ''::text) AND (length(period) <= 100)))
	regular_run_pkey PRIMARY KEY (id)
	regular_run_reason_check CHECK ((length(reason) <= 2000))
	regular_run_regular_id_fkey FOREIGN KEY (regular_id) REFERENCES regular_release(id)
	regular_run_regular_id_period_key UNIQUE (regular_id, period)
	regular_run_status_check CHECK ((status = ANY (ARRAY['running'::text, 'released'::text, 'desk'::text, 'no_new_data'::text, 'failed'::text])))
	policy jobs for all using ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role)
	policy with_definition for select using (EXISTS ( SELECT FROM regular_release d WHERE (d.id = regular_run.regular_id)))

table regular_vote (row security)
	regular_id uuid not null
	person_id uuid not null
	choice text not null
	reason text not null
	at timestamp with time zone not null
	regular_vote_check CHECK (((choice = 'approve'::text) OR (reason <> ''::text)))
	regular_vote_choice_check CHECK ((choice = ANY (ARRAY['approve'::text, 'decline'::text])))
	regular_vote_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	regular_vote_pkey PRIMARY KEY (regular_id, person_id)
	regular_vote_reason_check CHECK ((length(reason) <= 2000))
	regular_vote_regular_id_fkey FOREIGN KEY (regular_id) REFERENCES regular_release(id)
	policy blind for select using ((EXISTS ( SELECT FROM regular_release d WHERE (d.id = regular_vote.regular_id))) AND ((person_id = ( SELECT app.person() AS person)) OR app.regular_decided(regular_id)))
	policy checkers for insert with check ((person_id = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text]) AS has_role) AND (EXISTS ( SELECT FROM regular_release d WHERE ((d.id = regular_vote.regular_id) AND (d.status = 'proposed'::text) AND (NOT (d.project_id IN ( SELECT app.excluded_projects() AS excluded_projects))) AND ((NOT app.employed(d.project_id, ( SELECT app.person() AS person))) OR ((app.checking_policy()).same_employer = 'one'::text))))))

table release (row security)
	id uuid not null default uuidv7()
	request_id uuid not null
	project_id uuid not null
	title text not null
	files jsonb not null
	released_at timestamp with time zone not null
	revoked_at timestamp with time zone
	position bigint
	release_pkey PRIMARY KEY (id)
	release_position_key UNIQUE ("position")
	release_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	release_request_id_fkey FOREIGN KEY (request_id) REFERENCES output_request(id)
	release_request_id_key UNIQUE (request_id)
	CREATE INDEX release_project_id_idx ON public.release USING btree (project_id)
	CREATE TRIGGER release_is_approved BEFORE INSERT ON public.release FOR EACH ROW WHEN ((app.standing_approval(new.request_id, new.files, new.released_at) IS NULL)) EXECUTE FUNCTION app.two_approvals()
	CREATE TRIGGER release_is_compared BEFORE INSERT ON public.release FOR EACH ROW EXECUTE FUNCTION app.release_is_compared()
	CREATE TRIGGER release_is_kept BEFORE UPDATE ON public.release FOR EACH ROW EXECUTE FUNCTION app.keep_release()
	policy by_standing_approval for insert with check (( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role) AND (EXISTS ( SELECT FROM output_request r WHERE ((r.id = release.request_id) AND (r.regular_run_id IS NOT NULL)))))
	policy parties for all using ((project_id IN ( SELECT app.member_projects() AS member_projects)) OR ( SELECT app.is_staff() AS is_staff)) with check ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text]) AS has_role)
	policy vault for select using true

table release_manifest (row security)
	release_id uuid not null
	manifest text not null
	sha256 text not null
	signature text not null
	key_id text not null
	signed_at timestamp with time zone not null
	release_manifest_check CHECK ((sha256 = encode(sha256(convert_to(manifest, 'UTF8'::name)), 'hex'::text)))
	release_manifest_key_id_fkey FOREIGN KEY (key_id) REFERENCES signing_key(id)
	release_manifest_pkey PRIMARY KEY (release_id)
	release_manifest_release_id_fkey FOREIGN KEY (release_id) REFERENCES release(id)
	release_manifest_signature_check CHECK ((length(decode(signature, 'base64'::text)) = 64))
	CREATE TRIGGER release_manifest_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.release_manifest FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	policy with_release for all using (EXISTS ( SELECT FROM release r WHERE (r.id = release_manifest.release_id))) with check (( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role) AND (EXISTS ( SELECT FROM release r WHERE (r.id = release_manifest.release_id))))

table released_cell (row security)
	release_id uuid not null
	file_id uuid not null
	position integer not null
	labels jsonb not null
	statistic text not null
	value text
	suppressed boolean not null
	released_cell_pkey PRIMARY KEY (release_id, file_id, "position")
	released_cell_release_id_file_id_fkey FOREIGN KEY (release_id, file_id) REFERENCES released_table(release_id, file_id)
	policy checkers for select using ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'auditor'::text]) AS has_role)
	policy vault for all using true with check true

table released_table (row security)
	release_id uuid not null
	file_id uuid not null
	name text not null
	snapshot_id text not null
	specification jsonb not null
	measure text not null
	control text not null
	recorded_at timestamp with time zone not null
	released_table_pkey PRIMARY KEY (release_id, file_id)
	released_table_release_id_fkey FOREIGN KEY (release_id) REFERENCES release(id)
	policy checkers for select using ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'auditor'::text]) AS has_role)
	policy vault for all using true with check true

table review_stream (row security)
	application_id uuid not null
	kind text not null
	mandatory boolean not null
	status text not null
	verdict text
	note text not null default ''::text
	done_by uuid
	done_at timestamp with time zone
	due_on date
	reviewed_before uuid[] not null default '{}'::uuid[]
	review_stream_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
	review_stream_check CHECK (((status = 'done'::text) = ((done_by IS NOT NULL) AND (done_at IS NOT NULL))))
	review_stream_done_by_fkey FOREIGN KEY (done_by) REFERENCES person(id)
	review_stream_kind_check CHECK ((kind = ANY (ARRAY['technical'::text, 'privacy'::text, 'commercial'::text, 'citizens'::text, 'committee'::text, 'controllers'::text])))
	review_stream_pkey PRIMARY KEY (application_id, kind)
	review_stream_status_check CHECK ((status = ANY (ARRAY['not_needed'::text, 'open'::text, 'done'::text, 'overdue'::text])))
	review_stream_verdict_check CHECK ((verdict = ANY (ARRAY['support'::text, 'support_with_conditions'::text, 'not_support'::text, 'cannot_tell'::text])))
	policy reviewers for all using ((( SELECT app.is_staff() AS is_staff) OR ( SELECT app.is_committee() AS is_committee)) AND (EXISTS ( SELECT FROM application a WHERE (a.id = review_stream.application_id))))

table row_view (row security)
	project_id uuid not null
	person_id uuid not null
	day date not null
	rows bigint not null
	row_view_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	row_view_pkey PRIMARY KEY (project_id, person_id, day)
	row_view_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	row_view_rows_check CHECK ((rows >= 0))
	policy own for all using ((person_id = ( SELECT app.person() AS person)) OR ( SELECT app.has_role(VARIADIC ARRAY['auditor'::text]) AS has_role))

table run (row security)
	id uuid not null default uuidv7()
	workspace_id uuid not null
	person_id uuid not null
	sql text not null
	status text not null
	error text not null default ''::text
	row_count bigint
	rows_shown integer not null default 0
	ms integer
	at timestamp with time zone not null
	run_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	run_pkey PRIMARY KEY (id)
	run_sql_check CHECK ((length(sql) <= 20000))
	run_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
	run_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE INDEX run_workspace_id_at_idx ON public.run USING btree (workspace_id, at DESC)
	policy members for all using ((EXISTS ( SELECT FROM workspace w WHERE ((w.id = run.workspace_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects))))) OR ( SELECT app.has_role(VARIADIC ARRAY['auditor'::text]) AS has_role)) with check ((person_id = ( SELECT app.person() AS person)) AND (EXISTS ( SELECT FROM workspace w WHERE ((w.id = run.workspace_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects))))))

table seeded
	name text not null
	at timestamp with time zone not null
	seeded_pkey PRIMARY KEY (name)

table service_role (row security)
	person_id uuid not null
	role text not null
	granted_at timestamp with time zone not null
	service_role_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	service_role_pkey PRIMARY KEY (person_id, role)
	service_role_role_check CHECK ((role = ANY (ARRAY['access-manager'::text, 'technical-reviewer'::text, 'privacy-officer'::text, 'caldicott-guardian'::text, 'commercial-manager'::text, 'commercial-director'::text, 'finance-officer'::text, 'data-manager'::text, 'output-checker'::text, 'auditor'::text, 'administrator'::text, 'system'::text])))
	policy seen for select using (( SELECT app.person() AS person) IS NOT NULL)

table session
	id text not null
	person_id uuid not null
	level text not null
	address text not null
	user_agent text not null
	created_at timestamp with time zone not null
	seen_at timestamp with time zone not null
	idle_until timestamp with time zone not null
	absolute_until timestamp with time zone not null
	session_check CHECK ((absolute_until > created_at))
	session_id_check CHECK ((length(id) = 64))
	session_level_check CHECK ((level = ANY (ARRAY['password'::text, 'second-factor'::text, 'demo'::text])))
	session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	session_pkey PRIMARY KEY (id)
	CREATE INDEX session_person_id_idx ON public.session USING btree (person_id)

table sign_in_attempt
	key text not null
	at timestamp with time zone not null
	CREATE INDEX sign_in_attempt_key_at_idx ON public.sign_in_attempt USING btree (key, at)

table signing_key
	id text not null
	public_key text not null
	made_at timestamp with time zone not null
	signing_key_id_check CHECK ((id ~ '^[0-9a-f]{16}$'::text))
	signing_key_pkey PRIMARY KEY (id)
	signing_key_public_key_key UNIQUE (public_key)
	CREATE TRIGGER signing_key_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.signing_key FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()

table vote (row security)
	application_id uuid not null
	round integer not null
	person_id uuid not null
	choice text not null
	reason text not null
	at timestamp with time zone not null
	voided_at timestamp with time zone
	vote_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
	vote_check CHECK (((choice = 'yes'::text) OR (reason <> ''::text)))
	vote_choice_check CHECK ((choice = ANY (ARRAY['yes'::text, 'no'::text, 'conditional'::text, 'abstain'::text])))
	vote_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	vote_pkey PRIMARY KEY (application_id, round, person_id)
	vote_round_check CHECK ((round > 0))
	policy committee for all using (( SELECT app.is_committee() AS is_committee) OR ( SELECT app.has_role(VARIADIC ARRAY['auditor'::text]) AS has_role)) with check ( SELECT app.is_committee() AS is_committee)
	policy own_vote restrictive for insert with check (person_id = ( SELECT app.person() AS person))

table workspace (row security)
	id uuid not null default uuidv7()
	project_id uuid not null
	status text not null
	snapshot_id text
	contents jsonb
	opened_at timestamp with time zone
	status_since timestamp with time zone not null
	workspace_check CHECK (((status = 'open'::text) <= ((snapshot_id IS NOT NULL) AND (opened_at IS NOT NULL))))
	workspace_pkey PRIMARY KEY (id)
	workspace_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	workspace_project_id_key UNIQUE (project_id)
	workspace_status_check CHECK ((status = ANY (ARRAY['provisioning'::text, 'gate'::text, 'open'::text, 'closed'::text])))
	policy by_the_service restrictive for update using ( SELECT app.is_staff() AS is_staff)
	policy members for all using ((project_id IN ( SELECT app.member_projects() AS member_projects)) OR ( SELECT app.is_staff() AS is_staff))

table workspace_report (row security)
	workspace_id uuid not null
	snapshot_id text not null
	report jsonb not null
	workspace_report_pkey PRIMARY KEY (workspace_id)
	workspace_report_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	policy gatekeepers for all using ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text, 'auditor'::text, 'system'::text]) AS has_role) with check ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role)

-- Views

view decision_totals (security_barrier=true)
	 SELECT status,
	    count(*) AS applications
	   FROM application
	  WHERE status = ANY (ARRAY['rejected'::text, 'withdrawn'::text, 'approved'::text, 'expired'::text, 'lapsed'::text])
	  GROUP BY status;

view published (security_barrier=true)
	 SELECT p.application_id,
	    u.title,
	    u.journal,
	    u.planned_on,
	    u.approved_at
	   FROM publication u
	     JOIN project p ON p.id = u.project_id
	  WHERE u.status = 'approved'::text;

view published_release (security_barrier=true)
	 SELECT r.id,
	    r.title,
	    p.number AS project_number,
	    p.title AS project_title,
	    p.application_id,
	    r.released_at,
	    r.revoked_at,
	        CASE
	            WHEN r.revoked_at IS NOT NULL THEN o.public_reason
	            ELSE ''::text
	        END AS revoked_because,
	    m.manifest,
	    m.sha256,
	    m.signature,
	    m.key_id,
	    m.signed_at
	   FROM release r
	     JOIN output_request o ON o.id = r.request_id
	     JOIN project p ON p.id = r.project_id
	     JOIN application a ON a.id = p.application_id
	     LEFT JOIN release_manifest m ON m.release_id = r.id
	  WHERE a.approved_at IS NOT NULL;

view register (security_barrier=true)
	 SELECT a.id,
	    a.number,
	    a.title,
	    COALESCE(a.answers #>> '{safe-project,laySummary}'::text[], ''::text) AS lay_summary,
	    COALESCE(a.answers #>> '{safe-project,publicBenefit}'::text[], ''::text) AS public_benefit,
	    o.name AS organisation,
	    o.kind AS organisation_kind,
	    a.tier,
	    a.purpose,
	    COALESCE(a.answers #> '{safe-data,datasets}'::text[], '[]'::jsonb) AS datasets,
	    a.approved_at,
	    d.public_reason,
	    d.outcome,
	    d.inputs -> 'tally'::text AS votes,
	    COALESCE(q.net, 0::bigint) AS fee,
	    q.rate_card_code,
	    q.rate_card_version,
	    g.choices AS ip_options,
	    g.executed_at AS agreed_at,
	    p.number AS project_number,
	    p.status AS project_status,
	    p.starts_on,
	    p.ends_on,
	    COALESCE(( SELECT jsonb_agg(jsonb_build_object('id', r.id, 'title', r.title, 'releasedAt', r.released_at, 'revokedAt', r.revoked_at, 'revokedBecause',
	                CASE
	                    WHEN r.revoked_at IS NOT NULL THEN asked.public_reason
	                    ELSE ''::text
	                END, 'manifest', m.sha256) ORDER BY r.released_at) AS jsonb_agg
	           FROM release r
	             JOIN output_request asked ON asked.id = r.request_id
	             LEFT JOIN release_manifest m ON m.release_id = r.id
	          WHERE r.project_id = p.id), '[]'::jsonb) AS outputs
	   FROM application a
	     JOIN organisation o ON o.id = a.organisation_id
	     JOIN LATERAL ( SELECT l.application_id,
	            l.round,
	            l.outcome,
	            l.reason,
	            l.public_reason,
	            l.inputs,
	            l.rule_version,
	            l.decided_by,
	            l.at
	           FROM decision l
	          WHERE l.application_id = a.id
	          ORDER BY l.round DESC
	         LIMIT 1) d ON true
	     LEFT JOIN LATERAL ( SELECT g_1.id,
	            g_1.number,
	            g_1.application_id,
	            g_1.organisation_id,
	            g_1.quote_id,
	            g_1.library_version,
	            g_1.version,
	            g_1.status,
	            g_1.choices,
	            g_1.text,
	            g_1.sha256,
	            g_1.offered_by,
	            g_1.offered_at,
	            g_1.executed_at,
	            g_1.status_since
	           FROM agreement g_1
	          WHERE g_1.application_id = a.id AND (g_1.status = ANY (ARRAY['signed_by_partner'::text, 'executed'::text, 'amended'::text]))
	          ORDER BY g_1.version DESC
	         LIMIT 1) g ON true
	     LEFT JOIN quote q ON q.id = COALESCE(g.quote_id, a.quote_id)
	     LEFT JOIN project p ON p.application_id = a.id
	  WHERE a.approved_at IS NOT NULL;

-- Functions

app.approvers(uuid,uuid,text)
	CREATE OR REPLACE FUNCTION app.approvers(request uuid, file uuid, bytes text)
	 RETURNS TABLE(person_id uuid, excepted boolean, employed boolean)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select * from app.approvers_before(request, file, bytes, 2147483647)
	$function$

app.approvers_before(uuid,uuid,text,integer)
	CREATE OR REPLACE FUNCTION app.approvers_before(request uuid, file uuid, bytes text, before integer)
	 RETURNS TABLE(person_id uuid, excepted boolean, employed boolean)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select last.person_id, last.exception <> '', app.employed(r.project_id, last.person_id)
		from (
			select distinct on (v.person_id) v.person_id, v.choice, v.exception
			from output_verdict v
			where v.request_id = request and v.file_id = file and v.sha256 = bytes and v.turn < before
			order by v.person_id, v.turn desc
		) last
		join output_request r on r.id = request
		where last.choice = 'approve' and not app.excluded(r.project_id, last.person_id)
	$function$

app.both_voted(uuid,integer)
	CREATE OR REPLACE FUNCTION app.both_voted(request uuid, in_turn integer)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select count(*) >= 2 from output_vote where request_id = request and turn = in_turn
	$function$

app.carried(uuid)
	CREATE OR REPLACE FUNCTION app.carried(request uuid)
	 RETURNS SETOF uuid
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select f.id
		from output_file f
		join output_request r on r.id = f.request_id
		cross join lateral (
			select count(*) as people, count(*) filter (where a.excepted) as excepted, bool_and(a.employed) as employer
			from app.approvers_before(r.id, f.id, f.sha256, r.turn) a
		) a
		where r.id = request
		  and not f.supporting
		  and a.people >= 2
		  and not a.employer
		  and (a.excepted >= 2 or not app.doubtful(f))
	$function$

app.charge_of(uuid)
	CREATE OR REPLACE FUNCTION app.charge_of(wanted uuid)
	 RETURNS TABLE(quote_id uuid, net bigint, vat bigint, agreement_number bigint, agreement_version integer)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
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
	$function$

app.checking_policy()
	CREATE OR REPLACE FUNCTION app.checking_policy()
	 RETURNS checking_policy
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select * from checking_policy where effective_from <= current_date order by version desc limit 1
	$function$

app.close_to(uuid)
	CREATE OR REPLACE FUNCTION app.close_to(who uuid)
	 RETURNS SETOF uuid
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select who
		union
		select case when t.person_id = who then t.other_id else t.person_id end
		from person_tie t
		where who in (t.person_id, t.other_id)
		  and (t.until is null or t.until > current_date - make_interval(months => (select (app.checking_policy()).tie_months)))
	$function$

app.colleagues()
	CREATE OR REPLACE FUNCTION app.colleagues()
	 RETURNS SETOF uuid
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select m.person_id from organisation_member m where m.organisation_id in (select app.my_organisations())
		union
		select m.person_id from project_member m where m.project_id in (select app.member_projects())
		union
		select p.person_id from application_person p where p.application_id in (select app.my_applications())
	$function$

app.credential_of(text)
	CREATE OR REPLACE FUNCTION app.credential_of(wanted text)
	 RETURNS TABLE(person_id uuid, password_hash text)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select p.id, c.password_hash
		from person p
		join credential c on c.person_id = p.id
		where p.email = lower(wanted) and p.kind = 'person'
	$function$

app.definition_approved(uuid)
	CREATE OR REPLACE FUNCTION app.definition_approved(regular uuid)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select count(*) >= 2 and not bool_and(app.employed(d.project_id, v.person_id))
		from regular_vote v
		join regular_release d on d.id = v.regular_id
		where d.id = regular and v.choice = 'approve' and not app.excluded(d.project_id, v.person_id)
	$function$

app.demo_people()
	CREATE OR REPLACE FUNCTION app.demo_people()
	 RETURNS TABLE(id uuid, name text, email text, demo_note text, organisation text, roles jsonb)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select p.id, p.name, p.email, p.demo_note,
		       (select min(o.name) from organisation_member m join organisation o on o.id = m.organisation_id where m.person_id = p.id),
		       app.roles_of(p.id)
		from person p
		where p.demo_order is not null
		order by p.demo_order
	$function$

app.doubtful(output_file)
	CREATE OR REPLACE FUNCTION app.doubtful(file output_file)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select file.verdict = 'fail'
			or exists (select from output_file d where d.id = file.data_file_id and d.verdict = 'fail')
			or (
				coalesce(file.answer ->> 'kind', 'file') = 'file'
				and file.kind not in ('image', 'drawing', 'code', 'log', 'text')
			)
	$function$

app.employed(uuid,uuid)
	CREATE OR REPLACE FUNCTION app.employed(project uuid, who uuid)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select exists (
			select from project p
			join organisation_member m on m.organisation_id = p.organisation_id
			where p.id = project and m.person_id = who and m.removed_at is null
		)
	$function$

app.employer_voted(uuid,integer)
	CREATE OR REPLACE FUNCTION app.employer_voted(request uuid, in_turn integer)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select exists (
			select from output_vote v
			join output_request r on r.id = v.request_id
			where v.request_id = request and v.turn = in_turn and app.employed(r.project_id, v.person_id)
		)
	$function$

app.excluded(uuid,uuid)
	CREATE OR REPLACE FUNCTION app.excluded(project uuid, who uuid)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select exists (select from app.close_to(who) c (id) where app.researched(project, c.id))
	$function$

app.excluded_projects()
	CREATE OR REPLACE FUNCTION app.excluded_projects()
	 RETURNS SETOF uuid
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select m.project_id from project_member m where m.person_id in (select app.close_to(app.person()))
		union
		select p.id
		from project p
		join application a on a.id = p.application_id
		left join application_person o on o.application_id = a.id
		where a.lead_id in (select app.close_to(app.person())) or o.person_id in (select app.close_to(app.person()))
	$function$

app.follow_head()
	CREATE OR REPLACE FUNCTION app.follow_head()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	declare head event_head;
	begin
		select * into head from event_head for update;
		if new.seq <> head.seq + 1 or new.previous_hash <> head.hash then
			raise exception 'event % does not follow event %', new.seq, head.seq;
		end if;
		if new.actor_id is distinct from app.person() then
			raise exception 'an event is written by the person it names';
		end if;
		update event_head set seq = new.seq, hash = new.hash;
		return new;
	end $function$

app.has_role(text[])
	CREATE OR REPLACE FUNCTION app.has_role(VARIADIC roles text[])
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select exists (select from service_role where person_id = app.person() and role = any (roles))
	$function$

app.hold_notice(uuid)
	CREATE OR REPLACE FUNCTION app.hold_notice(wanted uuid)
	 RETURNS void
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		perform from application
		where id = wanted and status in ('approved_pending', 'approved') and exists (select app.my_controllers())
		for share;
	end $function$

app.is_committee()
	CREATE OR REPLACE FUNCTION app.is_committee()
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select exists (select from committee_member where person_id = app.person() and until is null)
	$function$

app.is_staff()
	CREATE OR REPLACE FUNCTION app.is_staff()
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select exists (select from service_role where person_id = app.person())
	$function$

app.keep_agreement_text()
	CREATE OR REPLACE FUNCTION app.keep_agreement_text()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	begin
		if old.status <> 'drafting' and (
			new.status = 'drafting'
			or (new.text, new.choices, new.number, new.version, new.application_id, new.organisation_id, new.quote_id, new.library_version, new.offered_by, new.offered_at)
				is distinct from
				(old.text, old.choices, old.number, old.version, old.application_id, old.organisation_id, old.quote_id, old.library_version, old.offered_by, old.offered_at)
		) then
			raise exception 'an offered agreement is immutable';
		end if;
		return new;
	end $function$

app.keep_definition()
	CREATE OR REPLACE FUNCTION app.keep_definition()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if tg_op = 'INSERT' then
			if new.status <> 'proposed' or not exists (
				select from output_request r
				join output_file f on f.request_id = r.id
				join release l on l.request_id = r.id and l.revoked_at is null
				where r.id = new.from_request
				  and r.project_id = new.project_id
				  and r.status = 'released'
				  and f.kind = 'table'
				  and not f.supporting
				  and f.specification = new.specification
				  and f.control = new.control
			) then
				raise exception 'a regular release repeats a table that was computed here and released';
			end if;
			return new;
		end if;
		if to_jsonb(new) - '{status,stop_reason,next_on,version,approved_at,status_since}'::text[]
			is distinct from to_jsonb(old) - '{status,stop_reason,next_on,version,approved_at,status_since}'::text[] then
			raise exception 'the definition of a regular release is immutable';
		end if;
		if old.status in ('declined', 'stopped', 'ended') then
			raise exception 'a regular release that is over stays over';
		end if;
		if new.status = 'in_force' and old.status <> 'in_force' and not app.definition_approved(new.id) then
			raise exception 'a standing approval needs two approvals of this definition';
		end if;
		return new;
	end $function$

app.keep_evidence(uuid,jsonb)
	CREATE OR REPLACE FUNCTION app.keep_evidence(file uuid, what jsonb)
	 RETURNS void
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if not exists (
			select from output_file f
			join output_request r on r.id = f.request_id
			where f.id = file
			  and r.status in ('draft', 'changes_requested')
			  and (
				r.project_id in (select app.member_projects())
				or (r.regular_run_id is not null and app.has_role('system'))
			  )
		) then
			raise exception 'evidence belongs to a draft of one''s own project';
		end if;
		insert into output_evidence (file_id, evidence) values (file, what)
		on conflict (file_id) do update set evidence = excluded.evidence;
	end $function$

app.keep_invoice()
	CREATE OR REPLACE FUNCTION app.keep_invoice()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	begin
		if to_jsonb(new) - 'status' is distinct from to_jsonb(old) - 'status' then
			raise exception 'an issued invoice is immutable';
		end if;
		return new;
	end $function$

app.keep_policy()
	CREATE OR REPLACE FUNCTION app.keep_policy()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
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
	end $function$

app.keep_publication()
	CREATE OR REPLACE FUNCTION app.keep_publication()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
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
	end $function$

app.keep_release()
	CREATE OR REPLACE FUNCTION app.keep_release()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	begin
		if to_jsonb(new) - 'revoked_at' is distinct from to_jsonb(old) - 'revoked_at' then
			raise exception 'a release is immutable';
		end if;
		return new;
	end $function$

app.keep_run_of_request()
	CREATE OR REPLACE FUNCTION app.keep_run_of_request()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	begin
		if new.regular_run_id is distinct from old.regular_run_id then
			raise exception 'a request belongs to its run for good';
		end if;
		return new;
	end $function$

app.keep_sent_files()
	CREATE OR REPLACE FUNCTION app.keep_sent_files()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	declare
		request uuid;
	begin
		if tg_op = 'DELETE' then
			request := old.request_id;
		else
			request := new.request_id;
		end if;
		if not exists (
			select from output_request r where r.id = request and r.status in ('draft', 'changes_requested')
		) then
			raise exception 'files change only while their request is a draft or back for changes';
		end if;
		if tg_op = 'DELETE' then
			return old;
		end if;
		return new;
	end $function$

app.keep_sent_tables()
	CREATE OR REPLACE FUNCTION app.keep_sent_tables()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	declare
		place uuid := case when tg_op = 'DELETE' then old.publication_id else new.publication_id end;
	begin
		if not exists (select from publication p where p.id = place and p.status in ('draft', 'returned')) then
			raise exception 'tables change only while their publication is a draft or sent back';
		end if;
		return case when tg_op = 'DELETE' then old else new end;
	end $function$

app.leaving_files(uuid,jsonb)
	CREATE OR REPLACE FUNCTION app.leaving_files(request uuid, voted jsonb)
	 RETURNS jsonb
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select coalesce(jsonb_agg(one.file order by one.place), '[]'::jsonb)
		from jsonb_array_elements(voted) with ordinality as one (file, place)
		where not exists (
			select from output_file f
			where f.request_id = request and f.supporting and f.id::text = one.file ->> 'id'
		)
	$function$

app.ledger_is_zero()
	CREATE OR REPLACE FUNCTION app.ledger_is_zero()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		booked uuid;
		entries bigint;
		total numeric;
	begin
		if tg_table_name = 'ledger_entry' then
			booked := new.transaction_id;
		else
			booked := new.id;
		end if;
		select count(*), sum(amount) into entries, total from ledger_entry where transaction_id = booked;
		if entries < 2 or total <> 0 then
			raise exception 'ledger transaction % does not sum to zero', booked;
		end if;
		return null;
	end $function$

app.lock_event_head()
	CREATE OR REPLACE FUNCTION app.lock_event_head()
	 RETURNS TABLE(seq bigint, hash text)
	 LANGUAGE sql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select h.seq, h.hash from event_head h for update
	$function$

app.may_check(uuid)
	CREATE OR REPLACE FUNCTION app.may_check(request uuid)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select app.has_role('output-checker') and exists (
			select from output_request r
			where r.id = request
			  and r.status in ('submitted', 'checking')
			  and not app.excluded(r.project_id, app.person())
			  and (not app.employed(r.project_id, app.person()) or (app.checking_policy()).same_employer = 'one')
		)
	$function$

app.member_projects()
	CREATE OR REPLACE FUNCTION app.member_projects()
	 RETURNS SETOF uuid
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select project_id from project_member where person_id = app.person() and removed_at is null
	$function$

app.my_applications()
	CREATE OR REPLACE FUNCTION app.my_applications()
	 RETURNS SETOF uuid
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select application_id from application_person where person_id = app.person() and removed_at is null
		union
		select id from application where lead_id = app.person()
	$function$

app.my_controllers()
	CREATE OR REPLACE FUNCTION app.my_controllers()
	 RETURNS SETOF text
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select controller_code from controller_role where person_id = app.person() and revoked_at is null
	$function$

app.my_organisations(text[])
	CREATE OR REPLACE FUNCTION app.my_organisations(VARIADIC roles text[] DEFAULT '{}'::text[])
	 RETURNS SETOF uuid
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select distinct organisation_id
		from organisation_member
		where person_id = app.person()
		  and removed_at is null
		  and (cardinality(roles) = 0 or role = any (roles))
	$function$

app.notices()
	CREATE OR REPLACE FUNCTION app.notices()
	 RETURNS TABLE(id uuid, number bigint, title text, organisation_id uuid, organisation text, lay_summary text, tier text, datasets jsonb, status text, status_since timestamp with time zone, version integer, objections_until date)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select
			a.id, a.number, a.title, a.organisation_id, o.name,
			coalesce(a.answers #>> '{safe-project,laySummary}', ''), a.tier,
			coalesce(a.answers #> '{safe-data,datasets}', '[]'::jsonb),
			a.status, a.status_since, a.version, a.objections_until
		from application a
		join organisation o on o.id = a.organisation_id
		where a.status in ('approved_pending', 'approved') and exists (select app.my_controllers())
	$function$

app.people_named(text[])
	CREATE OR REPLACE FUNCTION app.people_named(emails text[])
	 RETURNS TABLE(id uuid, email text)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select p.id, p.email
		from person p
		where p.email = any (emails) and p.kind = 'person' and exists (select from app.my_organisations())
	$function$

app.person()
	CREATE OR REPLACE FUNCTION app.person()
	 RETURNS uuid
	 LANGUAGE sql
	 STABLE
	AS $function$
		select nullif(current_setting('app.person', true), '')::uuid
	$function$

app.person_at(text)
	CREATE OR REPLACE FUNCTION app.person_at(address text)
	 RETURNS TABLE(id uuid, name text)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select p.id, p.name from person p where p.email = lower(address) and p.kind = 'person' and app.is_staff()
	$function$

app.policies_of(uuid,date)
	CREATE OR REPLACE FUNCTION app.policies_of(wanted uuid, day date)
	 RETURNS SETOF integer
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
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
	$function$

app.publication_is_decided()
	CREATE OR REPLACE FUNCTION app.publication_is_decided()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
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
	end $function$

app.reason_totals(timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.reason_totals(since timestamp with time zone)
	 RETURNS TABLE(reason text, files bigint, of bigint)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		with told as (
			select distinct v.request_id, v.turn, v.file_id, r.reason
			from output_verdict v
			join output_vote w on w.request_id = v.request_id and w.turn = v.turn and w.person_id = v.person_id
			cross join unnest(v.reasons) as r (reason)
			where w.at >= since and app.both_voted(v.request_id, v.turn)
		)
		select t.reason, count(*), (select count(distinct (request_id, turn, file_id)) from told)
		from told t
		group by t.reason
	$function$

app.refuse_change()
	CREATE OR REPLACE FUNCTION app.refuse_change()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	begin
		raise exception '% is append-only', tg_table_name;
	end $function$

app.regular_decided(uuid)
	CREATE OR REPLACE FUNCTION app.regular_decided(regular uuid)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select exists (select from regular_release where id = regular and status <> 'proposed')
	$function$

app.release_is_compared()
	CREATE OR REPLACE FUNCTION app.release_is_compared()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
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
	end $function$

app.released_with_release()
	CREATE OR REPLACE FUNCTION app.released_with_release()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if new.status in ('released', 'revoked') and not exists (select from release where request_id = new.id) then
			raise exception 'an output request is released by its release alone';
		end if;
		return new;
	end $function$

app.releases_through()
	CREATE OR REPLACE FUNCTION app.releases_through()
	 RETURNS bigint
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select coalesce(max(position), 0) from release
	$function$

app.researched(uuid,uuid)
	CREATE OR REPLACE FUNCTION app.researched(project uuid, who uuid)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select exists (select from project_member m where m.project_id = project and m.person_id = who)
			or exists (
				select from project p
				join application a on a.id = p.application_id
				left join application_person o on o.application_id = a.id and o.person_id = who
				where p.id = project and (a.lead_id = who or o.person_id is not null)
			)
	$function$

app.retry_run(uuid)
	CREATE OR REPLACE FUNCTION app.retry_run(regular uuid)
	 RETURNS boolean
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
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
	end $function$

app.review_again(uuid,date)
	CREATE OR REPLACE FUNCTION app.review_again(wanted uuid, due date)
	 RETURNS void
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if not exists (
			select from application
			where id = wanted and lead_id = app.person() and status = 'rejected' and appealed_at is null
		) then
			raise exception 'reviews open again by the one appeal of the lead applicant alone';
		end if;
		update review_stream
		set reviewed_before = reviewed_before || array_remove(array[done_by], null),
		    status = 'open', verdict = null, note = '', done_by = null, done_at = null, due_on = due
		where application_id = wanted and mandatory;
	end $function$

app.roles_of(uuid)
	CREATE OR REPLACE FUNCTION app.roles_of(who uuid)
	 RETURNS jsonb
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select coalesce(jsonb_agg(held), '[]'::jsonb)
		from (
			select jsonb_build_object('role', role, 'scope', 'service', 'id', null) held
			from service_role where person_id = who
			union all
			select jsonb_build_object('role', role, 'scope', 'organisation', 'id', organisation_id)
			from organisation_member where person_id = who and removed_at is null
			union all
			select jsonb_build_object('role', role, 'scope', 'committee', 'id', committee_id)
			from committee_member where person_id = who and until is null
			union all
			select jsonb_build_object('role', role, 'scope', 'controller', 'id', controller_code)
			from controller_role where person_id = who and revoked_at is null
		) roles
	$function$

app.session_close(text)
	CREATE OR REPLACE FUNCTION app.session_close(token_hash text)
	 RETURNS void
	 LANGUAGE sql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		delete from session where id = token_hash
	$function$

app.session_find(text,timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.session_find(token_hash text, at timestamp with time zone)
	 RETURNS TABLE(person_id uuid, name text, email text, level text, seen_at timestamp with time zone, idle_until timestamp with time zone, absolute_until timestamp with time zone, roles jsonb)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select p.id, p.name, p.email, s.level, s.seen_at, s.idle_until, s.absolute_until, app.roles_of(p.id)
		from session s
		join person p on p.id = s.person_id
		where s.id = token_hash and s.idle_until > at and s.absolute_until > at
	$function$

app.session_open(text,uuid,text,text,text,timestamp with time zone,interval,interval)
	CREATE OR REPLACE FUNCTION app.session_open(token_hash text, who uuid, at_level text, from_address text, agent text, at timestamp with time zone, idle interval, absolute interval)
	 RETURNS void
	 LANGUAGE sql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		insert into session (id, person_id, level, address, user_agent, created_at, seen_at, idle_until, absolute_until)
		values (token_hash, who, at_level, from_address, agent, at, at, at + idle, at + absolute)
	$function$

app.session_touch(text,timestamp with time zone,interval)
	CREATE OR REPLACE FUNCTION app.session_touch(token_hash text, at timestamp with time zone, idle interval)
	 RETURNS void
	 LANGUAGE sql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		update session
		set seen_at = at, idle_until = least(at + idle, absolute_until)
		where id = token_hash
	$function$

app.sessions_close_mine()
	CREATE OR REPLACE FUNCTION app.sessions_close_mine()
	 RETURNS bigint
	 LANGUAGE sql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		with gone as (delete from session where person_id = app.person() returning 1)
		select count(*) from gone
	$function$

app.sessions_expire(timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.sessions_expire(at timestamp with time zone)
	 RETURNS bigint
	 LANGUAGE sql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		with gone as (delete from session where idle_until <= at or absolute_until <= at returning 1),
		     old as (delete from sign_in_attempt where sign_in_attempt.at < sessions_expire.at - interval '1 day')
		select count(*) from gone
	$function$

app.sessions_mine()
	CREATE OR REPLACE FUNCTION app.sessions_mine()
	 RETURNS TABLE(id text, level text, address text, user_agent text, created_at timestamp with time zone, seen_at timestamp with time zone)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select id, level, address, user_agent, created_at, seen_at
		from session where person_id = app.person() order by seen_at desc
	$function$

app.set_publication_review(text,boolean)
	CREATE OR REPLACE FUNCTION app.set_publication_review(dataset_code text, wanted boolean)
	 RETURNS boolean
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if not app.has_role('data-manager') then
			raise exception 'a data manager says whether publications are reviewed';
		end if;
		update dataset set publication_review = wanted where code = dataset_code;
		return found;
	end $function$

app.sign_in_attempts(text,timestamp with time zone,interval)
	CREATE OR REPLACE FUNCTION app.sign_in_attempts(attempt_key text, at timestamp with time zone, within interval)
	 RETURNS bigint
	 LANGUAGE sql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		insert into sign_in_attempt (key, at) values (attempt_key, sign_in_attempts.at);
		select count(*) from sign_in_attempt a
		where a.key = attempt_key and a.at > sign_in_attempts.at - within
	$function$

app.sign_in_forgive(text)
	CREATE OR REPLACE FUNCTION app.sign_in_forgive(attempt_key text)
	 RETURNS void
	 LANGUAGE sql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		delete from sign_in_attempt where key = attempt_key
	$function$

app.standing_approval(uuid,jsonb,timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.standing_approval(request uuid, files jsonb, moment timestamp with time zone)
	 RETURNS uuid
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select d.id
		from output_request o
		join regular_run u on u.id = o.regular_run_id and u.status = 'running'
		join regular_result v on v.run_id = u.id
		join regular_release d on d.id = u.regular_id and d.project_id = o.project_id
		join project p on p.id = d.project_id
		join output_file f on f.request_id = o.id
		where o.id = request
		  and d.status = 'in_force'
		  and (moment at time zone 'Europe/London')::date <= d.ends_on
		  and p.status = 'active'
		  and app.definition_approved(d.id)
		  and v.verdict = 'pass'
		  and f.kind = 'table'
		  and not f.supporting
		  and f.specification = d.specification
		  and f.control = d.control
		  and f.verdict = 'pass'
		  and f.sha256 = v.sha256
		  and f.bytes = v.bytes
		  and (select count(*) from output_file one where one.request_id = o.id) = 1
		  and files = jsonb_build_array(jsonb_build_object('id', f.id, 'name', f.name, 'sha256', f.sha256))
		  and exists (
			select from release l where l.request_id = d.from_request and l.revoked_at is null
		  )
		  -- the vault compared these bytes with every release there is, and found nothing
		  and exists (
			select from output_comparison c
			where c.id = (select max(one.id::text)::uuid from output_comparison one where one.request_id = o.id)
			  and c.through >= app.releases_through()
			  and c.fails = 0
			  and c.reviews = 0
			  and c.files @> jsonb_build_array(jsonb_build_object('id', f.id, 'sha256', f.sha256, 'compared', true))
		  )
	$function$

app.tell_of_run(uuid,timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.tell_of_run(regular uuid, told timestamp with time zone)
	 RETURNS integer
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
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
	end $function$

app.tell_researchers(text,uuid,text,timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.tell_researchers(what text, request uuid, words text, told timestamp with time zone)
	 RETURNS integer
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		told_now int;
	begin
		if not app.has_role('output-checker', 'system') then
			raise exception 'the service alone tells researchers of a release';
		end if;
		insert into notice (person_id, kind, subject_kind, subject_id, title, at)
		select who.person_id, what, 'output', request, words, told
		from (
			select o.created_by as person_id from output_request o where o.id = request
			union
			select m.person_id
			from output_request o
			join project_member m on m.project_id = o.project_id and m.removed_at is null
			where o.id = request
			union
			select l.person_id
			from output_request o
			join read_log l on l.subject_kind = 'output' and l.subject_id = o.id::text and l.what like 'file fetched:%'
			join project_member m on m.project_id = o.project_id and m.person_id = l.person_id
			where o.id = request
		) who
		on conflict do nothing;
		get diagnostics told_now = row_count;
		return told_now;
	end $function$

app.two_approvals()
	CREATE OR REPLACE FUNCTION app.two_approvals()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		request output_request;
		seen int;
		one record;
	begin
		select * into request from output_request where id = new.request_id and project_id = new.project_id;
		if request.id is null or jsonb_array_length(new.files) = 0 then
			raise exception 'a release holds at least one file of a request of its project';
		end if;
		select count(*) into seen
		from output_vote v
		where v.request_id = request.id
		  and v.turn = request.turn
		  and app.leaving_files(v.request_id, v.files) = new.files
		  and not app.excluded(request.project_id, v.person_id);
		for one in
			select l.file ->> 'name' as name, f.id, app.doubtful(f) as doubtful, a.*, (
				select count(*) from output_verdict v
				where v.request_id = request.id and v.turn = request.turn and v.file_id = f.id and v.choice <> 'approve'
			) as against
			from jsonb_array_elements(new.files) as l (file)
			left join output_file f on f.request_id = request.id
				and f.id::text = l.file ->> 'id'
				and f.sha256 = l.file ->> 'sha256'
				and not f.supporting
			cross join lateral (
				select count(*) as people, count(*) filter (where a.excepted) as excepted, bool_and(a.employed) as employer
				from app.approvers(request.id, f.id, f.sha256) a
			) a
		loop
			if one.id is null then
				raise exception 'a release holds files of its request as they are, and no supporting file';
			end if;
			if seen - one.against < 2 or one.people < 2 or one.employer then
				raise exception 'a release needs two approvals of exactly these files: %', one.name;
			end if;
			if one.doubtful and one.excepted < 2 then
				raise exception 'a file that fails the rules or has no evidence needs an exception by both: %', one.name;
			end if;
		end loop;
		return new;
	end $function$

-- What each process may do with tables, views and sequences; columns where it is not all

aldgate_host
	application: select
	application_person: select
	event: insert, select
	gate_approval: select
	organisation: select
	person.id: select
	person.kind: select
	person.name: select
	project: select
	project_member: select
	read_log: insert
	row_view: insert, select, update
	workspace: select

aldgate_portal
	agreement: insert, select, update
	agreement_number: usage
	agreement_signature: insert, select
	application: insert, select, update
	application_number: usage
	application_period: select
	application_person: insert, select, update
	application_version: insert, select
	checking_policy: select
	clause_library: select
	committee: select
	committee_member: select
	committee_rule: select
	concept: select
	condition_confirmation: insert, select
	controller: select
	controller_role: select
	controller_signup: select
	dataset: select
	dataset_column: select
	dataset_table: select
	decision: insert, select
	decision_totals: select
	declaration: insert, select, update
	disclosure_policy: insert, select
	disclosure_policy.decided_at: update
	disclosure_policy.decided_by: update
	disclosure_policy.retired_by: update
	disclosure_policy.retired_on: update
	disclosure_policy.status: update
	disclosure_policy_version: usage
	event: insert, select
	event_head: select
	feasibility: insert, select
	gate_approval: insert, select
	invoice: insert, select, update
	invoice_run: insert, select, update
	ledger_entry: insert, select
	ledger_transaction: insert, select
	notice: select
	notice.read_at: update
	objection: insert, select, update
	once: insert, select
	organisation: select
	organisation_member: select
	output_claim: insert, select, update
	output_comment: insert, select
	output_comparison: select
	output_difference: select
	output_difference_source: select
	output_escalation: insert, select, update
	output_evidence: select
	output_file: delete, insert, select, update
	output_number: usage
	output_request: insert, select, update
	output_turn: insert, select
	output_verdict: insert, select
	output_vote: insert, select
	payment: insert, select
	person.id: select
	person.kind: select
	person.name: select
	person_tie: insert, select, update
	project: insert, select, update
	project_member: insert, select, update
	project_number: usage
	provisioning_step: insert, select, update
	publication: insert, select, update
	publication_table: delete, insert, select, update
	published: select
	published_release: select
	purchase_order: insert, select, update
	quote: insert, select
	rate_card: insert, select
	rate_card.approver_id: update
	rate_card.status: update
	read_log: insert
	read_log_id_seq: usage
	register: select
	regular_release: insert, select
	regular_release.approved_at: update
	regular_release.next_on: update
	regular_release.status: update
	regular_release.status_since: update
	regular_release.stop_reason: update
	regular_release.version: update
	regular_result: select
	regular_run: select
	regular_vote: insert, select
	release: insert, select, update
	release_manifest: select
	released_cell: select
	released_table: select
	review_stream: insert, select, update
	row_view: select
	run: insert, select, update
	service_role: select
	signing_key: select
	vote: insert, select, update
	workspace: insert, select, update
	workspace_report: insert, select, update

aldgate_vault
	agreement: select
	application: select
	application_person: select
	controller: select
	controller_signup: select
	dataset: select
	dataset_column: select
	dataset_table: select
	decision: select
	disclosure_policy: select
	event: insert, select
	feasibility: select
	gate_approval: select
	objection: select
	organisation: select
	organisation_member: select
	output_comparison: insert, select
	output_difference: insert, select
	output_difference_source: insert, select
	output_file: select
	output_request: select
	output_verdict: select
	output_vote: select
	person.id: select
	person.kind: select
	person.name: select
	project: select
	project_member: select
	provisioning_step: select
	read_log: insert
	regular_release: select
	regular_result: insert, select
	regular_run: select
	regular_vote: select
	release: select
	release_manifest: insert, select
	released_cell: insert, select
	released_table: insert, select
	signing_key: insert, select
	workspace: select

aldgate_worker
	agreement: select, update
	agreement_number: usage
	application: select, update
	application_number: usage
	application_period: select
	application_person: select
	application_version.application_id: select
	application_version.saved_at: select
	controller_signup: select
	dataset: select
	dataset_column: select
	dataset_table: select
	decision: select
	disclosure_policy: select
	event: insert, select
	gate_approval: select
	invoice: select
	objection: select
	once: insert, select
	organisation: select
	output_comparison: select
	output_difference: select
	output_difference_source: select
	output_file: insert, select
	output_file.earlier_sha256: update
	output_file.verdict: update
	output_number: usage
	output_request: insert, select, update
	output_turn: insert, select
	output_vote: select
	person.id: select
	person.kind: select
	person.name: select
	project: insert, select, update
	project_member: insert, select
	project_number: usage
	provisioning_step: insert, select, update
	purchase_order: select
	quote: select
	read_log_id_seq: usage
	regular_release: select
	regular_release.approved_at: update
	regular_release.next_on: update
	regular_release.status: update
	regular_release.status_since: update
	regular_release.stop_reason: update
	regular_release.version: update
	regular_result: select
	regular_run: insert, select
	regular_run.finished_at: update
	regular_run.reason: update
	regular_run.status: update
	regular_vote: select
	release: insert, select
	release_manifest: select
	review_stream: select, update
	signing_key: select
	workspace: insert, select, update
	workspace_report: insert, select, update

-- What each process may call

aldgate_host
	app.both_voted(uuid,integer)
	app.checking_policy()
	app.close_to(uuid)
	app.colleagues()
	app.employed(uuid,uuid)
	app.employer_voted(uuid,integer)
	app.excluded(uuid,uuid)
	app.excluded_projects()
	app.has_role(text[])
	app.is_committee()
	app.is_staff()
	app.lock_event_head()
	app.may_check(uuid)
	app.member_projects()
	app.my_applications()
	app.my_controllers()
	app.my_organisations(text[])
	app.person()
	app.researched(uuid,uuid)
	app.roles_of(uuid)

aldgate_portal
	app.both_voted(uuid,integer)
	app.carried(uuid)
	app.charge_of(uuid)
	app.checking_policy()
	app.close_to(uuid)
	app.colleagues()
	app.credential_of(text)
	app.definition_approved(uuid)
	app.demo_people()
	app.employed(uuid,uuid)
	app.employer_voted(uuid,integer)
	app.excluded(uuid,uuid)
	app.excluded_projects()
	app.has_role(text[])
	app.hold_notice(uuid)
	app.is_committee()
	app.is_staff()
	app.keep_evidence(uuid,jsonb)
	app.lock_event_head()
	app.may_check(uuid)
	app.member_projects()
	app.my_applications()
	app.my_controllers()
	app.my_organisations(text[])
	app.notices()
	app.people_named(text[])
	app.person()
	app.person_at(text)
	app.policies_of(uuid,date)
	app.reason_totals(timestamp with time zone)
	app.regular_decided(uuid)
	app.releases_through()
	app.researched(uuid,uuid)
	app.retry_run(uuid)
	app.review_again(uuid,date)
	app.roles_of(uuid)
	app.session_close(text)
	app.session_find(text,timestamp with time zone)
	app.session_open(text,uuid,text,text,text,timestamp with time zone,interval,interval)
	app.session_touch(text,timestamp with time zone,interval)
	app.sessions_close_mine()
	app.sessions_mine()
	app.set_publication_review(text,boolean)
	app.sign_in_attempts(text,timestamp with time zone,interval)
	app.sign_in_forgive(text)
	app.standing_approval(uuid,jsonb,timestamp with time zone)
	app.tell_researchers(text,uuid,text,timestamp with time zone)

aldgate_vault
	app.approvers(uuid,uuid,text)
	app.both_voted(uuid,integer)
	app.checking_policy()
	app.close_to(uuid)
	app.colleagues()
	app.definition_approved(uuid)
	app.employed(uuid,uuid)
	app.employer_voted(uuid,integer)
	app.excluded(uuid,uuid)
	app.excluded_projects()
	app.has_role(text[])
	app.is_committee()
	app.is_staff()
	app.lock_event_head()
	app.may_check(uuid)
	app.member_projects()
	app.my_applications()
	app.my_controllers()
	app.my_organisations(text[])
	app.person()
	app.policies_of(uuid,date)
	app.regular_decided(uuid)
	app.releases_through()
	app.researched(uuid,uuid)
	app.roles_of(uuid)
	app.standing_approval(uuid,jsonb,timestamp with time zone)

aldgate_worker
	app.both_voted(uuid,integer)
	app.checking_policy()
	app.close_to(uuid)
	app.colleagues()
	app.definition_approved(uuid)
	app.employed(uuid,uuid)
	app.employer_voted(uuid,integer)
	app.excluded(uuid,uuid)
	app.excluded_projects()
	app.has_role(text[])
	app.is_committee()
	app.is_staff()
	app.keep_evidence(uuid,jsonb)
	app.lock_event_head()
	app.may_check(uuid)
	app.member_projects()
	app.my_applications()
	app.my_controllers()
	app.my_organisations(text[])
	app.person()
	app.policies_of(uuid,date)
	app.regular_decided(uuid)
	app.releases_through()
	app.researched(uuid,uuid)
	app.roles_of(uuid)
	app.sessions_expire(timestamp with time zone)
	app.standing_approval(uuid,jsonb,timestamp with time zone)
	app.tell_of_run(uuid,timestamp with time zone)
	app.tell_researchers(text,uuid,text,timestamp with time zone)

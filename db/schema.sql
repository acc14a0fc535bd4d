-- The database as the migrations leave it, printed from its own catalogue by npx aldgate docs and
-- compared in npm test. To read, and to see in a diff what a migration did; never to run.

-- Sequences

sequence agreement_number start 1
sequence application_number start 1001
sequence output_number start 1
sequence project_number start 1
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

table disclosure_policy
	version integer not null
	effective_from date not null
	content jsonb not null
	sha256 text not null
	disclosure_policy_pkey PRIMARY KEY (version)

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

table output_evidence (row security)
	file_id uuid not null
	evidence jsonb not null
	output_evidence_file_id_fkey FOREIGN KEY (file_id) REFERENCES output_file(id) ON DELETE CASCADE
	output_evidence_pkey PRIMARY KEY (file_id)
	policy checkers for select using (( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'auditor'::text]) AS has_role) AND (EXISTS ( SELECT FROM (output_file f JOIN output_request r ON ((r.id = f.request_id))) WHERE ((f.id = output_evidence.file_id) AND (NOT app.researched(r.project_id, ( SELECT app.person() AS person)))))))

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
	output_file_bytes_check CHECK ((bytes >= 0))
	output_file_control_check CHECK ((control = ANY (ARRAY['none'::text, 'suppress'::text, 'round'::text])))
	output_file_kind_check CHECK ((kind = ANY (ARRAY['table'::text, 'csv'::text])))
	output_file_name_check CHECK ((name ~ '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$'::text))
	output_file_pkey PRIMARY KEY (id)
	output_file_request_id_fkey FOREIGN KEY (request_id) REFERENCES output_request(id)
	output_file_request_id_name_key UNIQUE (request_id, name)
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
	output_request_check CHECK (((status = 'released'::text) <= (released_at IS NOT NULL)))
	output_request_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id)
	output_request_number_key UNIQUE (number)
	output_request_pkey PRIMARY KEY (id)
	output_request_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES disclosure_policy(version)
	output_request_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	output_request_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'checking'::text, 'changes_requested'::text, 'approved'::text, 'released'::text, 'rejected'::text, 'withdrawn'::text, 'revoked'::text])))
	output_request_title_check CHECK (((title <> ''::text) AND (length(title) <= 200)))
	CREATE INDEX output_request_project_id_idx ON public.output_request USING btree (project_id)
	CREATE INDEX output_request_status_status_since_idx ON public.output_request USING btree (status, status_since)
	CREATE TRIGGER request_is_released BEFORE INSERT OR UPDATE ON public.output_request FOR EACH ROW EXECUTE FUNCTION app.released_with_release()
	policy parties for all using ((project_id IN ( SELECT app.member_projects() AS member_projects)) OR ((status <> 'draft'::text) AND ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'auditor'::text, 'privacy-officer'::text]) AS has_role)))

table output_vote (row security)
	request_id uuid not null
	turn integer not null
	person_id uuid not null
	choice text not null
	reason text not null
	exception text not null default ''::text
	files jsonb not null
	at timestamp with time zone not null
	output_vote_check CHECK (((choice = 'approve'::text) OR (reason <> ''::text)))
	output_vote_choice_check CHECK ((choice = ANY (ARRAY['approve'::text, 'changes'::text, 'reject'::text])))
	output_vote_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	output_vote_pkey PRIMARY KEY (request_id, turn, person_id)
	output_vote_request_id_fkey FOREIGN KEY (request_id) REFERENCES output_request(id)
	policy blind for all using ((EXISTS ( SELECT FROM output_request r WHERE (r.id = output_vote.request_id))) AND ((person_id = ( SELECT app.person() AS person)) OR app.both_voted(request_id, turn))) with check ((person_id = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text]) AS has_role) AND (EXISTS ( SELECT FROM output_request r WHERE ((r.id = output_vote.request_id) AND (NOT app.researched(r.project_id, ( SELECT app.person() AS person)))))))

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

table release (row security)
	id uuid not null default uuidv7()
	request_id uuid not null
	project_id uuid not null
	title text not null
	files jsonb not null
	released_at timestamp with time zone not null
	revoked_at timestamp with time zone
	release_pkey PRIMARY KEY (id)
	release_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	release_request_id_fkey FOREIGN KEY (request_id) REFERENCES output_request(id)
	release_request_id_key UNIQUE (request_id)
	CREATE INDEX release_project_id_idx ON public.release USING btree (project_id)
	CREATE TRIGGER release_is_approved BEFORE INSERT ON public.release FOR EACH ROW EXECUTE FUNCTION app.two_approvals()
	CREATE TRIGGER release_is_kept BEFORE UPDATE ON public.release FOR EACH ROW EXECUTE FUNCTION app.keep_release()
	policy parties for all using ((project_id IN ( SELECT app.member_projects() AS member_projects)) OR ( SELECT app.is_staff() AS is_staff)) with check ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text]) AS has_role)

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
	    COALESCE(( SELECT jsonb_agg(jsonb_build_object('title', r.title, 'releasedAt', r.released_at, 'revokedAt', r.revoked_at, 'revokedBecause', asked.public_reason) ORDER BY r.released_at) AS jsonb_agg
	           FROM release r
	             JOIN output_request asked ON asked.id = r.request_id
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

app.both_voted(uuid,integer)
	CREATE OR REPLACE FUNCTION app.both_voted(request uuid, in_turn integer)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select count(*) >= 2 from output_vote where request_id = request and turn = in_turn
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
			  and r.project_id in (select app.member_projects())
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

app.refuse_change()
	CREATE OR REPLACE FUNCTION app.refuse_change()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	begin
		raise exception '% is append-only', tg_table_name;
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

app.two_approvals()
	CREATE OR REPLACE FUNCTION app.two_approvals()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if (
			select count(distinct v.person_id)
			from output_vote v
			join output_request r on r.id = v.request_id and r.turn = v.turn
			where v.request_id = new.request_id
			  and r.project_id = new.project_id
			  and v.choice = 'approve'
			  and v.files = new.files
			  and not app.researched(r.project_id, v.person_id)
		) < 2 then
			raise exception 'a release needs two approvals of exactly these files';
		end if;
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
	disclosure_policy: select
	event: insert, select
	event_head: select
	feasibility: insert, select
	gate_approval: insert, select
	invoice: insert, select, update
	invoice_run: insert, select, update
	ledger_entry: insert, select
	ledger_transaction: insert, select
	objection: insert, select, update
	once: insert, select
	organisation: select
	organisation_member: select
	output_comment: insert, select
	output_evidence: select
	output_file: delete, insert, select, update
	output_number: usage
	output_request: insert, select, update
	output_vote: insert, select
	payment: insert, select
	person.id: select
	person.kind: select
	person.name: select
	project: insert, select, update
	project_member: insert, select, update
	project_number: usage
	provisioning_step: insert, select, update
	purchase_order: insert, select, update
	quote: insert, select
	rate_card: insert, select
	rate_card.approver_id: update
	rate_card.status: update
	read_log: insert
	read_log_id_seq: usage
	register: select
	release: insert, select, update
	review_stream: insert, select, update
	row_view: select
	run: insert, select, update
	service_role: select
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
	person.id: select
	person.kind: select
	person.name: select
	project: select
	project_member: select
	provisioning_step: select
	read_log: insert
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
	event: insert, select
	gate_approval: select
	invoice: select
	objection: select
	once: insert, select
	organisation: select
	output_number: usage
	output_request: select
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
	review_stream: select, update
	workspace: insert, select, update
	workspace_report: insert, select, update

-- What each process may call

aldgate_host
	app.both_voted(uuid,integer)
	app.colleagues()
	app.has_role(text[])
	app.is_committee()
	app.is_staff()
	app.lock_event_head()
	app.member_projects()
	app.my_applications()
	app.my_controllers()
	app.my_organisations(text[])
	app.person()
	app.researched(uuid,uuid)
	app.roles_of(uuid)

aldgate_portal
	app.both_voted(uuid,integer)
	app.charge_of(uuid)
	app.colleagues()
	app.credential_of(text)
	app.demo_people()
	app.has_role(text[])
	app.hold_notice(uuid)
	app.is_committee()
	app.is_staff()
	app.keep_evidence(uuid,jsonb)
	app.lock_event_head()
	app.member_projects()
	app.my_applications()
	app.my_controllers()
	app.my_organisations(text[])
	app.notices()
	app.people_named(text[])
	app.person()
	app.researched(uuid,uuid)
	app.review_again(uuid,date)
	app.roles_of(uuid)
	app.session_close(text)
	app.session_find(text,timestamp with time zone)
	app.session_open(text,uuid,text,text,text,timestamp with time zone,interval,interval)
	app.session_touch(text,timestamp with time zone,interval)
	app.sessions_close_mine()
	app.sessions_mine()
	app.sign_in_attempts(text,timestamp with time zone,interval)
	app.sign_in_forgive(text)

aldgate_vault
	app.both_voted(uuid,integer)
	app.colleagues()
	app.has_role(text[])
	app.is_committee()
	app.is_staff()
	app.lock_event_head()
	app.member_projects()
	app.my_applications()
	app.my_controllers()
	app.my_organisations(text[])
	app.person()
	app.researched(uuid,uuid)
	app.roles_of(uuid)

aldgate_worker
	app.both_voted(uuid,integer)
	app.colleagues()
	app.has_role(text[])
	app.is_committee()
	app.is_staff()
	app.lock_event_head()
	app.member_projects()
	app.my_applications()
	app.my_controllers()
	app.my_organisations(text[])
	app.person()
	app.researched(uuid,uuid)
	app.roles_of(uuid)
	app.sessions_expire(timestamp with time zone)

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

table archive (row security)
	workspace_id uuid not null
	number integer not null
	archived_by uuid not null
	reason text not null
	inventory jsonb not null
	at timestamp with time zone not null
	revived_by uuid
	revived_at timestamp with time zone
	archive_archived_by_fkey FOREIGN KEY (archived_by) REFERENCES person(id)
	archive_check CHECK (((revived_at IS NULL) = (revived_by IS NULL)))
	archive_number_check CHECK ((number >= 1))
	archive_pkey PRIMARY KEY (workspace_id, number)
	archive_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 2000)))
	archive_revived_by_fkey FOREIGN KEY (revived_by) REFERENCES person(id)
	archive_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	policy put_away for insert with check ((archived_by = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text]) AS has_role))
	policy revived for update using ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text]) AS has_role)
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = archive.workspace_id)))

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

table code_list (row security)
	id uuid not null default uuidv7()
	organisation_id uuid not null
	name text not null
	vocabulary text not null
	description text not null
	created_by uuid not null
	created_at timestamp with time zone not null
	code_list_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id)
	code_list_description_check CHECK ((length(description) <= 2000))
	code_list_name_check CHECK (((name <> ''::text) AND (length(name) <= 120)))
	code_list_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	code_list_pkey PRIMARY KEY (id)
	code_list_vocabulary_check CHECK ((vocabulary = ANY (ARRAY['snomed'::text, 'icd10'::text, 'dmd'::text, 'omop'::text])))
	CREATE UNIQUE INDEX code_list_organisation_id_lower_idx ON public.code_list USING btree (organisation_id, lower(name))
	policy made for insert with check ((created_by = ( SELECT app.person() AS person)) AND (organisation_id IN ( SELECT app.my_organisations(VARIADIC ARRAY['applicant'::text, 'member'::text]) AS my_organisations)))
	policy own_or_staff for select using ((organisation_id IN ( SELECT app.my_organisations(VARIADIC ARRAY['applicant'::text, 'member'::text]) AS my_organisations)) OR ( SELECT app.is_staff() AS is_staff))

table code_list_code (row security)
	version_id uuid not null
	place integer not null
	code text not null
	term text not null
	concept_id bigint
	concept_name text
	domain text
	code_list_code_check CHECK (((concept_id IS NULL) = (domain IS NULL)))
	code_list_code_check1 CHECK (((concept_id IS NULL) = (concept_name IS NULL)))
	code_list_code_code_check CHECK (((code <> ''::text) AND (length(code) <= 40)))
	code_list_code_pkey PRIMARY KEY (version_id, place)
	code_list_code_place_check CHECK ((place >= 1))
	code_list_code_term_check CHECK ((length(term) <= 500))
	code_list_code_version_id_fkey FOREIGN KEY (version_id) REFERENCES code_list_version(id) ON DELETE CASCADE
	CREATE TRIGGER codes_are_kept BEFORE DELETE OR UPDATE ON public.code_list_code FOR EACH ROW EXECUTE FUNCTION app.keep_code_list_code()
	CREATE TRIGGER codes_are_whole AFTER INSERT ON public.code_list_code FOR EACH ROW EXECUTE FUNCTION app.whole_code_list()
	policy made for insert with check (EXISTS ( SELECT FROM code_list_version v WHERE ((v.id = code_list_code.version_id) AND (v.person_id = ( SELECT app.person() AS person)))))
	policy with_version for select using (EXISTS ( SELECT FROM code_list_version v WHERE (v.id = code_list_code.version_id)))

table code_list_version (row security)
	id uuid not null default uuidv7()
	list_id uuid not null
	number integer not null
	note text not null
	sha256 text not null
	codes integer not null
	person_id uuid not null
	at timestamp with time zone not null
	code_list_version_codes_check CHECK ((codes >= 1))
	code_list_version_list_id_fkey FOREIGN KEY (list_id) REFERENCES code_list(id)
	code_list_version_list_id_number_key UNIQUE (list_id, number)
	code_list_version_note_check CHECK ((length(note) <= 2000))
	code_list_version_number_check CHECK ((number >= 1))
	code_list_version_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	code_list_version_pkey PRIMARY KEY (id)
	code_list_version_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
	CREATE TRIGGER version_is_kept BEFORE DELETE OR UPDATE ON public.code_list_version FOR EACH ROW EXECUTE FUNCTION app.keep_code_list_version()
	policy made for insert with check ((person_id = ( SELECT app.person() AS person)) AND (EXISTS ( SELECT FROM code_list l WHERE ((l.id = code_list_version.list_id) AND (l.organisation_id IN ( SELECT app.my_organisations(VARIADIC ARRAY['applicant'::text, 'member'::text]) AS my_organisations))))))
	policy put_aside for delete using (EXISTS ( SELECT FROM code_list l WHERE ((l.id = code_list_version.list_id) AND (l.organisation_id IN ( SELECT app.my_organisations(VARIADIC ARRAY['applicant'::text, 'member'::text]) AS my_organisations)))))
	policy with_list for select using (EXISTS ( SELECT FROM code_list l WHERE (l.id = code_list_version.list_id)))

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

table data_cut (row security)
	workspace_id uuid not null
	snapshot_id text not null
	number integer not null
	opened_at timestamp with time zone not null
	data_cut_number_check CHECK ((number >= 1))
	data_cut_pkey PRIMARY KEY (workspace_id, snapshot_id)
	data_cut_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	data_cut_workspace_id_number_key UNIQUE (workspace_id, number)
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = data_cut.workspace_id)))

table data_withdrawal (row security)
	id uuid not null default uuidv7()
	workspace_id uuid not null
	snapshot_id text not null
	ground text not null
	controller_code text
	condition text not null default ''::text
	reason text not null
	decided_by uuid not null
	at timestamp with time zone not null
	data_withdrawal_check CHECK (((ground = 'controller'::text) = (controller_code IS NOT NULL)))
	data_withdrawal_check1 CHECK (((ground <> 'condition'::text) OR (condition <> ''::text)))
	data_withdrawal_condition_check CHECK ((length(condition) <= 500))
	data_withdrawal_controller_code_fkey FOREIGN KEY (controller_code) REFERENCES controller(code)
	data_withdrawal_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id)
	data_withdrawal_ground_check CHECK ((ground = ANY (ARRAY['controller'::text, 'condition'::text, 'person'::text, 'incident'::text])))
	data_withdrawal_pkey PRIMARY KEY (id)
	data_withdrawal_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 2000)))
	data_withdrawal_workspace_id_snapshot_id_fkey FOREIGN KEY (workspace_id, snapshot_id) REFERENCES data_cut(workspace_id, snapshot_id)
	data_withdrawal_workspace_id_snapshot_id_key UNIQUE (workspace_id, snapshot_id)
	CREATE TRIGGER access_is_told AFTER INSERT ON public.data_withdrawal FOR EACH ROW EXECUTE FUNCTION app.tell_access()
	CREATE TRIGGER gate_moves AFTER INSERT ON public.data_withdrawal FOR EACH ROW EXECUTE FUNCTION app.gate_with_withdrawal()
	CREATE TRIGGER withdrawal_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.data_withdrawal FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	policy decided for insert with check ((decided_by = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text, 'caldicott-guardian'::text]) AS has_role))
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = data_withdrawal.workspace_id)))

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

table dataset_version (row security)
	id uuid not null default uuidv7()
	dataset_code text not null
	version text not null
	name text not null
	description text not null
	product text not null
	sensitivity text not null default 'standard'::text
	as_of date not null
	refresh_months integer
	delivery text
	status text not null
	status_since timestamp with time zone not null
	problem text not null default ''::text
	controllers jsonb not null default '[]'::jsonb
	quality jsonb not null default '{}'::jsonb
	registered_by uuid
	registered_at timestamp with time zone not null
	proposed_by uuid
	proposed_at timestamp with time zone
	published_by uuid
	published_at timestamp with time zone
	retired_at timestamp with time zone
	dataset_version_check CHECK (((delivery IS NULL) OR (registered_by IS NOT NULL)))
	dataset_version_check1 CHECK (((published_by <> registered_by) AND (published_by <> proposed_by)))
	dataset_version_check2 CHECK (((delivery IS NULL) OR (status <> ALL (ARRAY['published'::text, 'retired'::text])) OR (published_by IS NOT NULL)))
	dataset_version_dataset_code_check CHECK ((dataset_code ~ '^[a-z][a-z0-9-]{1,39}$'::text))
	dataset_version_dataset_code_version_key UNIQUE (dataset_code, version)
	dataset_version_delivery_check CHECK ((delivery ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'::text))
	dataset_version_pkey PRIMARY KEY (id)
	dataset_version_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES person(id)
	dataset_version_published_by_fkey FOREIGN KEY (published_by) REFERENCES person(id)
	dataset_version_refresh_months_check CHECK (((refresh_months >= 1) AND (refresh_months <= 60)))
	dataset_version_registered_by_fkey FOREIGN KEY (registered_by) REFERENCES person(id)
	dataset_version_sensitivity_check CHECK ((sensitivity = ANY (ARRAY['standard'::text, 'sensitive'::text])))
	dataset_version_status_check CHECK ((status = ANY (ARRAY['reading'::text, 'unreadable'::text, 'draft'::text, 'proposed'::text, 'published'::text, 'retired'::text, 'discarded'::text])))
	dataset_version_version_check CHECK ((version ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'::text))
	CREATE UNIQUE INDEX one_published_version ON public.dataset_version USING btree (dataset_code) WHERE (status = 'published'::text)
	CREATE TRIGGER moves BEFORE DELETE OR UPDATE ON public.dataset_version FOR EACH ROW EXECUTE FUNCTION app.version_moves()
	policy changed for update using ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text, 'system'::text]) AS has_role)
	policy registered for insert with check (( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text]) AS has_role) AND (registered_by = ( SELECT app.person() AS person)) AND (status = 'reading'::text))
	policy seen for select using ((status = ANY (ARRAY['published'::text, 'retired'::text])) OR ( SELECT app.is_staff() AS is_staff))

table dataset_version_column (row security)
	version_id uuid not null
	table_name text not null
	position integer not null
	name text not null
	type text not null
	proposed text
	reason text not null default ''::text
	certain boolean not null default false
	class text
	description text not null
	values jsonb
	completeness integer
	confirmed_by uuid
	confirmed_at timestamp with time zone
	confirmed_as text
	dataset_version_column_check CHECK ((((confirmed_by IS NULL) = (confirmed_at IS NULL)) AND ((confirmed_by IS NULL) = (confirmed_as IS NULL))))
	dataset_version_column_check1 CHECK (((confirmed_by IS NULL) OR (class IS NOT NULL)))
	dataset_version_column_check2 CHECK (((confirmed_as <> 'table'::text) OR (certain AND (class = proposed) AND (class <> 'C01'::text))))
	dataset_version_column_class_check CHECK ((class ~ '^C(0[1-9]|1[0-9]|2[0-4])$'::text))
	dataset_version_column_completeness_check CHECK (((completeness >= 0) AND (completeness <= 100)))
	dataset_version_column_confirmed_as_check CHECK ((confirmed_as = ANY (ARRAY['one'::text, 'table'::text])))
	dataset_version_column_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES person(id)
	dataset_version_column_pkey PRIMARY KEY (version_id, table_name, name)
	dataset_version_column_proposed_check CHECK ((proposed ~ '^C(0[1-9]|1[0-9]|2[0-4])$'::text))
	dataset_version_column_version_id_table_name_fkey FOREIGN KEY (version_id, table_name) REFERENCES dataset_version_table(version_id, name)
	CREATE TRIGGER open_only BEFORE INSERT OR DELETE OR UPDATE ON public.dataset_version_column FOR EACH ROW EXECUTE FUNCTION app.version_is_open()
	policy confirmed for update using ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text]) AS has_role) with check ((confirmed_by IS NULL) OR (confirmed_by = ( SELECT app.person() AS person)))
	policy read for insert with check (( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role) AND (confirmed_by IS NULL))
	policy reread for delete using ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role)
	policy seen for select using (EXISTS ( SELECT FROM dataset_version v WHERE (v.id = dataset_version_column.version_id)))

table dataset_version_table (row security)
	version_id uuid not null
	name text not null
	description text not null
	rows bigint not null
	sha256 text
	quality jsonb not null default '{}'::jsonb
	dataset_version_table_name_check CHECK ((name ~ '^[a-z][a-z0-9_]{0,62}$'::text))
	dataset_version_table_pkey PRIMARY KEY (version_id, name)
	dataset_version_table_rows_check CHECK ((rows >= 0))
	dataset_version_table_version_id_fkey FOREIGN KEY (version_id) REFERENCES dataset_version(id)
	CREATE TRIGGER open_only BEFORE INSERT OR DELETE OR UPDATE ON public.dataset_version_table FOR EACH ROW EXECUTE FUNCTION app.version_is_open()
	policy read for insert with check ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role)
	policy reread for delete using ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role)
	policy seen for select using (EXISTS ( SELECT FROM dataset_version v WHERE (v.id = dataset_version_table.version_id)))

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

table destruction (row security)
	workspace_id uuid not null
	asked_by uuid not null
	reason text not null
	asked_at timestamp with time zone not null
	confirmed_by uuid
	confirmed_at timestamp with time zone
	destruction_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES person(id)
	destruction_check CHECK ((confirmed_by <> asked_by))
	destruction_check1 CHECK (((confirmed_at IS NULL) = (confirmed_by IS NULL)))
	destruction_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES person(id)
	destruction_pkey PRIMARY KEY (workspace_id)
	destruction_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 2000)))
	destruction_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE TRIGGER destruction_is_kept BEFORE UPDATE ON public.destruction FOR EACH ROW EXECUTE FUNCTION app.keep_workspace_destruction()
	policy asked for insert with check ((asked_by = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text]) AS has_role))
	policy confirmed for update using ( SELECT app.has_role(VARIADIC ARRAY['privacy-officer'::text]) AS has_role) with check (confirmed_by = ( SELECT app.person() AS person))
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = destruction.workspace_id)))

table destruction_certificate (row security)
	workspace_id uuid not null
	certificate text not null
	sha256 text not null
	signature text not null
	key_id text not null
	at timestamp with time zone not null
	destruction_certificate_check CHECK ((sha256 = encode(sha256(convert_to(certificate, 'UTF8'::name)), 'hex'::text)))
	destruction_certificate_key_id_fkey FOREIGN KEY (key_id) REFERENCES signing_key(id)
	destruction_certificate_pkey PRIMARY KEY (workspace_id)
	destruction_certificate_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE TRIGGER certificate_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.destruction_certificate FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	policy with_workspace for all using (EXISTS ( SELECT FROM workspace w WHERE (w.id = destruction_certificate.workspace_id)))

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

table end_notice (row security)
	project_id uuid not null
	person_id uuid not null
	ends_on date not null
	days integer not null
	told boolean not null
	at timestamp with time zone not null
	end_notice_days_check CHECK ((days = ANY (ARRAY[60, 30, 7])))
	end_notice_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	end_notice_pkey PRIMARY KEY (project_id, person_id, ends_on, days)
	end_notice_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	policy own for select using ((person_id = ( SELECT app.person() AS person)) OR ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role))

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

table extract_part (row security)
	snapshot_id text not null
	stage integer not null
	number integer not null
	vault text
	leased_until timestamp with time zone
	taken integer not null default 0
	made jsonb
	done_at timestamp with time zone
	extract_part_check CHECK (((made IS NULL) = (done_at IS NULL)))
	extract_part_number_check CHECK ((number >= 0))
	extract_part_pkey PRIMARY KEY (snapshot_id, stage, number)
	extract_part_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES extract_share(snapshot_id) ON DELETE CASCADE
	extract_part_stage_check CHECK (((stage >= 1) AND (stage <= 3)))
	CREATE INDEX extract_part_snapshot_id_stage_idx ON public.extract_part USING btree (snapshot_id, stage) WHERE (done_at IS NULL)
	policy vault for all using true with check true

table extract_rules (row security)
	workspace_id uuid not null
	version integer not null
	choices jsonb not null
	reason text not null
	set_by uuid not null
	at timestamp with time zone not null
	extract_rules_pkey PRIMARY KEY (workspace_id, version)
	extract_rules_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 2000)))
	extract_rules_set_by_fkey FOREIGN KEY (set_by) REFERENCES person(id)
	extract_rules_version_check CHECK ((version >= 1))
	extract_rules_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE TRIGGER rules_are_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.extract_rules FOR EACH STATEMENT EXECUTE FUNCTION app.keep_key_record()
	policy with_workspace for all using (EXISTS ( SELECT FROM workspace w WHERE (w.id = extract_rules.workspace_id))) with check ((set_by = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text]) AS has_role))

table extract_share (row security)
	snapshot_id text not null
	project_id uuid not null
	person_id uuid not null
	people integer not null
	begun_at timestamp with time zone not null
	ended_at timestamp with time zone
	extract_share_people_check CHECK ((people > 0))
	extract_share_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	extract_share_pkey PRIMARY KEY (snapshot_id)
	extract_share_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	extract_share_snapshot_id_check CHECK ((snapshot_id ~ '^s[0-9a-f]{24}$'::text))
	policy staff for select using ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text, 'auditor'::text, 'administrator'::text]) AS has_role)
	policy vault for all using true with check true

table feasibility (row security)
	id uuid not null default uuidv7()
	person_id uuid not null
	organisation_id uuid
	cohort jsonb not null
	purpose text not null
	shown text not null
	count bigint
	at timestamp with time zone not null
	usable jsonb
	steps jsonb not null default '[]'::jsonb
	feasibility_count_check CHECK ((((count % (5)::bigint) = 0) AND (count >= 10)))
	feasibility_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	feasibility_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	feasibility_pkey PRIMARY KEY (id)
	feasibility_purpose_check CHECK ((purpose = ANY (ARRAY['planning'::text, 'research'::text, 'industry'::text])))
	CREATE INDEX feasibility_person_id_at_idx ON public.feasibility USING btree (person_id, at DESC)
	policy for_ones_own restrictive for insert with check ((organisation_id IS NULL) OR (organisation_id IN ( SELECT app.my_organisations() AS my_organisations)) OR ( SELECT app.is_staff() AS is_staff))
	policy own for all using ((person_id = ( SELECT app.person() AS person)) OR (EXISTS ( SELECT FROM application a WHERE (a.feasibility_id = feasibility.id))) OR ( SELECT app.has_role(VARIADIC ARRAY['auditor'::text, 'data-manager'::text, 'access-manager'::text, 'commercial-manager'::text, 'privacy-officer'::text]) AS has_role)) with check (person_id = ( SELECT app.person() AS person))

table feasibility_answer (row security)
	definition text not null
	answer jsonb not null
	at timestamp with time zone not null
	feasibility_answer_definition_check CHECK ((definition ~ '^[0-9a-f]{64}$'::text))
	feasibility_answer_pkey PRIMARY KEY (definition)
	policy whoever_asks for all using (( SELECT app.person() AS person) IS NOT NULL)

table feasibility_charge (row security)
	organisation_id uuid not null
	definition text not null
	person_id uuid not null
	at timestamp with time zone not null
	feasibility_charge_definition_check CHECK ((definition ~ '^[0-9a-f]{64}$'::text))
	feasibility_charge_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
	feasibility_charge_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	feasibility_charge_pkey PRIMARY KEY (organisation_id, definition)
	CREATE INDEX feasibility_charge_organisation_id_at_idx ON public.feasibility_charge USING btree (organisation_id, at)
	policy own for all using ((organisation_id IN ( SELECT app.my_organisations(VARIADIC ARRAY['applicant'::text, 'member'::text]) AS my_organisations)) OR ( SELECT app.is_staff() AS is_staff)) with check ((person_id = ( SELECT app.person() AS person)) AND ((organisation_id IN ( SELECT app.my_organisations(VARIADIC ARRAY['applicant'::text, 'member'::text]) AS my_organisations)) OR ( SELECT app.is_staff() AS is_staff)))

table gate (row security)
	id uuid not null default uuidv7()
	workspace_id uuid not null
	refresh_id uuid
	snapshot_id text
	status text not null
	status_since timestamp with time zone not null
	reason text not null default ''::text
	waived text[] not null default '{}'::text[]
	gate_pkey PRIMARY KEY (id)
	gate_reason_check CHECK ((length(reason) <= 2000))
	gate_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'run'::text, 'scanned'::text, 'blocked'::text, 'assessed'::text, 'approved_by_data_manager'::text, 'approved_by_ig'::text, 'released'::text, 'superseded'::text, 'revoked'::text, 'destroyed'::text])))
	gate_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	gate_workspace_id_refresh_id_key UNIQUE NULLS NOT DISTINCT (workspace_id, refresh_id)
	CREATE TRIGGER access_is_told AFTER UPDATE ON public.gate FOR EACH ROW WHEN ((new.status = ANY (ARRAY['revoked'::text, 'destroyed'::text]))) EXECUTE FUNCTION app.tell_access()
	CREATE TRIGGER gate_is_begun AFTER INSERT ON public.gate FOR EACH ROW EXECUTE FUNCTION app.keep_gate()
	CREATE TRIGGER gate_is_kept BEFORE UPDATE ON public.gate FOR EACH ROW EXECUTE FUNCTION app.keep_gate()
	policy revoked for update using (( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text]) AS has_role) AND (EXISTS ( SELECT FROM workspace w WHERE (w.id = gate.workspace_id)))) with check (status = 'revoked'::text)
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = gate.workspace_id)))

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
	CREATE TRIGGER gate_moves AFTER INSERT ON public.gate_approval FOR EACH ROW EXECUTE FUNCTION app.gate_with_approval()
	policy with_workspace for all using (EXISTS ( SELECT FROM workspace w WHERE (w.id = gate_approval.workspace_id))) with check ((person_id = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY[gate_approval.role]) AS has_role) AND (EXISTS ( SELECT FROM workspace w WHERE (w.id = gate_approval.workspace_id))))

table gate_history (row security)
	gate_id uuid not null
	position integer not null
	from_status text
	to_status text not null
	at timestamp with time zone not null
	gate_history_gate_id_fkey FOREIGN KEY (gate_id) REFERENCES gate(id)
	gate_history_pkey PRIMARY KEY (gate_id, "position")
	CREATE TRIGGER gate_history_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.gate_history FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	policy with_gate for select using (EXISTS ( SELECT FROM gate g WHERE (g.id = gate_history.gate_id)))

table gate_manifest (row security)
	gate_id uuid not null
	manifest text not null
	sha256 text not null
	signature text not null
	key_id text not null
	signed_at timestamp with time zone not null
	gate_manifest_check CHECK ((sha256 = encode(sha256(convert_to(manifest, 'UTF8'::name)), 'hex'::text)))
	gate_manifest_gate_id_fkey FOREIGN KEY (gate_id) REFERENCES gate(id)
	gate_manifest_key_id_fkey FOREIGN KEY (key_id) REFERENCES signing_key(id)
	gate_manifest_pkey PRIMARY KEY (gate_id)
	gate_manifest_signature_check CHECK ((length(decode(signature, 'base64'::text)) = 64))
	CREATE TRIGGER gate_manifest_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.gate_manifest FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	policy with_gate for all using (EXISTS ( SELECT FROM gate g WHERE (g.id = gate_manifest.gate_id))) with check (( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role) AND (EXISTS ( SELECT FROM gate g WHERE ((g.id = gate_manifest.gate_id) AND (g.status = 'released'::text)))))

table gate_move
	name text not null
	from_status text not null
	to_status text not null
	gate_move_pkey PRIMARY KEY (from_status, to_status)

table gate_waiver (row security)
	id uuid not null default uuidv7()
	workspace_id uuid not null
	limit_name text not null
	reason text not null
	until date not null
	granted_by uuid not null
	granted_at timestamp with time zone not null
	ended_at timestamp with time zone
	gate_waiver_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES person(id)
	gate_waiver_limit_name_check CHECK ((limit_name ~ '^[a-z-]{3,40}$'::text))
	gate_waiver_pkey PRIMARY KEY (id)
	gate_waiver_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 2000)))
	gate_waiver_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE INDEX gate_waiver_workspace_id_idx ON public.gate_waiver USING btree (workspace_id)
	CREATE TRIGGER gate_waiver_is_kept BEFORE UPDATE ON public.gate_waiver FOR EACH ROW EXECUTE FUNCTION app.keep_waiver()
	policy ended for update using ( SELECT app.has_role(VARIADIC ARRAY['privacy-officer'::text]) AS has_role)
	policy granted for insert with check ((granted_by = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY['privacy-officer'::text]) AS has_role) AND (EXISTS ( SELECT FROM workspace w WHERE ((w.id = gate_waiver.workspace_id) AND (NOT app.researched(w.project_id, ( SELECT app.person() AS person)))))))
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = gate_waiver.workspace_id)))

table ingress_file (row security)
	id uuid not null default uuidv7()
	workspace_id uuid not null
	name text not null
	kind text not null
	media text not null
	sha256 text not null
	bytes bigint not null
	purpose text not null
	findings jsonb not null
	preview text not null
	status text not null
	status_since timestamp with time zone not null
	sent_by uuid not null
	sent_at timestamp with time zone not null
	decided_by uuid
	decided_at timestamp with time zone
	reason text not null default ''::text
	ingress_file_bytes_check CHECK ((bytes > 0))
	ingress_file_check CHECK ((decided_by <> sent_by))
	ingress_file_check1 CHECK (((decided_by IS NULL) = (decided_at IS NULL)))
	ingress_file_check2 CHECK (((status <> ALL (ARRAY['accepted'::text, 'refused'::text, 'removed'::text])) OR (decided_by IS NOT NULL)))
	ingress_file_check3 CHECK (((status <> 'refused'::text) OR (reason <> ''::text)))
	ingress_file_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id)
	ingress_file_kind_check CHECK ((kind = ANY (ARRAY['table'::text, 'code'::text, 'log'::text, 'text'::text, 'notebook'::text, 'image'::text, 'drawing'::text])))
	ingress_file_name_check CHECK ((name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'::text))
	ingress_file_pkey PRIMARY KEY (id)
	ingress_file_preview_check CHECK ((length(preview) <= 20000))
	ingress_file_purpose_check CHECK (((purpose <> ''::text) AND (length(purpose) <= 2000)))
	ingress_file_reason_check CHECK ((length(reason) <= 2000))
	ingress_file_sent_by_fkey FOREIGN KEY (sent_by) REFERENCES person(id)
	ingress_file_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
	ingress_file_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'accepted'::text, 'refused'::text, 'withdrawn'::text, 'removed'::text])))
	ingress_file_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE UNIQUE INDEX ingress_file_workspace_id_lower_idx ON public.ingress_file USING btree (workspace_id, lower(name)) WHERE (status = ANY (ARRAY['waiting'::text, 'accepted'::text]))
	CREATE INDEX ingress_file_workspace_id_sent_at_idx ON public.ingress_file USING btree (workspace_id, sent_at)
	CREATE TRIGGER ingress_is_kept BEFORE UPDATE ON public.ingress_file FOR EACH ROW EXECUTE FUNCTION app.keep_ingress()
	policy members_and_reviewers for select using ((EXISTS ( SELECT FROM workspace w WHERE ((w.id = ingress_file.workspace_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects))))) OR ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'auditor'::text]) AS has_role))
	policy moved for update using ((EXISTS ( SELECT FROM workspace w WHERE ((w.id = ingress_file.workspace_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects))))) OR ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text]) AS has_role))
	policy sent for insert with check ((sent_by = ( SELECT app.person() AS person)) AND (status = 'waiting'::text) AND (decided_by IS NULL) AND (EXISTS ( SELECT FROM workspace w WHERE ((w.id = ingress_file.workspace_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects))))))

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

table key_end (row security)
	project_id uuid not null
	person_id uuid not null
	fingerprint text not null
	destroyed_at timestamp with time zone not null
	key_end_fingerprint_check CHECK ((fingerprint ~ '^([0-9a-f]{16})?$'::text))
	key_end_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	key_end_pkey PRIMARY KEY (project_id)
	key_end_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	CREATE TRIGGER end_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.key_end FOR EACH STATEMENT EXECUTE FUNCTION app.keep_key_record()
	policy keepers for all using ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text, 'auditor'::text, 'system'::text]) AS has_role) with check (person_id = ( SELECT app.person() AS person))

table key_grant (row security)
	id uuid not null default uuidv7()
	project_id uuid not null
	person_id uuid not null
	purpose text not null
	key_version integer not null
	fingerprint text not null
	granted_at timestamp with time zone not null
	expires_on date not null
	key_grant_fingerprint_check CHECK ((fingerprint ~ '^[0-9a-f]{16}$'::text))
	key_grant_key_version_check CHECK ((key_version >= 1))
	key_grant_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	key_grant_pkey PRIMARY KEY (id)
	key_grant_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	key_grant_project_id_person_id_purpose_fingerprint_expires__key UNIQUE (project_id, person_id, purpose, fingerprint, expires_on)
	key_grant_purpose_check CHECK ((purpose = 'extract'::text))
	CREATE TRIGGER grant_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.key_grant FOR EACH STATEMENT EXECUTE FUNCTION app.keep_key_record()
	policy keepers for all using ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text, 'auditor'::text, 'system'::text]) AS has_role) with check (person_id = ( SELECT app.person() AS person))

table key_use (row security)
	project_id uuid not null
	snapshot_id text not null
	domain text not null
	grant_id uuid not null
	person_id uuid not null
	made bigint not null
	rules_sha256 text not null
	at timestamp with time zone not null
	helper text not null default ''::text
	key_use_domain_check CHECK (((domain <> ''::text) AND (length(domain) <= 100)))
	key_use_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES key_grant(id)
	key_use_helper_check CHECK ((helper ~ '^([0-9a-f-]{36})?$'::text))
	key_use_made_check CHECK ((made >= 0))
	key_use_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	key_use_pkey PRIMARY KEY (project_id, snapshot_id, domain, helper)
	key_use_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	key_use_rules_sha256_check CHECK ((rules_sha256 ~ '^[0-9a-f]{64}$'::text))
	key_use_snapshot_id_check CHECK ((snapshot_id ~ '^s[0-9a-f]{24}$'::text))
	CREATE TRIGGER use_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.key_use FOR EACH STATEMENT EXECUTE FUNCTION app.keep_key_record()
	policy keepers for all using ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text, 'auditor'::text, 'system'::text]) AS has_role) with check (person_id = ( SELECT app.person() AS person))

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

table library_request (row security)
	id uuid not null default uuidv7()
	workspace_id uuid not null
	language text not null
	package text not null
	purpose text not null
	status text not null
	status_since timestamp with time zone not null
	asked_by uuid not null
	asked_at timestamp with time zone not null
	answered_by uuid
	answered_at timestamp with time zone
	answer text not null default ''::text
	library_request_answer_check CHECK ((length(answer) <= 2000))
	library_request_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES person(id)
	library_request_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES person(id)
	library_request_check CHECK ((answered_by <> asked_by))
	library_request_check1 CHECK (((answered_by IS NULL) = (answered_at IS NULL)))
	library_request_check2 CHECK (((status = ANY (ARRAY['agreed'::text, 'declined'::text])) = (answered_by IS NOT NULL)))
	library_request_check3 CHECK (((answered_by IS NULL) OR (answer <> ''::text)))
	library_request_language_check CHECK ((language = ANY (ARRAY['r'::text, 'python'::text])))
	library_request_package_check CHECK ((package ~ '^[A-Za-z][A-Za-z0-9._-]{0,79}$'::text))
	library_request_pkey PRIMARY KEY (id)
	library_request_purpose_check CHECK (((purpose <> ''::text) AND (length(purpose) <= 2000)))
	library_request_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'agreed'::text, 'declined'::text, 'withdrawn'::text])))
	library_request_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE UNIQUE INDEX library_request_workspace_id_language_lower_idx ON public.library_request USING btree (workspace_id, language, lower(package)) WHERE (status = 'waiting'::text)
	CREATE TRIGGER library_request_is_kept BEFORE UPDATE ON public.library_request FOR EACH ROW EXECUTE FUNCTION app.keep_library_request()
	policy answered for update using ((asked_by = ( SELECT app.person() AS person)) OR ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text]) AS has_role))
	policy asked for insert with check ((asked_by = ( SELECT app.person() AS person)) AND (status = 'waiting'::text) AND (answered_by IS NULL) AND (EXISTS ( SELECT FROM workspace w WHERE ((w.id = library_request.workspace_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects))))))
	policy members_and_answerers for select using ((EXISTS ( SELECT FROM workspace w WHERE ((w.id = library_request.workspace_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects))))) OR ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'auditor'::text]) AS has_role))

table mail (row security)
	id uuid not null default uuidv7()
	person_id uuid not null
	about text not null
	subject text not null
	words text not null
	at timestamp with time zone not null
	sent_at timestamp with time zone
	attempts integer not null default 0
	mail_about_key UNIQUE (about)
	mail_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	mail_pkey PRIMARY KEY (id)
	mail_subject_check CHECK (((subject <> ''::text) AND (length(subject) <= 200)))
	CREATE INDEX mail_sent_at_at_idx ON public.mail USING btree (sent_at, at)
	policy own for select using ((person_id = ( SELECT app.person() AS person)) OR ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role))
	policy sent for update using ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role)

table migration
	name text not null
	applied_at timestamp with time zone not null
	migration_pkey PRIMARY KEY (name)

table notebook (row security)
	id uuid not null default uuidv7()
	workspace_id uuid not null
	kind text not null
	name text not null
	revision integer not null
	created_by uuid not null
	created_at timestamp with time zone not null
	saved_at timestamp with time zone not null
	removed_at timestamp with time zone
	notebook_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id)
	notebook_kind_check CHECK ((kind = ANY (ARRAY['notebook'::text, 'script'::text])))
	notebook_name_check CHECK (((name <> ''::text) AND (length(name) <= 120)))
	notebook_pkey PRIMARY KEY (id)
	notebook_revision_check CHECK ((revision >= 1))
	notebook_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE UNIQUE INDEX notebook_workspace_id_lower_idx ON public.notebook USING btree (workspace_id, lower(name)) WHERE (removed_at IS NULL)
	CREATE TRIGGER notebook_is_kept BEFORE UPDATE ON public.notebook FOR EACH ROW EXECUTE FUNCTION app.keep_notebook()
	policy changed restrictive for update using (EXISTS ( SELECT FROM workspace w WHERE ((w.id = notebook.workspace_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects)))))
	policy made restrictive for insert with check (created_by = ( SELECT app.person() AS person))
	policy members for all using ((EXISTS ( SELECT FROM workspace w WHERE ((w.id = notebook.workspace_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects))))) OR ( SELECT app.has_role(VARIADIC ARRAY['auditor'::text]) AS has_role)) with check (EXISTS ( SELECT FROM workspace w WHERE ((w.id = notebook.workspace_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects)))))

table notebook_version (row security)
	notebook_id uuid not null
	number integer not null
	person_id uuid not null
	cells jsonb not null
	kept boolean not null
	restored_from integer
	begun_at timestamp with time zone not null
	at timestamp with time zone not null
	notebook_version_cells_check CHECK (((jsonb_typeof(cells) = 'array'::text) AND (jsonb_array_length(cells) <= 100)))
	notebook_version_check CHECK ((restored_from < number))
	notebook_version_notebook_id_fkey FOREIGN KEY (notebook_id) REFERENCES notebook(id)
	notebook_version_number_check CHECK ((number >= 1))
	notebook_version_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	notebook_version_pkey PRIMARY KEY (notebook_id, number)
	CREATE TRIGGER version_is_kept BEFORE DELETE OR UPDATE ON public.notebook_version FOR EACH ROW EXECUTE FUNCTION app.keep_notebook_version()
	policy saved for insert with check ((person_id = ( SELECT app.person() AS person)) AND (EXISTS ( SELECT FROM (notebook n JOIN workspace w ON ((w.id = n.workspace_id))) WHERE ((n.id = notebook_version.notebook_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects))))))
	policy typed_on for update using ((person_id = ( SELECT app.person() AS person)) AND (EXISTS ( SELECT FROM (notebook n JOIN workspace w ON ((w.id = n.workspace_id))) WHERE ((n.id = notebook_version.notebook_id) AND (w.project_id IN ( SELECT app.member_projects() AS member_projects))))))
	policy with_notebook for select using (EXISTS ( SELECT FROM notebook n WHERE (n.id = notebook_version.notebook_id)))

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
	notice_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['output'::text, 'regular'::text, 'workspace'::text, 'project'::text])))
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
	CREATE TRIGGER claim_is_kept BEFORE INSERT OR UPDATE ON public.output_claim FOR EACH ROW EXECUTE FUNCTION app.keep_claim()
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
	output_difference_source_kind_check CHECK ((kind = ANY (ARRAY['nested'::text, 'near'::text, 'rest'::text, 'excess'::text, 'hidden'::text, 'dominated'::text, 'linked'::text, 'mean'::text])))
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
	snapshot_id text
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
	CREATE TRIGGER file_names_its_cut BEFORE INSERT OR UPDATE ON public.output_file FOR EACH ROW EXECUTE FUNCTION app.name_cut()
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

table person_seen (row security)
	project_id uuid not null
	person_id uuid not null
	seen bytea not null
	person_seen_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	person_seen_pkey PRIMARY KEY (project_id, person_id, seen)
	person_seen_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	person_seen_seen_check CHECK ((length(seen) = 8))
	policy own for select using (person_id = ( SELECT app.person() AS person))
	policy seen for insert with check (person_id = ( SELECT app.person() AS person))

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
	CREATE TRIGGER access_is_told AFTER UPDATE ON public.project FOR EACH ROW WHEN ((((old.status IS DISTINCT FROM new.status) OR (old.starts_on IS DISTINCT FROM new.starts_on)) OR (old.ends_on IS DISTINCT FROM new.ends_on))) EXECUTE FUNCTION app.tell_access()
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
	CREATE TRIGGER access_is_told AFTER INSERT OR UPDATE ON public.project_member FOR EACH ROW EXECUTE FUNCTION app.tell_access()
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
	CREATE TRIGGER gate_moves AFTER INSERT OR UPDATE ON public.provisioning_step FOR EACH ROW EXECUTE FUNCTION app.gate_with_step()
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

table refresh (row security)
	id uuid not null default uuidv7()
	workspace_id uuid not null
	asked_by uuid not null
	reason text not null
	base_snapshot text not null
	cut_on date not null
	status text not null
	snapshot_id text
	contents jsonb
	difference jsonb
	asked_at timestamp with time zone not null
	status_since timestamp with time zone not null
	refresh_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES person(id)
	refresh_check CHECK (((status = ANY (ARRAY['gate'::text, 'opened'::text])) <= (snapshot_id IS NOT NULL)))
	refresh_pkey PRIMARY KEY (id)
	refresh_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 2000)))
	refresh_status_check CHECK ((status = ANY (ARRAY['making'::text, 'gate'::text, 'opened'::text, 'dropped'::text])))
	refresh_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE UNIQUE INDEX refresh_under_way ON public.refresh USING btree (workspace_id) WHERE (status = ANY (ARRAY['making'::text, 'gate'::text]))
	CREATE TRIGGER refresh_is_kept BEFORE UPDATE ON public.refresh FOR EACH ROW EXECUTE FUNCTION app.keep_refresh()
	CREATE TRIGGER refresh_is_taken AFTER UPDATE ON public.refresh FOR EACH ROW WHEN ((new.status = 'opened'::text)) EXECUTE FUNCTION app.take_refresh()
	policy asked for insert with check ((asked_by = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text]) AS has_role) AND (EXISTS ( SELECT FROM workspace w WHERE (w.id = refresh.workspace_id))))
	policy moved for update using ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text, 'system'::text]) AS has_role)
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = refresh.workspace_id)))

table refresh_report (row security)
	refresh_id uuid not null
	snapshot_id text not null
	report jsonb not null
	refresh_report_pkey PRIMARY KEY (refresh_id)
	refresh_report_refresh_id_fkey FOREIGN KEY (refresh_id) REFERENCES refresh(id)
	CREATE TRIGGER gate_moves AFTER INSERT OR UPDATE ON public.refresh_report FOR EACH ROW EXECUTE FUNCTION app.gate_with_refresh_report()
	policy gatekeepers for all using ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'privacy-officer'::text, 'auditor'::text, 'system'::text]) AS has_role) with check ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role)

table refresh_step (row security)
	refresh_id uuid not null
	position integer not null
	name text not null
	status text not null
	detail text not null default ''::text
	attempts integer not null default 0
	started_at timestamp with time zone
	finished_at timestamp with time zone
	refresh_step_pkey PRIMARY KEY (refresh_id, "position")
	refresh_step_refresh_id_fkey FOREIGN KEY (refresh_id) REFERENCES refresh(id)
	refresh_step_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
	CREATE TRIGGER gate_moves AFTER INSERT OR UPDATE ON public.refresh_step FOR EACH ROW EXECUTE FUNCTION app.gate_with_refresh_step()
	policy with_refresh for all using (EXISTS ( SELECT FROM refresh r WHERE (r.id = refresh_step.refresh_id))) with check ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text, 'system'::text]) AS has_role)

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
	CREATE TRIGGER release_is_now BEFORE INSERT ON public.release FOR EACH ROW EXECUTE FUNCTION app.release_is_now()
	policy by_standing_approval for insert with check (( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role) AND (EXISTS ( SELECT FROM output_request r WHERE ((r.id = release.request_id) AND (r.regular_run_id IS NOT NULL)))))
	policy parties for all using ((project_id IN ( SELECT app.member_projects() AS member_projects)) OR ( SELECT app.is_staff() AS is_staff)) with check ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text]) AS has_role)
	policy vault for select using true

table release_lost (row security)
	release_id uuid not null
	because text not null
	noticed_at timestamp with time zone not null
	restored_at timestamp with time zone
	release_lost_because_check CHECK (((because <> ''::text) AND (length(because) <= 500)))
	release_lost_pkey PRIMARY KEY (release_id)
	release_lost_release_id_fkey FOREIGN KEY (release_id) REFERENCES release(id)
	policy staff for select using ( SELECT app.has_role(VARIADIC ARRAY['output-checker'::text, 'data-manager'::text, 'privacy-officer'::text, 'auditor'::text, 'administrator'::text]) AS has_role)
	policy vault for all using true with check true

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
	untold bigint not null default 0
	row_view_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	row_view_pkey PRIMARY KEY (project_id, person_id, day)
	row_view_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	row_view_rows_check CHECK ((rows >= 0))
	row_view_untold_check CHECK ((untold >= 0))
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
	language text not null default 'sql'::text
	notebook_id uuid
	cell text
	run_cell_check CHECK ((cell ~ '^[a-z0-9]{8,12}$'::text))
	run_check CHECK (((notebook_id IS NULL) = (cell IS NULL)))
	run_language_check CHECK ((language = ANY (ARRAY['sql'::text, 'r'::text, 'python'::text])))
	run_notebook_id_fkey FOREIGN KEY (notebook_id) REFERENCES notebook(id)
	run_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	run_pkey PRIMARY KEY (id)
	run_sql_check CHECK ((length(sql) <= 20000))
	run_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
	run_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE INDEX run_notebook_id_cell_at_idx ON public.run USING btree (notebook_id, cell, at DESC) WHERE (notebook_id IS NOT NULL)
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

table usage_alert (row security)
	workspace_id uuid not null
	month date not null
	what text not null
	level text not null
	at timestamp with time zone not null
	usage_alert_level_check CHECK ((level = ANY (ARRAY['near'::text, 'cap'::text])))
	usage_alert_pkey PRIMARY KEY (workspace_id, month, what, level)
	usage_alert_what_check CHECK ((what = ANY (ARRAY['cpu'::text, 'memory'::text])))
	usage_alert_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = usage_alert.workspace_id)))

table usage_cap (row security)
	workspace_id uuid not null
	cpu_hours integer not null
	memory_hours integer not null
	reason text not null
	set_by uuid not null
	at timestamp with time zone not null
	usage_cap_cpu_hours_check CHECK (((cpu_hours >= 1) AND (cpu_hours <= 100000)))
	usage_cap_memory_hours_check CHECK (((memory_hours >= 1) AND (memory_hours <= 1000000)))
	usage_cap_pkey PRIMARY KEY (workspace_id)
	usage_cap_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 2000)))
	usage_cap_set_by_fkey FOREIGN KEY (set_by) REFERENCES person(id)
	usage_cap_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	policy decided for insert with check ((set_by = ( SELECT app.person() AS person)) AND ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text]) AS has_role))
	policy decided_again for update using ( SELECT app.has_role(VARIADIC ARRAY['data-manager'::text]) AS has_role) with check (set_by = ( SELECT app.person() AS person))
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = usage_cap.workspace_id)))

table usage_interval (row security)
	host uuid not null
	number bigint not null
	workspace_id uuid not null
	from_at timestamp with time zone not null
	to_at timestamp with time zone not null
	cpu_ms bigint not null
	memory_mib_ms bigint not null
	usage_interval_check CHECK ((to_at >= from_at))
	usage_interval_cpu_ms_check CHECK ((cpu_ms >= 0))
	usage_interval_memory_mib_ms_check CHECK ((memory_mib_ms >= 0))
	usage_interval_number_check CHECK ((number >= 0))
	usage_interval_pkey PRIMARY KEY (host, number, workspace_id)
	usage_interval_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE INDEX usage_interval_workspace_id_to_at_idx ON public.usage_interval USING btree (workspace_id, to_at)
	CREATE TRIGGER interval_is_counted AFTER INSERT ON public.usage_interval FOR EACH ROW EXECUTE FUNCTION app.count_interval()
	CREATE TRIGGER interval_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.usage_interval FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	policy measured for insert with check true
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = usage_interval.workspace_id)))

table usage_line (row security)
	workspace_id uuid not null
	project_id uuid not null
	month date not null
	item text not null
	quantity numeric(18,6) not null
	at timestamp with time zone not null
	usage_line_item_check CHECK ((item = ANY (ARRAY['compute-cpu-hour'::text, 'memory-gib-hour'::text, 'storage-gib-month'::text])))
	usage_line_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
	usage_line_pkey PRIMARY KEY (workspace_id, month, item)
	usage_line_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	usage_line_quantity_check CHECK ((quantity >= (0)::numeric))
	usage_line_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE INDEX usage_line_project_id_month_idx ON public.usage_line USING btree (project_id, month)
	CREATE TRIGGER line_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.usage_line FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()
	policy taken for insert with check ( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role)
	policy with_project for select using (( SELECT app.has_role(VARIADIC ARRAY['system'::text]) AS has_role) OR (EXISTS ( SELECT FROM workspace w WHERE (w.id = usage_line.workspace_id))))

table usage_month (row security)
	workspace_id uuid not null
	month date not null
	cpu_ms bigint not null default 0
	memory_mib_ms bigint not null default 0
	byte_hours numeric not null default 0
	usage_month_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
	usage_month_pkey PRIMARY KEY (workspace_id, month)
	usage_month_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = usage_month.workspace_id)))

table usage_storage (row security)
	workspace_id uuid not null
	hour timestamp with time zone not null
	bytes bigint not null
	usage_storage_bytes_check CHECK ((bytes >= 0))
	usage_storage_hour_check CHECK ((hour = date_trunc('hour'::text, hour, 'UTC'::text)))
	usage_storage_pkey PRIMARY KEY (workspace_id, hour)
	usage_storage_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE TRIGGER storage_is_counted AFTER INSERT OR UPDATE ON public.usage_storage FOR EACH ROW EXECUTE FUNCTION app.count_storage()
	policy measured for all using true with check true
	policy with_workspace for select using (EXISTS ( SELECT FROM workspace w WHERE (w.id = usage_storage.workspace_id)))

table vault_presence (row security)
	vault text not null
	seen_at timestamp with time zone not null
	vault_presence_pkey PRIMARY KEY (vault)
	vault_presence_vault_check CHECK ((vault ~ '^[0-9a-f-]{36}$'::text))
	policy vault for all using true with check true

table viewing_alert (row security)
	project_id uuid not null
	person_id uuid not null
	level text not null
	people bigint not null
	at timestamp with time zone not null
	viewing_alert_level_check CHECK ((level = ANY (ARRAY['half'::text, 'all'::text])))
	viewing_alert_people_check CHECK ((people > 0))
	viewing_alert_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
	viewing_alert_pkey PRIMARY KEY (project_id, person_id, level)
	viewing_alert_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	CREATE TRIGGER viewing_is_told AFTER INSERT ON public.viewing_alert FOR EACH ROW EXECUTE FUNCTION app.tell_viewing()
	policy own_or_staff for select using ((person_id = ( SELECT app.person() AS person)) OR ( SELECT app.is_staff() AS is_staff))
	policy raised for insert with check (person_id = ( SELECT app.person() AS person))

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
	size text not null default 'M'::text
	rows_shown integer not null default 200
	status_reason text not null default ''::text
	driver text not null default 'host'::text
	workspace_check CHECK (((status = 'open'::text) <= ((snapshot_id IS NOT NULL) AND (opened_at IS NOT NULL))))
	workspace_driver_check CHECK ((driver = ANY (ARRAY['host'::text, 'jupyterhub'::text])))
	workspace_pkey PRIMARY KEY (id)
	workspace_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
	workspace_project_id_key UNIQUE (project_id)
	workspace_rows_shown_check CHECK ((rows_shown = ANY (ARRAY[0, 20, 200])))
	workspace_size_check CHECK ((size = ANY (ARRAY['S'::text, 'M'::text, 'L'::text])))
	workspace_status_check CHECK ((status = ANY (ARRAY['provisioning'::text, 'gate'::text, 'open'::text, 'read_only'::text, 'suspended'::text, 'withdrawn'::text, 'archived'::text, 'destroyed'::text])))
	workspace_status_reason_check CHECK ((length(status_reason) <= 2000))
	CREATE TRIGGER access_is_told AFTER UPDATE ON public.workspace FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) OR (old.snapshot_id IS DISTINCT FROM new.snapshot_id))) EXECUTE FUNCTION app.tell_access()
	CREATE TRIGGER cut_is_listed AFTER INSERT OR UPDATE ON public.workspace FOR EACH ROW WHEN (((new.status = 'open'::text) AND (new.snapshot_id IS NOT NULL))) EXECUTE FUNCTION app.list_cut()
	CREATE TRIGGER gate_moves AFTER UPDATE ON public.workspace FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) OR (old.snapshot_id IS DISTINCT FROM new.snapshot_id))) EXECUTE FUNCTION app.gate_with_workspace()
	CREATE TRIGGER life_is_kept BEFORE UPDATE ON public.workspace FOR EACH ROW EXECUTE FUNCTION app.keep_life()
	policy by_the_service restrictive for update using ( SELECT app.is_staff() AS is_staff)
	policy members for all using ((project_id IN ( SELECT app.member_projects() AS member_projects)) OR ( SELECT app.is_staff() AS is_staff))

table workspace_report (row security)
	workspace_id uuid not null
	snapshot_id text not null
	report jsonb not null
	workspace_report_pkey PRIMARY KEY (workspace_id)
	workspace_report_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id)
	CREATE TRIGGER gate_moves AFTER INSERT OR UPDATE ON public.workspace_report FOR EACH ROW EXECUTE FUNCTION app.gate_with_report()
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

view register_code_list (security_barrier=true)
	 SELECT DISTINCT a.id AS application_id,
	    l.name,
	    l.vocabulary,
	    v.number,
	    v.codes,
	    v.sha256,
	    COALESCE((one.value ->> 'include'::text)::boolean, true) AS include
	   FROM application a
	     LEFT JOIN feasibility f ON f.id = a.feasibility_id
	     CROSS JOIN LATERAL jsonb_array_elements(COALESCE(COALESCE(NULLIF((a.answers -> 'safe-data'::text) -> 'cohort'::text, 'null'::jsonb), f.cohort) -> 'criteria'::text, '[]'::jsonb)) one(value)
	     JOIN code_list_version v ON v.id::text = (one.value ->> 'list'::text)
	     JOIN code_list l ON l.id = v.list_id
	  WHERE a.approved_at IS NOT NULL;

-- Functions

app.adopt_installed_datasets(timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.adopt_installed_datasets(at timestamp with time zone)
	 RETURNS void
	 LANGUAGE plpgsql
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		d record;
		made uuid;
		label text;
	begin
		for d in select * from dataset s where not exists (
			select from dataset_version v
			where v.dataset_code = s.code and v.status = 'published' and v.delivery is not null
		) loop
			if exists (
				select from dataset_version v
				where v.dataset_code = d.code and v.status = 'published' and v.as_of = d.as_of
				  and split_part(v.version, '_', 1) = d.version and v.name = d.name
				  and not exists (
					(select c.table_name, c.name, c.type, c.class from dataset_column c where c.dataset_code = d.code
					 except select c.table_name, c.name, c.type, c.class from dataset_version_column c where c.version_id = v.id)
					union all
					(select c.table_name, c.name, c.type, c.class from dataset_version_column c where c.version_id = v.id
					 except select c.table_name, c.name, c.type, c.class from dataset_column c where c.dataset_code = d.code))
			) then continue; end if;
			update dataset_version set status = 'retired', status_since = at, retired_at = at
			where dataset_code = d.code and status = 'published';
			label := case when d.version ~ '^[A-Za-z0-9][A-Za-z0-9.-]{0,29}$' then d.version else 'installed' end;
			if exists (select from dataset_version v where v.dataset_code = d.code and v.version = label) then
				label := label || '_' || (select count(*) + 1 from dataset_version v where v.dataset_code = d.code);
			end if;
			insert into dataset_version (dataset_code, version, name, description, product, as_of, status, status_since, registered_at)
			values (d.code, label, d.name, d.description, d.product, d.as_of, 'reading', at, at)
			returning id into made;
			insert into dataset_version_table (version_id, name, description, rows)
			select made, t.name, t.description, t.rows from dataset_table t where t.dataset_code = d.code;
			insert into dataset_version_column (version_id, table_name, position, name, type, proposed, reason, certain, class, description)
			select made, c.table_name, c.position, c.name, c.type, c.class, 'Classified by whoever made the source.', true, c.class, c.description
			from dataset_column c where c.dataset_code = d.code;
			update dataset_version set status = 'draft' where id = made;
			update dataset_version set status = 'proposed' where id = made;
			update dataset_version set status = 'published', published_at = at where id = made;
		end loop;
	end $function$

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

app.clock()
	CREATE OR REPLACE FUNCTION app.clock()
	 RETURNS timestamp with time zone
	 LANGUAGE sql
	AS $function$ select clock_timestamp() $function$

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

app.code_list_concepts(uuid,text)
	CREATE OR REPLACE FUNCTION app.code_list_concepts(version uuid, kind text)
	 RETURNS bigint[]
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select coalesce(array_agg(distinct c.concept_id order by c.concept_id), '{}')
		from code_list_code c
		where c.version_id = version and lower(c.domain) = kind
	$function$

app.code_list_faults(jsonb)
	CREATE OR REPLACE FUNCTION app.code_list_faults(cohort jsonb)
	 RETURNS text[]
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select coalesce(array_agg(coalesce(l.name || ', version ' || v.number, 'a code list that does not exist')), '{}')
		from jsonb_array_elements(coalesce(cohort -> 'criteria', '[]'::jsonb)) one
		left join code_list_version v on v.id::text = one ->> 'list'
		left join code_list l on l.id = v.list_id
		where one ? 'list'
		  and (
			v.id is null
			or app.code_list_concepts(v.id, one ->> 'kind') is distinct from (
				select coalesce(array_agg(distinct c::bigint order by c::bigint), '{}')
				from jsonb_array_elements_text(one -> 'concepts') c
			)
		  )
	$function$

app.code_list_used(uuid)
	CREATE OR REPLACE FUNCTION app.code_list_used(version uuid)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select exists (
			select from feasibility f
			where f.cohort @> jsonb_build_object('criteria', jsonb_build_array(jsonb_build_object('list', version)))
		) or exists (
			select from application a
			where a.answers -> 'safe-data' -> 'cohort'
				@> jsonb_build_object('criteria', jsonb_build_array(jsonb_build_object('list', version)))
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

app.count_interval()
	CREATE OR REPLACE FUNCTION app.count_interval()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		total usage_month;
		cap record;
		one record;
	begin
		insert into usage_month as m (workspace_id, month, cpu_ms, memory_mib_ms)
		values (new.workspace_id, app.month_of(new.to_at), new.cpu_ms, new.memory_mib_ms)
		on conflict (workspace_id, month) do update
		set cpu_ms = m.cpu_ms + excluded.cpu_ms, memory_mib_ms = m.memory_mib_ms + excluded.memory_mib_ms
		returning * into total;
		select * into cap from app.usage_caps(new.workspace_id);
		for one in
			select u.what, l.level
			from (values
				('cpu', total.cpu_ms, cap.cpu_hours * 3600000::bigint),
				('memory', total.memory_mib_ms, cap.memory_hours * 3686400000::bigint)
			) u (what, used, cap)
			join (values ('near', 80), ('cap', 100)) l (level, percent) on u.used * 100 >= u.cap * l.percent
		loop
			insert into usage_alert (workspace_id, month, what, level, at)
			values (new.workspace_id, total.month, one.what, one.level, new.to_at)
			on conflict do nothing;
			if found then
				insert into notice (person_id, kind, subject_kind, subject_id, title, at)
				select m.person_id, format('workspace.usage-%s-%s', one.what, one.level), 'workspace', new.workspace_id,
					case one.level
						when 'near' then format('Four fifths of this month''s %s of your workspace are used', case one.what when 'cpu' then 'processor time' else 'memory' end)
						else format('This month''s %s of your workspace is used up: nothing more is run', case one.what when 'cpu' then 'processor time' else 'memory' end)
					end,
					new.to_at
				from project_member m
				join workspace w on w.project_id = m.project_id
				where w.id = new.workspace_id and m.removed_at is null
				on conflict (person_id, kind, subject_id) do update set title = excluded.title, at = excluded.at, read_at = null;
			end if;
		end loop;
		return null;
	end $function$

app.count_storage()
	CREATE OR REPLACE FUNCTION app.count_storage()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		insert into usage_month as m (workspace_id, month, byte_hours)
		values (new.workspace_id, app.month_of(new.hour), new.bytes - case tg_op when 'UPDATE' then old.bytes else 0 end)
		on conflict (workspace_id, month) do update set byte_hours = m.byte_hours + excluded.byte_hours;
		return null;
	end $function$

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

app.gate_hinders(uuid,text,date)
	CREATE OR REPLACE FUNCTION app.gate_hinders(workspace uuid, snapshot text, day date)
	 RETURNS text
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select case
			when g.status = 'revoked' then 'These data were revoked: ' || g.reason
			when g.status = 'destroyed' then 'These data were destroyed.'
			when g.status not in ('released', 'superseded') then 'The gate of these data is not open.'
			when exists (
				select from unnest(g.waived) l (name)
				where not exists (
					select from gate_waiver v
					where v.workspace_id = workspace and v.limit_name = l.name and v.ended_at is null and v.until >= day
				)
			) then 'A waiver under which these data were released has ended. A privacy officer must renew it.'
		end
		from gate g
		where g.workspace_id = workspace and g.snapshot_id = snapshot
		order by g.status_since desc
		limit 1
	$function$

app.gate_released(uuid,text,timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.gate_released(workspace uuid, snapshot text, at timestamp with time zone)
	 RETURNS void
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		mine gate;
	begin
		select * into mine from gate g
		where g.workspace_id = workspace and g.snapshot_id = snapshot
		order by g.status_since desc
		limit 1
		for update;
		if not found or mine.status in ('released', 'superseded') then
			return;
		end if;
		if mine.status <> 'approved_by_ig' then
			raise exception 'the gate of these data is %, so they are not used', replace(mine.status, '_', ' ');
		end if;
		update gate set status = 'released', status_since = at where id = mine.id;
		update gate set status = 'superseded', status_since = at
		where workspace_id = workspace and id <> mine.id and status = 'released';
	end $function$

app.gate_reported(uuid,uuid,text,jsonb)
	CREATE OR REPLACE FUNCTION app.gate_reported(workspace uuid, refresh uuid, snapshot text, report jsonb)
	 RETURNS void
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		mine gate;
		passed boolean := report #>> '{gate,verdict}' = 'open-able' and jsonb_typeof(report -> 'scan') = 'object';
		verdict text := case when passed then 'assessed' else 'blocked' end;
		held text[] := array(
			select l ->> 'name' from jsonb_array_elements(
				case when jsonb_typeof(report #> '{kAnonymity,limits}') = 'array' then report #> '{kAnonymity,limits}' else '[]'::jsonb end
			) l where (l ->> 'waived')::boolean order by 1
		);
	begin
		select * into mine from gate g where g.workspace_id = workspace and g.refresh_id is not distinct from refresh for update;
		if not found or mine.status not in ('run', 'scanned', 'blocked', 'assessed', 'approved_by_data_manager') then
			return;
		end if;
		if mine.status = 'run' and verdict = 'assessed' then
			update gate set status = 'scanned', status_since = now() where id = mine.id;
		end if;
		update gate
		set snapshot_id = snapshot,
		    waived = held,
		    status = verdict,
		    status_since = case when status = verdict then status_since else now() end
		where id = mine.id;
	end $function$

app.gate_stepped(uuid,uuid,text,text,timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.gate_stepped(workspace uuid, refresh uuid, step text, went text, at timestamp with time zone)
	 RETURNS void
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		mine gate;
	begin
		if went = 'waiting' then
			return;
		end if;
		insert into gate (workspace_id, refresh_id, status, status_since)
		values (workspace, refresh, 'draft', coalesce(at, now()))
		on conflict do nothing;
		select * into mine from gate g where g.workspace_id = workspace and g.refresh_id is not distinct from refresh for update;
		if mine.status in ('draft', 'blocked') then
			update gate set status = 'run', status_since = coalesce(at, now()) where id = mine.id;
			mine.status := 'run';
		end if;
		if mine.status = 'run' and step = 'scan' and went = 'done' then
			update gate set status = 'scanned', status_since = coalesce(at, now()) where id = mine.id;
		end if;
	end $function$

app.gate_with_approval()
	CREATE OR REPLACE FUNCTION app.gate_with_approval()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		mine gate;
	begin
		select * into mine from gate g
		where g.workspace_id = new.workspace_id and g.snapshot_id = new.snapshot_id
		order by g.status_since desc
		limit 1
		for update;
		if not found then
			return new; -- an extract older than this machine
		end if;
		if new.role = 'data-manager' and mine.status = 'assessed' then
			update gate set status = 'approved_by_data_manager', status_since = new.at where id = mine.id;
		elsif new.role = 'privacy-officer' and mine.status = 'approved_by_data_manager' then
			update gate set status = 'approved_by_ig', status_since = new.at where id = mine.id;
		else
			raise exception 'a gate that is % is not approved by a %', replace(mine.status, '_', ' '), replace(new.role, '-', ' ');
		end if;
		return new;
	end $function$

app.gate_with_refresh_report()
	CREATE OR REPLACE FUNCTION app.gate_with_refresh_report()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		perform app.gate_reported(r.workspace_id, r.id, new.snapshot_id, new.report) from refresh r where r.id = new.refresh_id;
		return new;
	end $function$

app.gate_with_refresh_step()
	CREATE OR REPLACE FUNCTION app.gate_with_refresh_step()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		perform app.gate_stepped(r.workspace_id, r.id, new.name, new.status, coalesce(new.finished_at, new.started_at))
		from refresh r
		where r.id = new.refresh_id;
		return new;
	end $function$

app.gate_with_report()
	CREATE OR REPLACE FUNCTION app.gate_with_report()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		perform app.gate_reported(new.workspace_id, null, new.snapshot_id, new.report);
		return new;
	end $function$

app.gate_with_step()
	CREATE OR REPLACE FUNCTION app.gate_with_step()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		perform app.gate_stepped(new.workspace_id, null, new.name, new.status, coalesce(new.finished_at, new.started_at));
		return new;
	end $function$

app.gate_with_withdrawal()
	CREATE OR REPLACE FUNCTION app.gate_with_withdrawal()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		update gate
		set status = 'revoked', status_since = new.at, reason = new.reason
		where workspace_id = new.workspace_id and snapshot_id = new.snapshot_id and status in ('released', 'superseded');
		return new;
	end $function$

app.gate_with_workspace()
	CREATE OR REPLACE FUNCTION app.gate_with_workspace()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if new.status = 'open' and new.snapshot_id is not null then
			perform app.gate_released(new.id, new.snapshot_id, new.status_since);
		elsif new.status = 'destroyed' then
			update gate set status = 'destroyed', status_since = new.status_since
			where workspace_id = new.id and status in ('released', 'superseded', 'revoked');
		end if;
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

app.keep_claim()
	CREATE OR REPLACE FUNCTION app.keep_claim()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
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
	end $function$

app.keep_code_list_code()
	CREATE OR REPLACE FUNCTION app.keep_code_list_code()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if tg_op = 'UPDATE' or exists (select from code_list_version v where v.id = old.version_id) then
			raise exception 'a version of a code list keeps its codes';
		end if;
		return old;
	end $function$

app.keep_code_list_version()
	CREATE OR REPLACE FUNCTION app.keep_code_list_version()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if tg_op = 'UPDATE' then
			raise exception 'a version of a code list does not change';
		end if;
		if app.code_list_used(old.id) then
			raise exception 'a version of a code list that was used stays';
		end if;
		return old;
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

app.keep_gate()
	CREATE OR REPLACE FUNCTION app.keep_gate()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if tg_op = 'UPDATE' then
			if (new.id, new.workspace_id, new.refresh_id) is distinct from (old.id, old.workspace_id, old.refresh_id) then
				raise exception 'a gate stays the gate of its extract';
			end if;
			if new.status = old.status then
				return new;
			end if;
			if not exists (select from gate_move m where m.from_status = old.status and m.to_status = new.status) then
				raise exception 'a gate that is % cannot become %', replace(old.status, '_', ' '), replace(new.status, '_', ' ');
			end if;
			if new.status = 'revoked' and new.reason = '' then
				raise exception 'a gate is revoked for a reason';
			end if;
		end if;
		insert into gate_history (gate_id, position, from_status, to_status, at)
		select new.id, count(*) + 1, case when tg_op = 'UPDATE' then old.status end, new.status, new.status_since
		from gate_history h
		where h.gate_id = new.id;
		return new;
	end $function$

app.keep_ingress()
	CREATE OR REPLACE FUNCTION app.keep_ingress()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if row(new.workspace_id, new.name, new.kind, new.media, new.sha256, new.bytes, new.purpose, new.findings,
				new.preview, new.sent_by, new.sent_at)
			is distinct from row(old.workspace_id, old.name, old.kind, old.media, old.sha256, old.bytes, old.purpose,
				old.findings, old.preview, old.sent_by, old.sent_at)
		then
			raise exception 'a file that was sent stays as it was scanned';
		end if;
		if new.status <> old.status
			and (old.status, new.status) not in (
				('waiting', 'accepted'), ('waiting', 'refused'), ('waiting', 'withdrawn'), ('accepted', 'removed')
			)
		then
			raise exception 'a file cannot go from % to %', old.status, new.status;
		end if;
		if new.decided_by is distinct from old.decided_by
			and (new.decided_by is distinct from app.person() or not app.has_role('data-manager'))
		then
			raise exception 'a data manager decides on a file, in their own name';
		end if;
		return new;
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

app.keep_key_record()
	CREATE OR REPLACE FUNCTION app.keep_key_record()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	begin
		raise exception 'what a key was granted and used for is never changed';
	end $function$

app.keep_library_request()
	CREATE OR REPLACE FUNCTION app.keep_library_request()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if old.status <> 'waiting'
			or row(new.workspace_id, new.language, new.package, new.purpose, new.asked_by, new.asked_at)
				is distinct from row(old.workspace_id, old.language, old.package, old.purpose, old.asked_by, old.asked_at)
			or new.answered_by is not null
				and (new.answered_by is distinct from app.person() or not app.has_role('data-manager'))
		then
			raise exception 'a request for a package is answered once, by a data manager';
		end if;
		return new;
	end $function$

app.keep_life()
	CREATE OR REPLACE FUNCTION app.keep_life()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if old.status = 'destroyed' then
			raise exception 'a workspace that was destroyed stays destroyed';
		end if;
		if new.status = 'open' and new.snapshot_id = any (app.withdrawn(new.id)) then
			raise exception 'these data were withdrawn';
		end if;
		if new.status = 'destroyed' and not exists (
			select from destruction d
			join destruction_certificate c on c.workspace_id = d.workspace_id
			where d.workspace_id = new.id and d.confirmed_by is not null
		) then
			raise exception 'a workspace is destroyed by two people and certified by the vault';
		end if;
		return new;
	end $function$

app.keep_notebook()
	CREATE OR REPLACE FUNCTION app.keep_notebook()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	begin
		if row(new.workspace_id, new.kind, new.created_by, new.created_at)
			is distinct from row(old.workspace_id, old.kind, old.created_by, old.created_at)
			or new.revision < old.revision
		then
			raise exception 'a notebook stays of its workspace, and its revisions go up';
		end if;
		return new;
	end $function$

app.keep_notebook_version()
	CREATE OR REPLACE FUNCTION app.keep_notebook_version()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if tg_op = 'DELETE' then
			raise exception 'a version of a notebook stays';
		end if;
		if old.kept
			or new.person_id <> old.person_id
			or row(new.notebook_id, new.number, new.begun_at, new.restored_from)
				is distinct from row(old.notebook_id, old.number, old.begun_at, old.restored_from)
			or new.at > old.begun_at + interval '10 minutes'
			or exists (select from notebook_version v where v.notebook_id = old.notebook_id and v.number > old.number)
		then
			raise exception 'a version of a notebook stays as it was saved';
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

app.keep_refresh()
	CREATE OR REPLACE FUNCTION app.keep_refresh()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	begin
		if to_jsonb(new) - '{status,status_since,snapshot_id,contents,difference}'::text[]
			is distinct from to_jsonb(old) - '{status,status_since,snapshot_id,contents,difference}'::text[] then
			raise exception 'what was asked for stays as it was asked for';
		end if;
		if old.status in ('opened', 'dropped') then
			raise exception 'a refresh that is over stays over';
		end if;
		if new.status = 'opened' and (
			select count(distinct g.person_id)
			from gate_approval g
			where g.workspace_id = new.workspace_id and g.snapshot_id = new.snapshot_id
		) < 2 then
			raise exception 'new data are opened by two people';
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

app.keep_waiver()
	CREATE OR REPLACE FUNCTION app.keep_waiver()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	begin
		if to_jsonb(new) - 'ended_at' is distinct from to_jsonb(old) - 'ended_at' or old.ended_at is not null then
			raise exception 'a waiver stays as it was granted; it can only be ended';
		end if;
		return new;
	end $function$

app.keep_workspace_destruction()
	CREATE OR REPLACE FUNCTION app.keep_workspace_destruction()
	 RETURNS trigger
	 LANGUAGE plpgsql
	AS $function$
	begin
		if old.confirmed_at is not null or row(new.asked_by, new.reason, new.asked_at) is distinct from row(old.asked_by, old.reason, old.asked_at) then
			raise exception 'what was decided stays as it was decided';
		end if;
		return new;
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

app.list_cut()
	CREATE OR REPLACE FUNCTION app.list_cut()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		insert into data_cut (workspace_id, snapshot_id, number, opened_at)
		select new.id, new.snapshot_id, coalesce(max(c.number), 0) + 1, new.status_since
		from data_cut c
		where c.workspace_id = new.id
		on conflict (workspace_id, snapshot_id) do nothing;
		return new;
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

app.lost_releases()
	CREATE OR REPLACE FUNCTION app.lost_releases()
	 RETURNS TABLE(id uuid, title text, project_number bigint, project_title text, organisation text, released_at timestamp with time zone, files text[], because text, noticed_at timestamp with time zone)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
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
	$function$

app.mail_due(integer)
	CREATE OR REPLACE FUNCTION app.mail_due(most integer)
	 RETURNS TABLE(id uuid, address text, subject text, words text)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select m.id, p.email, m.subject, m.words
		from mail m
		join person p on p.id = m.person_id
		where app.has_role('system') and m.sent_at is null and m.attempts < 20
		order by m.at, m.id
		limit most
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

app.month_of(timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.month_of(at timestamp with time zone)
	 RETURNS date
	 LANGUAGE sql
	 STABLE
	 SET search_path TO 'public', 'app'
	AS $function$
		select date_trunc('month', at at time zone 'Europe/London')::date
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

app.name_cut()
	CREATE OR REPLACE FUNCTION app.name_cut()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if tg_op = 'INSERT' or new.sha256 is distinct from old.sha256 then
			select case when new.specification is not null then w.snapshot_id end
			into new.snapshot_id
			from output_request r
			join workspace w on w.project_id = r.project_id
			where r.id = new.request_id;
		else
			new.snapshot_id := old.snapshot_id;
		end if;
		return new;
	end $function$

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

app.people_seen(uuid)
	CREATE OR REPLACE FUNCTION app.people_seen(project uuid)
	 RETURNS TABLE(person_id uuid, people bigint)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		with watched as (
			select m.person_id from project_member m
			where m.project_id = project
			  and (m.person_id = app.person() or app.has_role('data-manager', 'privacy-officer', 'auditor'))
		)
		select w.person_id,
			(select count(*) from person_seen s where s.project_id = project and s.person_id = w.person_id)
			+ (select coalesce(sum(r.untold), 0)::bigint from row_view r where r.project_id = project and r.person_id = w.person_id)
		from watched w
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

app.policy_words()
	CREATE OR REPLACE FUNCTION app.policy_words()
	 RETURNS TABLE(version integer, content text, sha256 text, reason text)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select d.version, d.content::text, d.sha256, d.reason
		from disclosure_policy d
		where app.reads_policies(d.controller_code)
	$function$

app.public_policies(integer[])
	CREATE OR REPLACE FUNCTION app.public_policies(wanted integer[])
	 RETURNS TABLE(version integer, owner text, content text)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
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

app.publish_dataset_version(uuid,timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.publish_dataset_version(wanted uuid, at timestamp with time zone)
	 RETURNS void
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		v dataset_version;
	begin
		if not app.has_role('privacy-officer') then raise exception 'only a privacy officer publishes'; end if;
		select * into v from dataset_version where id = wanted for update;
		update dataset_version set status = 'retired', status_since = at, retired_at = at
		where dataset_code = v.dataset_code and status = 'published';
		update dataset_version
		set status = 'published', status_since = at, published_by = app.person(), published_at = at
		where id = wanted and status = 'proposed';
		if not found then raise exception 'only a proposed version is published'; end if;
		insert into dataset (code, name, description, product, version, as_of)
		values (v.dataset_code, v.name, v.description, v.product, v.version, v.as_of)
		on conflict (code) do update set
			name = excluded.name, description = excluded.description, product = excluded.product,
			version = excluded.version, as_of = excluded.as_of;
		delete from dataset_column where dataset_code = v.dataset_code;
		delete from dataset_table where dataset_code = v.dataset_code;
		insert into dataset_table (dataset_code, name, description, rows)
		select v.dataset_code, t.name, t.description, t.rows
		from dataset_version_table t where t.version_id = wanted;
		insert into dataset_column (dataset_code, table_name, position, name, type, class, description)
		select v.dataset_code, c.table_name, c.position, c.name, c.type, c.class, c.description
		from dataset_version_column c where c.version_id = wanted;
	end $function$

app.reads_policies(text)
	CREATE OR REPLACE FUNCTION app.reads_policies(owner text)
	 RETURNS boolean
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select app.has_role('output-checker', 'data-manager', 'privacy-officer', 'caldicott-guardian', 'auditor', 'administrator')
			or owner in (select app.my_controllers())
			or (owner is null and exists (select app.my_controllers()))
	$function$

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

app.release_is_now()
	CREATE OR REPLACE FUNCTION app.release_is_now()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
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

app.shared_files(uuid)
	CREATE OR REPLACE FUNCTION app.shared_files(workspace uuid)
	 RETURNS TABLE(name text, sha256 text)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select i.name, i.sha256
		from ingress_file i
		join workspace w on w.id = i.workspace_id
		where i.workspace_id = workspace
		  and i.status = 'accepted'
		  and w.project_id in (select app.member_projects())
		order by i.name
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

app.take_refresh()
	CREATE OR REPLACE FUNCTION app.take_refresh()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		update workspace
		set status = 'open', status_reason = '', snapshot_id = new.snapshot_id, contents = new.contents,
		    opened_at = new.status_since, status_since = new.status_since
		where id = new.workspace_id and status in ('open', 'withdrawn') and snapshot_id = new.base_snapshot;
		if not found then
			raise exception 'the workspace is not open on the cut that these data follow';
		end if;
		insert into workspace_report (workspace_id, snapshot_id, report)
		select new.workspace_id, p.snapshot_id, p.report
		from refresh_report p
		where p.refresh_id = new.id
		on conflict (workspace_id) do update set snapshot_id = excluded.snapshot_id, report = excluded.report;
		return new;
	end $function$

app.tell_access()
	CREATE OR REPLACE FUNCTION app.tell_access()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		told uuid;
	begin
		for told in
			select w.id from workspace w
			where case tg_table_name
				when 'workspace' then w.id = (to_jsonb(new) ->> 'id')::uuid
				when 'project' then w.project_id = (to_jsonb(new) ->> 'id')::uuid
				when 'project_member' then w.project_id = (to_jsonb(new) ->> 'project_id')::uuid
				else w.id = (to_jsonb(new) ->> 'workspace_id')::uuid
			end
		loop
			perform pg_notify('workspace_access', told::text);
		end loop;
		return new;
	end $function$

app.tell_end(uuid,uuid,date,integer,integer[],timestamp with time zone,text,text)
	CREATE OR REPLACE FUNCTION app.tell_end(project uuid, person uuid, ends date, threshold integer, passed integer[], told_at timestamp with time zone, subject text, words text)
	 RETURNS boolean
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if not app.has_role('system') then
			raise exception 'the service alone tells people of an end';
		end if;
		insert into end_notice (project_id, person_id, ends_on, days, told, at)
		values (project, person, ends, threshold, true, told_at)
		on conflict do nothing;
		if not found then
			return false;
		end if;
		insert into end_notice (project_id, person_id, ends_on, days, told, at)
		select project, person, ends, one, false, told_at from unnest(passed) one
		on conflict do nothing;
		insert into notice (person_id, kind, subject_kind, subject_id, title, at)
		values (person, 'project.ends-' || threshold, 'project', project, subject, told_at)
		on conflict (person_id, kind, subject_id) do update set title = excluded.title, at = excluded.at, read_at = null;
		insert into mail (person_id, about, subject, words, at)
		values (person, format('project.ends:%s:%s:%s:%s', project, person, ends, threshold), subject, words, told_at)
		on conflict (about) do nothing;
		return true;
	end $function$

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

app.tell_viewing()
	CREATE OR REPLACE FUNCTION app.tell_viewing()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		insert into notice (person_id, kind, subject_kind, subject_id, title, at)
		select s.person_id, 'workspace.viewing-' || new.level, 'workspace', w.id,
			'Somebody was shown rows of ' || new.people || ' people in project ' || p.number || ': ' || p.title, new.at
		from service_role s
		join project p on p.id = new.project_id
		join workspace w on w.project_id = p.id
		where s.role = 'data-manager'
		on conflict (person_id, kind, subject_id) do update set title = excluded.title, at = excluded.at, read_at = null;
		return new;
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

app.usage_capped(uuid,timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.usage_capped(place uuid, at timestamp with time zone)
	 RETURNS text
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select case
			when m.cpu_ms >= c.cpu_hours * 3600000::bigint then format(
				'This workspace has used the %s CPU-hours that it has for a month, so nothing more is run until the first of the next. What is open stays readable; ask the service if your work needs more.',
				c.cpu_hours)
			when m.memory_mib_ms >= c.memory_hours * 3686400000::bigint then format(
				'This workspace has used the %s GiB-hours of memory that it has for a month, so nothing more is run until the first of the next. What is open stays readable; ask the service if your work needs more.',
				c.memory_hours)
			end
		from usage_month m
		cross join app.usage_caps(place) c
		where m.workspace_id = place and m.month = app.month_of(at)
	$function$

app.usage_caps(uuid)
	CREATE OR REPLACE FUNCTION app.usage_caps(place uuid)
	 RETURNS TABLE(cpu_hours integer, memory_hours integer)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select
			coalesce(c.cpu_hours, case w.size when 'S' then 100 when 'M' then 400 else 1600 end),
			coalesce(c.memory_hours, case w.size when 'S' then 200 when 'M' then 1600 else 12800 end)
		from workspace w
		left join usage_cap c on c.workspace_id = w.id
		where w.id = place
	$function$

app.usage_kept()
	CREATE OR REPLACE FUNCTION app.usage_kept()
	 RETURNS TABLE(workspace_id uuid, snapshots text[], text_bytes bigint)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select
			w.id,
			array(
				select w.snapshot_id where w.snapshot_id is not null
				union
				select c.snapshot_id from data_cut c where c.workspace_id = w.id
			),
			coalesce((
				select sum(octet_length(v.cells::text))
				from notebook_version v
				join notebook n on n.id = v.notebook_id
				where n.workspace_id = w.id
			), 0)::bigint
		from workspace w
		where w.status <> 'destroyed'
	$function$

app.usage_unbilled(timestamp with time zone)
	CREATE OR REPLACE FUNCTION app.usage_unbilled(at timestamp with time zone)
	 RETURNS TABLE(workspace_id uuid, project_id uuid, organisation_id uuid, month date, cpu_ms bigint, memory_mib_ms bigint, byte_hours numeric)
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select m.workspace_id, w.project_id, p.organisation_id, m.month, m.cpu_ms, m.memory_mib_ms, m.byte_hours
		from usage_month m
		join workspace w on w.id = m.workspace_id
		join project p on p.id = w.project_id
		where app.has_role('system')
		  and m.month < app.month_of(at - interval '1 hour')
		  and not exists (select from usage_line l where l.workspace_id = m.workspace_id and l.month = m.month)
		order by m.month, m.workspace_id
	$function$

app.version_is_open()
	CREATE OR REPLACE FUNCTION app.version_is_open()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SET search_path TO 'public', 'app'
	AS $function$
	declare
		wanted uuid := case when tg_op = 'DELETE' then old.version_id else new.version_id end;
		found text;
	begin
		select status into found from dataset_version where id = wanted;
		if found not in ('reading', 'draft') then
			raise exception 'a version that is % does not change', found;
		end if;
		return case when tg_op = 'DELETE' then old else new end;
	end $function$

app.version_moves()
	CREATE OR REPLACE FUNCTION app.version_moves()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if tg_op = 'DELETE' then raise exception 'a version of a dataset is kept for ever'; end if;
		if old.status <> new.status and (old.status, new.status) not in (
			('reading', 'draft'), ('reading', 'unreadable'), ('reading', 'discarded'), ('unreadable', 'reading'),
			('unreadable', 'discarded'), ('draft', 'proposed'), ('draft', 'discarded'), ('proposed', 'draft'),
			('proposed', 'published'), ('published', 'retired')
		) then raise exception 'a version that is % cannot become %', old.status, new.status; end if;
		if old.status in ('published', 'retired', 'discarded') and
			to_jsonb(new) - array['status', 'status_since', 'retired_at'] is distinct from
			to_jsonb(old) - array['status', 'status_since', 'retired_at']
		then raise exception 'a version that is % does not change', old.status; end if;
		if new.status in ('proposed', 'published') and old.status <> new.status and new.delivery is not null and (
			not exists (select from dataset_version_column c where c.version_id = new.id)
			or exists (select from dataset_version_column c where c.version_id = new.id and c.confirmed_by is null)
		) then raise exception 'every column must be confirmed by a person first'; end if;
		if new.status = 'published' and old.status <> 'published' and exists (
			select from dataset_version_column c where c.version_id = new.id and c.confirmed_by = new.published_by
		) then raise exception 'whoever confirmed a column does not publish the version'; end if;
		return new;
	end $function$

app.whole_code_list()
	CREATE OR REPLACE FUNCTION app.whole_code_list()
	 RETURNS trigger
	 LANGUAGE plpgsql
	 SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
	begin
		if (select count(*) from code_list_code c where c.version_id = new.version_id)
			> (select v.codes from code_list_version v where v.id = new.version_id)
		then
			raise exception 'a version of a code list holds the codes that it came with';
		end if;
		return null;
	end $function$

app.withdrawn(uuid)
	CREATE OR REPLACE FUNCTION app.withdrawn(workspace uuid)
	 RETURNS text[]
	 LANGUAGE sql
	 STABLE SECURITY DEFINER
	 SET search_path TO 'public', 'app'
	AS $function$
		select coalesce(array_agg(snapshot_id order by snapshot_id), '{}') from data_withdrawal where workspace_id = workspace
	$function$

-- What each process may do with tables, views and sequences; columns where it is not all

aldgate_host
	application: select
	application_person: select
	data_cut: select
	disclosure_policy: select
	event: insert, select
	gate_approval: select
	organisation: select
	output_request.id: select
	output_request.policy_version: select
	output_request.policy_versions: select
	output_request.project_id: select
	person.id: select
	person.kind: select
	person.name: select
	person_seen: insert, select
	project: select
	project_member: select
	read_log: insert
	row_view: insert, select, update
	usage_interval: insert
	usage_storage: insert
	usage_storage.bytes: select, update
	usage_storage.hour: select
	usage_storage.workspace_id: select
	viewing_alert: insert, select
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
	archive: insert, select
	archive.revived_at: update
	archive.revived_by: update
	checking_policy: select
	clause_library: select
	code_list: insert, select
	code_list_code: insert, select
	code_list_version: delete, insert, select
	committee: select
	committee_member: select
	committee_rule: select
	concept: select
	condition_confirmation: insert, select
	controller: select
	controller_role: select
	controller_signup: select
	data_cut: select
	data_withdrawal: insert, select
	dataset: select
	dataset_column: select
	dataset_table: select
	dataset_version: insert, select
	dataset_version.problem: update
	dataset_version.proposed_at: update
	dataset_version.proposed_by: update
	dataset_version.status: update
	dataset_version.status_since: update
	dataset_version_column: select
	dataset_version_column.class: update
	dataset_version_column.confirmed_as: update
	dataset_version_column.confirmed_at: update
	dataset_version_column.confirmed_by: update
	dataset_version_table: select
	decision: insert, select
	decision_totals: select
	declaration: insert, select, update
	destruction: insert, select
	destruction.confirmed_at: update
	destruction.confirmed_by: update
	destruction_certificate: select
	disclosure_policy: insert
	disclosure_policy.controller_code: select
	disclosure_policy.decided_at: select, update
	disclosure_policy.decided_by: select, update
	disclosure_policy.drafted_at: select
	disclosure_policy.drafted_by: select
	disclosure_policy.edition: select
	disclosure_policy.effective_from: select
	disclosure_policy.retired_by: select, update
	disclosure_policy.retired_on: select, update
	disclosure_policy.status: select, update
	disclosure_policy.version: select
	disclosure_policy_version: usage
	end_notice: select
	event: insert, select
	event_head: select
	extract_rules: insert, select
	extract_share: select
	feasibility: insert, select
	feasibility_charge: select
	gate: select
	gate.reason: update
	gate.status: update
	gate.status_since: update
	gate_approval: insert, select
	gate_history: select
	gate_manifest: select
	gate_move: select
	gate_waiver: insert, select
	gate_waiver.ended_at: update
	ingress_file: insert, select
	ingress_file.decided_at: update
	ingress_file.decided_by: update
	ingress_file.reason: update
	ingress_file.status: update
	ingress_file.status_since: update
	invoice: insert, select, update
	invoice_run: insert, select, update
	key_end: select
	key_grant: select
	key_use: select
	ledger_entry: insert, select
	ledger_transaction: insert, select
	library_request: insert, select
	library_request.answer: update
	library_request.answered_at: update
	library_request.answered_by: update
	library_request.status: update
	library_request.status_since: update
	mail: select
	notebook: insert, select, update
	notebook_version: insert, select, update
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
	refresh: insert, select
	refresh.status: update
	refresh.status_since: update
	refresh_report: select
	refresh_step: insert, select, update
	register: select
	register_code_list: select
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
	release_lost: select
	release_manifest: select
	released_cell: select
	released_table: select
	review_stream: insert, select, update
	row_view: select
	run: insert, select, update
	service_role: select
	signing_key: select
	usage_alert: select
	usage_cap: insert, select, update
	usage_interval: select
	usage_line: select
	usage_month: select
	usage_storage: select
	viewing_alert: select
	vote: insert, select, update
	workspace: insert, select, update
	workspace_report: insert, select, update

aldgate_vault
	agreement: select
	application: select
	application_person: select
	archive: select
	controller: select
	controller_signup: select
	data_cut: select
	data_withdrawal: select
	dataset: select
	dataset_column: select
	dataset_table: select
	dataset_version: select
	dataset_version.controllers: update
	dataset_version.problem: update
	dataset_version.quality: update
	dataset_version.status: update
	dataset_version.status_since: update
	dataset_version_column: delete, insert, select
	dataset_version_table: delete, insert, select
	decision: select
	destruction: select
	destruction_certificate: insert, select
	disclosure_policy: select
	event: insert, select
	extract_part: delete, insert, select, update
	extract_rules: select
	extract_share: delete, insert, select, update
	feasibility: select
	feasibility_answer: insert, select
	feasibility_charge: insert, select
	gate: select
	gate_approval: select
	gate_history: select
	gate_manifest: insert, select
	gate_move: select
	gate_waiver: select
	key_end: insert, select
	key_grant: insert, select
	key_use: insert, select
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
	refresh: select
	regular_release: select
	regular_result: insert, select
	regular_run: select
	regular_vote: select
	release: select
	release_lost: insert, select, update
	release_manifest: insert, select
	released_cell: insert, select
	released_table: insert, select
	signing_key: insert, select
	vault_presence: delete, insert, select, update
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
	archive: select
	controller_signup: select
	data_cut: select
	data_withdrawal: select
	dataset: select
	dataset_column: select
	dataset_table: select
	dataset_version: select
	dataset_version_column: select
	dataset_version_table: select
	decision: select
	destruction: select
	destruction_certificate: select
	disclosure_policy.controller_code: select
	disclosure_policy.decided_at: select
	disclosure_policy.decided_by: select
	disclosure_policy.drafted_at: select
	disclosure_policy.drafted_by: select
	disclosure_policy.edition: select
	disclosure_policy.effective_from: select
	disclosure_policy.retired_by: select
	disclosure_policy.retired_on: select
	disclosure_policy.status: select
	disclosure_policy.version: select
	end_notice: select
	event: insert, select
	gate: select
	gate_approval: select
	gate_history: select
	gate_manifest: select
	gate_move: select
	gate_waiver: select
	invoice: select
	mail: select
	mail.attempts: update
	mail.sent_at: update
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
	refresh: select
	refresh.contents: update
	refresh.difference: update
	refresh.snapshot_id: update
	refresh.status: update
	refresh.status_since: update
	refresh_report: insert, select, update
	refresh_step: insert, select, update
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
	usage_line: insert, select
	viewing_alert: select
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
	app.gate_hinders(uuid,text,date)
	app.has_role(text[])
	app.is_committee()
	app.is_staff()
	app.lock_event_head()
	app.may_check(uuid)
	app.member_projects()
	app.month_of(timestamp with time zone)
	app.my_applications()
	app.my_controllers()
	app.my_organisations(text[])
	app.person()
	app.policies_of(uuid,date)
	app.researched(uuid,uuid)
	app.roles_of(uuid)
	app.shared_files(uuid)
	app.usage_capped(uuid,timestamp with time zone)
	app.usage_kept()
	app.withdrawn(uuid)

aldgate_portal
	app.both_voted(uuid,integer)
	app.carried(uuid)
	app.charge_of(uuid)
	app.checking_policy()
	app.close_to(uuid)
	app.code_list_concepts(uuid,text)
	app.code_list_faults(jsonb)
	app.code_list_used(uuid)
	app.colleagues()
	app.credential_of(text)
	app.definition_approved(uuid)
	app.demo_people()
	app.employed(uuid,uuid)
	app.employer_voted(uuid,integer)
	app.excluded(uuid,uuid)
	app.excluded_projects()
	app.gate_hinders(uuid,text,date)
	app.has_role(text[])
	app.hold_notice(uuid)
	app.is_committee()
	app.is_staff()
	app.keep_evidence(uuid,jsonb)
	app.lock_event_head()
	app.lost_releases()
	app.may_check(uuid)
	app.member_projects()
	app.month_of(timestamp with time zone)
	app.my_applications()
	app.my_controllers()
	app.my_organisations(text[])
	app.notices()
	app.people_named(text[])
	app.people_seen(uuid)
	app.person()
	app.person_at(text)
	app.policies_of(uuid,date)
	app.policy_words()
	app.public_policies(integer[])
	app.publish_dataset_version(uuid,timestamp with time zone)
	app.reads_policies(text)
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
	app.usage_capped(uuid,timestamp with time zone)
	app.usage_caps(uuid)
	app.withdrawn(uuid)

aldgate_vault
	app.approvers(uuid,uuid,text)
	app.both_voted(uuid,integer)
	app.checking_policy()
	app.close_to(uuid)
	app.code_list_faults(jsonb)
	app.colleagues()
	app.definition_approved(uuid)
	app.employed(uuid,uuid)
	app.employer_voted(uuid,integer)
	app.excluded(uuid,uuid)
	app.excluded_projects()
	app.gate_hinders(uuid,text,date)
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
	app.withdrawn(uuid)

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
	app.gate_hinders(uuid,text,date)
	app.has_role(text[])
	app.is_committee()
	app.is_staff()
	app.keep_evidence(uuid,jsonb)
	app.lock_event_head()
	app.mail_due(integer)
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
	app.tell_end(uuid,uuid,date,integer,integer[],timestamp with time zone,text,text)
	app.tell_of_run(uuid,timestamp with time zone)
	app.tell_researchers(text,uuid,text,timestamp with time zone)
	app.usage_unbilled(timestamp with time zone)
	app.withdrawn(uuid)

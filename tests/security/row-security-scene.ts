import { append } from '#domain/audit/store.server.ts';
import { service } from '#domain/people/actor.ts';
import { digest, sha256 } from '#platform/digest.server.ts';
import type { Tx } from '#platform/db.server.ts';
import {
	committeeId,
	organisationId,
	personId,
	type OrganisationKey,
	type PersonKey
} from '#db/seed/people.ts';
import { aYearOn } from '../support/clock.ts';
import { gates } from './row-security-gates.ts';
import { differences } from './row-security-differences.ts';
import { refreshes } from './row-security-refreshes.ts';
import { keys } from './row-security-keys.ts';
import { releases } from './row-security-releases.ts';
import { shares } from './row-security-shares.ts';
import { usage } from './row-security-usage.ts';
import { written } from './row-security-written.ts';

export const at = Temporal.Instant.from('2026-11-23T10:00:00Z');

/** What projects share: a catalogue, prices, clauses, rules. Everybody may read these. */
export async function common(tx: Tx): Promise<void> {
	const [author, approver] = [personId('nadia'), personId('peter')];
	await aYearOn(tx);
	await tx`insert into controller values ('G1', 'A practice', 'gp-practice', 'QMJ')`;
	await tx`insert into controller_role values ('G1', ${personId('ravi')}, 'controller-approver', ${at})`;
	await tx`insert into dataset values ('linked-core', 'Linked core', 'Records', 'product-standard', '1', '2026-10-31')`;
	await tx`select app.adopt_installed_datasets(${at})`;
	const [draft] = await tx<{ id: string }[]>`
		insert into dataset_version (dataset_code, version, name, description, product, as_of, delivery, status, status_since, registered_by, registered_at)
		values ('linked-core', '2', 'Linked core', 'Records', 'product-standard', '2026-11-01', 'november', 'draft', ${at}, ${personId('ingrid')}, ${at})
		returning id
	`;
	const version = draft?.id ?? '';
	await tx`insert into dataset_version_table (version_id, name, description, rows) values (${version}, 'person', '', 10)`;
	await tx`insert into dataset_version_column (version_id, table_name, position, name, type, description) values (${version}, 'person', 0, 'person_id', 'BIGINT', '')`;
	await tx`insert into feasibility_answer values (${sha256('asked')}, '{}', ${at})`;
	await tx`insert into rate_card values ('card', 1, 'Card', 'published', '2026-04-01', null, '{}', 'x', ${author}, ${approver})`;
	await tx`insert into clause_library values (1, '2026-04-01', '[]', 'x')`;
	await tx`insert into disclosure_policy values (1, '2026-04-01', '{}', 'x')`;
	await tx`insert into committee_rule values (${committeeId}, 1, '2026-04-01', '{}')`;
}

/** Who does what in one organisation's project. */
export type Cast = {
	readonly organisation: OrganisationKey;
	readonly lead: PersonKey;
	readonly signatory: PersonKey;
	readonly number: number;
};

export const thames: Cast = {
	organisation: 'thames',
	lead: 'amara',
	signatory: 'helen',
	number: 1
};
export const brightwell: Cast = {
	organisation: 'brightwell',
	lead: 'priya',
	signatory: 'daniel',
	number: 2
};

/** Ids that say whose they are, so that a row found in the wrong place names itself. */
const idIn = (cast: Cast, thing: number) =>
	`0000000${String(cast.number)}-0000-7000-8000-${String(thing).padStart(12, '0')}`;

/** A project from its first count to a released output: a row in every table that holds its content. */
export async function project(tx: Tx, cast: Cast): Promise<void> {
	const [lead, signatory, organisation] = [
		personId(cast.lead),
		personId(cast.signatory),
		organisationId(cast.organisation)
	];
	const id = (thing: number) => idIn(cast, thing);
	const [count, quote, application] = [id(1), id(2), id(3)];
	const [agreement, made] = [id(4), id(5)];
	const [invoice, payment, booking] = [id(6), id(7), id(8)];
	const [workspace, output, file] = [id(9), id(10), id(11)];
	const [checker, second, finance] = [personId('carlos'), personId('wei'), personId('yusuf')];
	const text = `Agreement of ${cast.organisation}`;

	await tx`insert into feasibility_charge values (${organisation}, ${sha256('asked')}, ${lead}, ${at})`;
	await tx`insert into feasibility values (${count}, ${lead}, ${organisation}, '{}', 'research', '1,000', 1000, ${at})`;
	await tx`insert into quote values (${quote}, ${lead}, ${organisation}, ${count}, '{}', '{}', 'x', 'card', 1, 100, 20, '2027-01-01', ${at})`;
	await tx`
		insert into application (id, organisation_id, lead_id, quote_id, feasibility_id, tier, purpose, status, title, answers, created_at, submitted_at, approved_at, status_since)
		values (${application}, ${organisation}, ${lead}, ${quote}, ${count}, 'academic', 'research', 'approved', 'A study', '{}', ${at}, ${at}, ${at}, ${at})
	`;
	await tx`insert into application_version values (${application}, 1, 'A study', '{}', ${lead}, ${at})`;
	await tx`insert into application_person values (${application}, ${lead}, 'lead', ${at}, null)`;
	await tx`
		insert into review_stream (application_id, kind, mandatory, status, verdict, note, done_by, done_at)
		values (${application}, 'privacy', true, 'done', 'support', 'A note', ${personId('farah')}, ${at})
	`;
	await tx`insert into declaration values (${application}, ${personId('lucas')}, 'none', '', ${at})`;
	await tx`insert into vote values (${application}, 1, ${personId('lucas')}, 'yes', 'Good', ${at}, null)`;
	await tx`insert into decision values (${application}, 1, 'conditional', 'Good', 'Good', '{}', 1, ${personId('miriam')}, ${at})`;
	await tx`insert into condition_confirmation values (${application}, 1, 'privacy-officer', ${personId('farah')}, 'Seen', ${at})`;
	await tx`
		insert into objection (application_id, controller_code, person_id, reason, at)
		values (${application}, 'G1', ${personId('ravi')}, 'A reason', ${at})
	`;
	await tx`
		insert into agreement (id, application_id, organisation_id, quote_id, library_version, status, choices, text, sha256, status_since)
		values (${agreement}, ${application}, ${organisation}, ${quote}, 1, 'executed', '{}', ${text}, ${sha256(text)}, ${at})
	`;
	await tx`insert into agreement_signature values (${agreement}, 'partner', ${signatory}, 'A name', 'Director', 'x', 'demo', '', '', ${at})`;
	await tx`
		insert into project (id, application_id, agreement_id, organisation_id, title, status, starts_on, ends_on, status_since, created_at)
		values (${made}, ${application}, ${agreement}, ${organisation}, 'A study', 'active', '2026-11-01', '2027-11-01', ${at}, ${at})
	`;
	await tx`insert into project_member values (${made}, ${lead}, 'lead', ${at}, null, ${at})`;
	await tx`insert into invoice_run values (${2025 + cast.number}, 1)`;
	await tx`
		insert into invoice (id, number, project_id, organisation_id, agreement_id, status, content, net, vat, issued_on, due_on, issued_at)
		values (${invoice}, ${`INV-${String(cast.number)}`}, ${made}, ${organisation}, ${agreement}, 'issued', '{}', 100, 20, '2026-11-01', '2026-12-01', ${at})
	`;
	await tx`insert into purchase_order (project_id, number, amount, supplied_by, supplied_at) values (${made}, 'PO-1', 100, ${signatory}, ${at})`;
	await tx`insert into payment values (${payment}, ${invoice}, 120, ${`BANK-${String(cast.number)}`}, '2026-11-20', ${finance}, ${at})`;
	await tx`insert into ledger_transaction values (${booking}, ${organisation}, ${made}, 'invoice', ${invoice}, 'An invoice', '2026-11-01', ${at})`;
	await tx`insert into ledger_entry values (${booking}, 1, 'receivable', 120), (${booking}, 2, 'income', -120)`;
	await tx`insert into workspace values (${workspace}, ${made}, 'open', 'snap', '[]', ${at}, ${at})`;
	await tx`insert into workspace_report values (${workspace}, 'snap', '{}')`;
	await tx`insert into provisioning_step (workspace_id, position, name, status) values (${workspace}, 1, 'cut', 'done')`;
	await tx`insert into gate_approval values (${workspace}, 'snap', ${personId('ingrid')}, 'data-manager', '', ${at})`;
	await gates(tx, { workspace, gate: id(60), key: `${String(cast.number)}${'a'.repeat(15)}` });
	await tx`insert into run (workspace_id, person_id, sql, status, at) values (${workspace}, ${lead}, 'select 1', 'done', ${at})`;
	await tx`insert into row_view values (${made}, ${lead}, '2026-11-23', 10)`;
	await usage(tx, { workspace, project: made });
	await written(tx, { workspace, ...cast, id });
	await tx`insert into person_seen values (${made}, ${lead}, '\\x0011223344556677')`;
	await tx`insert into viewing_alert values (${made}, ${lead}, 'half', 5001, ${at})`;
	await tx`
		insert into output_request (id, project_id, created_by, status, title, policy_version, created_at, status_since)
		values (${output}, ${made}, ${lead}, 'draft', 'A table', 1, ${at}, ${at})
	`;
	await tx`
		insert into output_file (id, request_id, name, kind, verdict, answer, sha256, bytes, created_at, updated_at)
		values (${file}, ${output}, 'a.csv', 'table', 'pass', '{}', 'x', 1, ${at}, ${at})
	`;
	await tx`insert into output_evidence values (${file}, '{}')`;
	await tx`update output_request set status = 'checking', submitted_at = ${at} where id = ${output}`;
	for (const person of [checker, second])
		await tx`insert into output_vote (request_id, turn, person_id, choice, reason, files, at, within_scope) values (${output}, 1, ${person}, 'approve', 'Good', '[]', ${at}, true)`;
	await tx`
		insert into output_verdict (request_id, turn, person_id, file_id, name, sha256, choice)
		values (${output}, 1, ${checker}, ${file}, 'a.csv', 'x', 'approve')
	`;
	await tx`insert into output_claim values (${output}, ${checker}, ${at}, ${at})`;
	await tx`insert into output_escalation (request_id, turn, asked_by, question, asked_at) values (${output}, 1, ${checker}, 'May this leave?', ${at})`;
	await tx`insert into person_tie (person_id, other_id, kind, until, declared_at) values (${lead}, ${second}, 'co-author', '2020-01-01', ${at})`;
	for (const secret of [false, true])
		await tx`insert into output_comment (request_id, person_id, turn, side, private, words, at) values (${output}, ${checker}, 1, 'checker', ${secret}, 'Words', ${at})`;
	await releases(tx, cast, { project: made, output, id });
	await differences(tx, cast, { output, file, id });
	const key = `${String(cast.number)}${'0'.repeat(15)}`;
	await shares(tx, made, cast.number);
	await keys(tx, { workspace, project: made, grant: id(70), number: cast.number });
	await refreshes(tx, { workspace, project: made, lead, key, id });
	await tx`insert into output_turn values (${output}, 1, ${lead}, 'A table', 'A paper', 'Everybody', '[]', ${at})`;
	const publication = id(40);
	await tx`
		insert into publication (id, project_id, created_by, status, title, journal, planned_on, created_at, status_since)
		values (${publication}, ${made}, ${lead}, 'draft', 'A manuscript', 'A journal', '2027-01-31', ${at}, ${at})
	`;
	await tx`
		insert into publication_table (publication_id, name, sha256, bytes, compared, compared_at)
		values (${publication}, 'Table 1', ${'0'.repeat(64)}, 10, '{}', ${at})
	`;
	await tx`insert into read_log (at, person_id, subject_kind, subject_id, what) values (${at}, ${lead}, 'workspace', ${workspace}, 'rows')`;
	await tx`insert into once values (${lead}, ${`token-${digest(cast).slice(0, 20)}`}, 'quote.make', ${quote}, ${at})`;
	await told(tx, cast, application);
}

/** Events as the people of the project, and the service, would have left them. */
async function told(tx: Tx, cast: Cast, application: string): Promise<void> {
	const lead = { ...service, id: personId(cast.lead) };
	const organisation = organisationId(cast.organisation);
	const subject = { kind: 'application', id: application } as const;
	await tx`select set_config('app.person', ${lead.id}, true)`;
	await append(tx, lead, { action: 'application.submit', subject, organisation, at });
	const reviewer = { ...service, id: personId('farah') };
	await tx`select set_config('app.person', ${reviewer.id}, true)`;
	await append(tx, reviewer, { action: 'review.record', subject, organisation, at });
	await tx`select set_config('app.person', '', true)`;
}

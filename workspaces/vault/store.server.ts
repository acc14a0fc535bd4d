import * as v from 'valibot';
import { CohortSchema, purposes } from '#domain/catalogue/cohort.ts';
import { askedChoices } from '#domain/workspaces/rules/asked.ts';
import { ChoicesSchema, type Choices } from '#domain/workspaces/rules/choices.ts';
import { bind, type Sql } from '#platform/db.server.ts';
import { allowed, refused } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { policiesOf } from '#workspaces/policies/store.server.ts';
import type { Access, Approved, Extract, Note } from './access.ts';
import { isId, SafeData } from './answers.ts';
import { refreshOf } from './refresh.store.server.ts';
import { mayReadReport, snapshotOf } from './snapshots.store.server.ts';

/** The vault's queries, as its own database role and with each person's row security. */
export const databaseAccess = (sql: Sql): Access => ({
	mayCount: (person, organisation) => mayCount(sql, person, organisation),
	extractOf: (person, project) => extractOf(sql, person, project),
	refreshOf: (person, refresh) =>
		refreshOf(sql, { extractOf: (who, project) => extractOf(sql, who, project) }, person, refresh),
	mayReadReport: (person, snapshot) => mayReadReport(sql, person, snapshot),
	snapshotOf: (person, project) => snapshotOf(sql, person, project),
	policiesOf: (person, project, held) => policiesOf(sql, person, project, held),
	note: (entry) => note(sql, entry)
});

async function mayCount(sql: Sql, person: string, organisation: string) {
	if (!isId(person) || !isId(organisation))
		return refused('Choose one of your organisations to count for.');
	const [found] = await bind(sql, person).read(
		(tx) => tx<{ may: boolean }[]>`
			select ${organisation}::uuid in (select app.my_organisations('applicant', 'member')) or app.is_staff() as may
		`
	);
	return found?.may
		? allowed
		: refused('You can count people only for an organisation you belong to.');
}

type Row = {
	projectStatus: string;
	applicationStatus: string;
	agreementStatus: string;
	purpose: string;
	safeData: unknown;
	feasibilityCohort: unknown;
	since: Temporal.Instant;
	/** As text, because the driver would turn names inside to camel case. */
	choices: string | null;
	upheld: string[];
	/** Code lists of the cohort whose concepts it does not hold. */
	listFaults: string[];
	waivers: Approved['waivers'];
	mayProvision: boolean;
};

async function extractOf(sql: Sql, person: string, project: string): Promise<Extract> {
	const none = (because: string): Extract => ({ verdict: refused(because), approved: null });
	if (!isId(person) || !isId(project)) return none('There is no such project.');
	const [row] = await bind(sql, person).read(
		(tx) => tx<Row[]>`
			select
				p.status as project_status,
				a.status as application_status,
				g.status as agreement_status,
				a.purpose,
				coalesce(a.answers -> 'safe-data', '{}'::jsonb) as safe_data,
				f.cohort as feasibility_cohort,
				app.code_list_faults(
					coalesce(nullif(a.answers -> 'safe-data' -> 'cohort', 'null'::jsonb), f.cohort)
				) as list_faults,
				coalesce(w.status_since, p.status_since) as since,
				(
					select x.choices::text
					from extract_rules x
					where x.workspace_id = w.id
					order by x.version desc
					limit 1
				) as choices,
				array(
					select o.controller_code
					from objection o
					where o.application_id = a.id and o.upheld
					order by 1
				) as upheld,
				coalesce((
					select jsonb_agg(jsonb_build_object(
						'limit', v.limit_name, 'reason', v.reason, 'until', v.until,
						'approver', coalesce(by.name, 'a privacy officer')
					) order by v.granted_at, v.id)
					from gate_waiver v
					left join person by on by.id = v.granted_by
					where v.workspace_id = w.id and v.ended_at is null
				), '[]'::jsonb) as waivers,
				app.has_role('system', 'data-manager') as may_provision
			from project p
			join application a on a.id = p.application_id
			join agreement g on g.id = p.agreement_id
			left join feasibility f on f.id = a.feasibility_id
			left join workspace w on w.project_id = p.id
			where p.id = ${project}
		`
	);
	if (!row) return none('There is no such project.');
	if (!row.mayProvision) return none('Only a data manager can have an extract made.');
	if (row.applicationStatus !== 'approved') return none('The application is not approved.');
	if (!['executed', 'amended'].includes(row.agreementStatus))
		return none('The agreement has not been signed by both sides.');
	if (row.projectStatus !== 'provisioning' && row.projectStatus !== 'active')
		return none(
			`The project is ${row.projectStatus.replaceAll('_', ' ')}, so no extract can be made.`
		);
	return approvedBy(row, person);
}

function approvedBy(row: Row, by: string): Extract {
	const data = v.safeParse(SafeData, row.safeData);
	const asked = v.safeParse(CohortSchema, row.feasibilityCohort ?? {});
	const purpose = purposes.find((known) => known === row.purpose);
	const chosen = choicesOf(row);
	if (!data.success || !asked.success || !purpose || !chosen)
		return {
			verdict: refused('The approved application does not say clearly which data it covers.'),
			approved: null
		};
	const [wrong] = row.listFaults;
	if (wrong !== undefined)
		return {
			verdict: refused(
				`The approved cohort does not hold the concepts of the code list it names (${wrong}).`
			),
			approved: null
		};
	const { cohort, ...rest } = data.output;
	return {
		verdict: allowed,
		approved: {
			...rest,
			cohort: cohort ?? asked.output,
			purpose,
			choices: chosen,
			by,
			withoutControllers: row.upheld,
			waivers: row.waivers,
			at: londonDay(row.since).toString()
		}
	};
}

/** What the application asks for, unless a data manager has set the rules of the extract. */
function choicesOf({ safeData, choices }: Row): Partial<Choices> | null {
	if (choices === null) return askedChoices(safeData);
	const parsed = v.safeParse(ChoicesSchema, JSON.parse(choices));
	return parsed.success ? parsed.output : null;
}

async function note(sql: Sql, { person, subject, id, what, at }: Note): Promise<void> {
	await bind(sql, person).write(
		(tx) => tx`
			insert into read_log (at, person_id, subject_kind, subject_id, what)
			values (${at}, ${person}, ${subject}, ${id}, ${what})
		`
	);
}

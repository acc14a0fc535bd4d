import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Answers } from './answers.ts';
import type { Application, Status } from './application.ts';

const columns = [
	'id',
	'number',
	'organisationId',
	'leadId',
	'quoteId',
	'feasibilityId',
	'tier',
	'purpose',
	'formVersion',
	'status',
	'title',
	'answers',
	'version',
	'round',
	'returnedSections',
	'returnReason',
	'returnedVersion',
	'submittedAt',
	'decidedAt',
	'approvedAt',
	'appealedAt',
	'objectionsUntil',
	'statusSince'
] as const;

export const none = () => new Problem(404, 'There is no such application.');

/** @throws Problem 404 when it does not exist, or does not for this reader. */
export async function find(tx: Tx, id: string): Promise<Application> {
	const application = await visible(tx, id);
	if (!application) throw none();
	return application;
}

/** As `find`, but null when row security shows this reader no such application. */
export async function visible(tx: Tx, id: string): Promise<Application | null> {
	const [application] = await tx<Application[]>`
		select ${tx(columns)} from application where id = ${id}
	`;
	return application ?? null;
}

/**
 * As `find`, holding the row until the transaction ends. `version` is the one its page was shown.
 * @throws Problem 409 when the application was saved since.
 */
export async function lock(tx: Tx, id: string, version?: number): Promise<Application> {
	const [application] = await tx<Application[]>`
		select ${tx(columns)} from application where id = ${id} for update
	`;
	if (!application) throw none();
	if (version !== undefined && version !== application.version) throw stale();
	return application;
}

export const stale = () =>
	new Problem(
		409,
		'This application was changed in another tab or by somebody else. Load the page again to see it as it is now.'
	);

export type Started = Pick<
	Application,
	| 'organisationId'
	| 'leadId'
	| 'quoteId'
	| 'feasibilityId'
	| 'tier'
	| 'purpose'
	| 'formVersion'
	| 'title'
	| 'answers'
>;

export async function insert(tx: Tx, application: Started, at: Temporal.Instant): Promise<string> {
	const { organisationId, leadId, quoteId, feasibilityId, tier, purpose, formVersion, title } =
		application;
	const [row] = await tx<{ id: string }[]>`
		insert into application (
			organisation_id, lead_id, quote_id, feasibility_id, tier, purpose, form_version, status, title,
			answers, created_at, status_since
		)
		values (
			${organisationId}, ${leadId}, ${quoteId}, ${feasibilityId}, ${tier}, ${purpose}, ${formVersion},
			'draft', ${title}, ${tx.json(application.answers)}, ${at}, ${at}
		)
		returning id
	`;
	if (!row) throw new Error('An application was not inserted.');
	await keepVersion(tx, row.id, leadId, at);
	return row.id;
}

/** Writes the answers as the next version, and keeps that version. */
export async function saveAnswers(
	tx: Tx,
	id: string,
	change: Pick<Application, 'title' | 'answers' | 'tier' | 'purpose'>,
	by: string,
	at: Temporal.Instant
): Promise<void> {
	const { title, answers, tier, purpose } = change;
	await tx`
		update application
		set title = ${title},
		    answers = ${tx.json(answers)},
		    tier = ${tier},
		    purpose = ${purpose},
		    version = version + 1
		where id = ${id}
	`;
	await keepVersion(tx, id, by, at);
}

async function keepVersion(tx: Tx, id: string, by: string, at: Temporal.Instant): Promise<void> {
	await tx`
		insert into application_version (application_id, version, title, answers, saved_by, saved_at)
		select id, version, title, answers, ${by}, ${at} from application where id = ${id}
	`;
}

/** The answers as they were in a version; null when there was none. */
export async function answersAt(tx: Tx, id: string, version: number): Promise<Answers | null> {
	const [row] = await tx<{ answers: Answers }[]>`
		select answers from application_version where application_id = ${id} and version = ${version}
	`;
	return row?.answers ?? null;
}

/** Moves the status; the times that belong to a status are set with it. A new review is a new round. */
export async function setStatus(
	tx: Tx,
	id: string,
	to: Status,
	at: Temporal.Instant
): Promise<void> {
	await tx`
		update application
		set status = ${to},
		    status_since = case when status = ${to} then status_since else ${at} end,
		    submitted_at = case when ${to} = 'submitted' then ${at} else submitted_at end,
		    decided_at = case
		        when status = 'in_review' and ${to} in ('approved_pending', 'conditional', 'rejected') then ${at}
		        else decided_at
		    end,
		    approved_at = case when ${to} = 'approved' then ${at} else approved_at end,
		    round = round + case when ${to} = 'in_review' then 1 else 0 end
		where id = ${id}
	`;
}

export async function setReturned(
	tx: Tx,
	id: string,
	sections: readonly string[],
	reason: string
): Promise<void> {
	await tx`
		update application
		set returned_sections = ${tx.array([...sections])},
		    return_reason = ${reason},
		    returned_version = version
		where id = ${id}
	`;
}

export async function setAppealed(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
	await tx`update application set appealed_at = ${at} where id = ${id}`;
}

export async function setObjectionsUntil(
	tx: Tx,
	id: string,
	day: Temporal.PlainDate | null
): Promise<void> {
	await tx`update application set objections_until = ${day} where id = ${id}`;
}

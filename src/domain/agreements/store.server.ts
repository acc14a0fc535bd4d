import type { Status as ApplicationStatus } from '#domain/applications/application.ts';
import type { Answers } from '#domain/applications/answers.ts';
import type { Purpose } from '#domain/catalogue/cohort.ts';
import type { SealedQuote } from '#domain/pricing/quote.ts';
import type { Tier } from '#domain/pricing/tier.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Signature, Status } from './agreement.ts';
import type { Choices } from './clauses.ts';

export type Agreement = {
	readonly id: string;
	readonly number: bigint;
	readonly version: number;
	readonly status: Status;
	readonly applicationId: string;
	readonly applicationNumber: bigint;
	readonly applicationStatus: ApplicationStatus;
	readonly leadId: string;
	readonly tier: Tier;
	readonly title: string;
	readonly organisationId: string;
	readonly organisation: string;
	readonly publicBody: boolean;
	readonly quoteId: string;
	readonly net: bigint;
	readonly vat: bigint;
	readonly libraryVersion: number;
	readonly choices: Choices;
	readonly text: string;
	readonly sha256: string;
	readonly offeredAt: Temporal.Instant | null;
	readonly executedAt: Temporal.Instant | null;
	readonly statusSince: Temporal.Instant;
};

const none = () => new Problem(404, 'There is no such agreement.');

/** An agreement that the reader may see. @throws Problem 404. */
export async function find(tx: Tx, id: string): Promise<Agreement> {
	const [found] = await tx<Agreement[]>`
		select
			g.id, g.number, g.version, g.status, g.application_id, a.number as application_number,
			a.status as application_status, a.lead_id, a.tier, a.title, g.organisation_id,
			o.name as organisation, o.public_body, g.quote_id, q.net, q.vat, g.library_version, g.choices,
			g.text, g.sha256, g.offered_at, g.executed_at, g.status_since
		from agreement g
		join application a on a.id = g.application_id
		join organisation o on o.id = g.organisation_id
		join quote q on q.id = g.quote_id
		where g.id = ${id}
	`;
	if (!found) throw none();
	return found;
}

/** As `find`, and nobody else changes it until the transaction ends. */
export async function lock(tx: Tx, id: string): Promise<Agreement> {
	const [row] = await tx`select id from agreement where id = ${id} for update`;
	if (!row) throw none();
	return find(tx, id);
}

/** The agreement of an application; null while none was drafted (or none the reader may see). */
export async function ofApplication(tx: Tx, application: string): Promise<string | null> {
	const [row] = await tx<{ id: string }[]>`
		select id from agreement where application_id = ${application} order by version desc limit 1
	`;
	return row?.id ?? null;
}

type SourceRow = {
	readonly id: string;
	readonly number: bigint;
	readonly title: string;
	readonly tier: Tier;
	readonly purpose: Purpose;
	readonly status: ApplicationStatus;
	readonly answers: Answers;
	readonly organisationId: string;
	readonly organisation: string;
	readonly country: string;
	readonly identifier: string;
	readonly quoteId: string | null;
	readonly quote: SealedQuote | null;
	readonly validUntil: Temporal.PlainDate | null;
};

/** An application with its organisation and quote, held until the transaction ends. */
export async function lockSources(tx: Tx, application: string): Promise<SourceRow> {
	const [row] = await tx<SourceRow[]>`
		select
			a.id, a.number, a.title, a.tier, a.purpose, a.status, a.answers, a.organisation_id,
			o.name as organisation, o.country, o.identifier, q.id as quote_id, q.answer as quote, q.valid_until
		from application a
		join organisation o on o.id = a.organisation_id
		left join quote q on q.id = a.quote_id
		where a.id = ${application}
		for update of a
	`;
	if (!row) throw new Problem(404, 'There is no such application.');
	return row;
}

export const datasetsOf = (tx: Tx, codes: readonly string[]) =>
	tx<{ code: string; name: string; product: string }[]>`
		select code, name, product from dataset where code = any (${tx.array([...codes])}) order by name
	`;

export async function nextNumber(tx: Tx): Promise<bigint> {
	const [row] = await tx<{ number: bigint }[]>`select nextval('agreement_number') as number`;
	if (!row) throw new Error('The agreements have no next number.');
	return row.number;
}

type Drafted = Pick<
	Agreement,
	| 'number'
	| 'applicationId'
	| 'organisationId'
	| 'quoteId'
	| 'libraryVersion'
	| 'choices'
	| 'text'
	| 'sha256'
>;

export async function insert(tx: Tx, made: Drafted, at: Temporal.Instant): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into agreement (
			number, application_id, organisation_id, quote_id, library_version, status, choices, text, sha256, status_since
		)
		values (
			${made.number}, ${made.applicationId}, ${made.organisationId}, ${made.quoteId}, ${made.libraryVersion},
			'drafting', ${tx.json(made.choices)}, ${made.text}, ${made.sha256}, ${at}
		)
		returning id
	`;
	if (!row) throw new Error('The agreement was not stored.');
	return row.id;
}

export const setText = (
	tx: Tx,
	id: string,
	{ choices, text, sha256 }: Pick<Agreement, 'choices' | 'text' | 'sha256'>
) => tx`
	update agreement
	set choices = ${tx.json(choices)}, text = ${text}, sha256 = ${sha256}
	where id = ${id}
`;

export const setOffered = (tx: Tx, id: string, by: string, at: Temporal.Instant) => tx`
	update agreement
	set status = 'offered', offered_by = ${by}, offered_at = ${at}, status_since = ${at}
	where id = ${id}
`;

export const setStatus = (tx: Tx, id: string, status: Status, at: Temporal.Instant) => tx`
	update agreement
	set status = ${status},
	    status_since = ${at},
	    executed_at = case when ${status} = 'executed' then ${at} else executed_at end
	where id = ${id}
`;

export async function addSignature(tx: Tx, id: string, by: string, made: Signature): Promise<void> {
	const { party, typedName, authority, sha256, level, address, userAgent, at } = made;
	await tx`
		insert into agreement_signature (agreement_id, party, person_id, typed_name, authority, sha256, level, address, user_agent, at)
		values (${id}, ${party}, ${by}, ${typedName}, ${authority}, ${sha256}, ${level}, ${address}, ${userAgent}, ${at})
	`;
}

export const signatures = (tx: Tx, id: string): Promise<Signature[]> =>
	tx<Signature[]>`
		select party, typed_name, authority, sha256, level, address, user_agent, at
		from agreement_signature
		where agreement_id = ${id}
		order by at
	`;

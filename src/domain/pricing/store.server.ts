import type { Tx } from '#platform/db.server.ts';
import type { Json } from '#platform/canonical.ts';
import { readRateCard, type RateCard, type RateCardInput, type Status } from './rate-card.ts';

/** One version of a rate card as it lies in the database; `card` is read and checked. */
export type StoredCard = {
	readonly card: RateCard;
	readonly status: Status;
	readonly sha256: string;
	readonly authorId: string;
};

type CardRow = {
	content: RateCardInput;
	status: Status;
	sha256: string;
	authorId: string;
};

const read = ({ content, status, sha256, authorId }: CardRow): StoredCard => ({
	card: readRateCard(content),
	status,
	sha256,
	authorId
});

/** The published card in force on a day, the newest version of it; null when there is none. */
export async function currentCard(tx: Tx, day: Temporal.PlainDate): Promise<StoredCard | null> {
	const [row] = await tx<CardRow[]>`
		select content, status, sha256, author_id
		from rate_card
		where status = 'published'
		  and effective_from <= ${day}
		  and (effective_to is null or effective_to >= ${day})
		order by effective_from desc, code, version desc
		limit 1
	`;
	return row ? read(row) : null;
}

/** One version that is or was public; drafts are nobody's business yet. */
export async function publicCard(
	tx: Tx,
	code: string,
	version: number
): Promise<StoredCard | null> {
	const [row] = await tx<CardRow[]>`
		select content, status, sha256, author_id
		from rate_card
		where code = ${code} and version = ${version} and status in ('published', 'retired')
	`;
	return row ? read(row) : null;
}

/** One version in any status, locked until the transaction ends. */
export async function lockCard(tx: Tx, code: string, version: number): Promise<StoredCard | null> {
	const [row] = await tx<CardRow[]>`
		select content, status, sha256, author_id
		from rate_card
		where code = ${code} and version = ${version}
		for update
	`;
	return row ? read(row) : null;
}

/** Published versions that are in force on some day of a period, the version itself left out. */
export const overlapping = (
	tx: Tx,
	{ code, version, effectiveFrom, effectiveTo }: RateCard
): Promise<{ code: string; version: number }[]> =>
	tx<{ code: string; version: number }[]>`
		select code, version
		from rate_card
		where status = 'published'
		  and (code, version) <> (${code}, ${version})
		  and effective_from <= coalesce(${effectiveTo}::date, 'infinity')
		  and coalesce(effective_to, 'infinity') >= ${effectiveFrom}
	`;

export async function addCard(
	tx: Tx,
	card: RateCard,
	content: RateCardInput,
	sha256: string,
	author: string
): Promise<boolean> {
	const added = await tx`
		insert into rate_card (code, version, name, status, effective_from, effective_to, content, sha256, author_id)
		values (
			${card.code}, ${card.version}, ${card.name}, 'draft', ${card.effectiveFrom}, ${card.effectiveTo},
			${tx.json(content)}, ${sha256}, ${author}
		)
		on conflict (code, version) do nothing
	`;
	return added.count === 1;
}

export const setCardStatus = (
	tx: Tx,
	{ code, version }: RateCard,
	status: Status,
	approver: string
) => tx`
	update rate_card
	set status = ${status}, approver_id = ${approver}
	where code = ${code} and version = ${version}
`;

export type QuoteRow = {
	readonly id: string;
	readonly personId: string;
	readonly organisationId: string | null;
	readonly organisation: string | null;
	readonly feasibilityId: string | null;
	readonly request: Record<string, Json>;
	readonly answer: Json;
	readonly sha256: string;
	readonly rateCardCode: string;
	readonly rateCardVersion: number;
	readonly net: bigint;
	readonly vat: bigint;
	readonly validUntil: Temporal.PlainDate;
	readonly at: Temporal.Instant;
};

export type NewQuote = Omit<QuoteRow, 'id' | 'organisation'>;

export async function addQuote(tx: Tx, made: NewQuote): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into quote (
			person_id, organisation_id, feasibility_id, request, answer, sha256,
			rate_card_code, rate_card_version, net, vat, valid_until, at
		) values (
			${made.personId}, ${made.organisationId}, ${made.feasibilityId}, ${tx.json(made.request)},
			${tx.json(made.answer)}, ${made.sha256}, ${made.rateCardCode}, ${made.rateCardVersion},
			${made.net}, ${made.vat}, ${made.validUntil}, ${made.at}
		)
		returning id
	`;
	if (!row) throw new Error('The quote was not stored.');
	return row.id;
}

/** A quote that the reader may see; null when there is none for them. */
export async function quoteById(tx: Tx, id: string): Promise<QuoteRow | null> {
	const [row] = await tx<QuoteRow[]>`
		select
			q.id, q.person_id, q.organisation_id, o.name as organisation, q.feasibility_id, q.request, q.answer,
			q.sha256, q.rate_card_code, q.rate_card_version, q.net, q.vat, q.valid_until, q.at
		from quote q
		left join organisation o on o.id = q.organisation_id
		where q.id = ${id}
	`;
	return row ?? null;
}

export type QuoteInList = Pick<QuoteRow, 'id' | 'net' | 'vat' | 'validUntil' | 'at'> & {
	readonly months: number;
	readonly users: number;
};

/** A person's own quotes, newest first, 20 a page. */
export const quotesOf = (tx: Tx, person: string, page = 1): Promise<QuoteInList[]> =>
	tx<QuoteInList[]>`
		select id, net, vat, valid_until, at, (request ->> 'months')::int as months, (request ->> 'users')::int as users
		from quote
		where person_id = ${person}
		order by at desc, id
		limit 20 offset ${(page - 1) * 20}
	`;

export async function countQuotesOf(tx: Tx, person: string): Promise<number> {
	const [row] = await tx<{ total: number }[]>`
		select count(*)::int as total from quote where person_id = ${person}
	`;
	return row?.total ?? 0;
}

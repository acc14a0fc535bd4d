import type { Tx } from '#platform/db.server.ts';
import type { Account, Entry, Posting, PostingKind } from '../ledger.ts';

type Booking = {
	readonly organisationId: string;
	readonly projectId: string;
	/** The invoice or payment that is booked; the database books each once. */
	readonly sourceId: string;
	readonly memo: string;
	readonly bookedOn: Temporal.PlainDate;
	readonly at: Temporal.Instant;
};

/** Books a posting. The database refuses it at the end of the transaction when it is not balanced. */
export async function book(tx: Tx, { kind, entries }: Posting, of: Booking): Promise<void> {
	// the id is made first: who books may not be able to read back what the ledger holds
	const [made] = await tx<{ id: string }[]>`select uuidv7() as id`;
	if (!made) throw new Error('Postgres made no id.');
	await tx`
		insert into ledger_transaction (id, organisation_id, project_id, kind, source_id, memo, booked_on, at)
		values (${made.id}, ${of.organisationId}, ${of.projectId}, ${kind}, ${of.sourceId}, ${of.memo}, ${of.bookedOn}, ${of.at})
	`;
	const rows = entries.map(({ account, amount }, index) => ({
		transactionId: made.id,
		line: index + 1,
		account,
		amount: String(amount)
	}));
	await tx`insert into ledger_entry ${tx(rows, 'transactionId', 'line', 'account', 'amount')}`;
}

export const size = 20;

export type BookedTransaction = {
	readonly id: string;
	readonly kind: PostingKind;
	readonly memo: string;
	readonly organisation: string;
	readonly bookedOn: Temporal.PlainDate;
	readonly entries: readonly { readonly account: Account; readonly amount: string }[];
};

/** The ledger, newest first, 20 transactions a page. Amounts are pence as text. */
export const transactions = (tx: Tx, page: number): Promise<BookedTransaction[]> =>
	tx<BookedTransaction[]>`
		select
			t.id, t.kind, t.memo, o.name as organisation, t.booked_on,
			(
				select jsonb_agg(jsonb_build_object('account', e.account, 'amount', e.amount::text) order by e.line)
				from ledger_entry e
				where e.transaction_id = t.id
			) as entries
		from ledger_transaction t
		join organisation o on o.id = t.organisation_id
		order by t.at desc, t.id desc
		limit ${size} offset ${(page - 1) * size}
	`;

export async function total(tx: Tx): Promise<number> {
	const [row] = await tx<
		{ total: number }[]
	>`select count(*)::int as total from ledger_transaction`;
	return row?.total ?? 0;
}

/** The balance of every account that was ever used, debits positive, pence. */
export const balances = (tx: Tx): Promise<Entry[]> =>
	tx<Entry[]>`
		select account, sum(amount)::bigint as amount
		from ledger_entry
		group by account
		order by account
	`;

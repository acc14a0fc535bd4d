import type { Tx } from '#platform/db.server.ts';

export type Waiting = {
	readonly id: string;
	readonly address: string;
	readonly subject: string;
	readonly words: string;
};

/** Letters that were written and not sent yet, the oldest first; for the service alone. */
export const due = (tx: Tx, most = 20): Promise<Waiting[]> =>
	tx<Waiting[]>`select id, address, subject, words from app.mail_due(${most})`;

/** Notes that somebody tries to send it; false when it was sent meanwhile. */
export async function attempt(tx: Tx, id: string): Promise<boolean> {
	const rows = await tx`
		update mail set attempts = attempts + 1 where id = ${id} and sent_at is null returning id
	`;
	return rows.length === 1;
}

export const sent = (tx: Tx, id: string, at: Temporal.Instant) => tx`
	update mail set sent_at = ${at} where id = ${id}
`;

export type Letter = {
	readonly id: string;
	readonly subject: string;
	readonly words: string;
	readonly at: Temporal.Instant;
	readonly sentAt: Temporal.Instant | null;
};

/** What was written to the reader, the latest first. */
export const mine = (tx: Tx, limit = 20): Promise<Letter[]> =>
	tx<Letter[]>`
		select id, subject, words, at, sent_at
		from mail
		where person_id = app.person()
		order by at desc, id desc
		limit ${limit}
	`;

import type { Tx } from '#platform/db.server.ts';

export type Notice = {
	readonly id: string;
	readonly kind: string;
	readonly subjectKind: 'output' | 'regular' | 'workspace' | 'project';
	readonly subjectId: string;
	readonly title: string;
	readonly at: Temporal.Instant;
};

/** What the reader was told and has not read, the latest first. */
export const unread = (tx: Tx, limit = 10): Promise<Notice[]> =>
	tx<Notice[]>`
		select id, kind, subject_kind, subject_id, title, at
		from notice
		where read_at is null
		order by at desc, id desc
		limit ${limit}
	`;

/** Notes that notices were read, of those that are the reader's. */
export async function markRead(
	tx: Tx,
	ids: readonly string[],
	at: Temporal.Instant
): Promise<void> {
	await tx`
		update notice set read_at = ${at} where id = any (${[...ids]}::uuid[]) and read_at is null
	`;
}

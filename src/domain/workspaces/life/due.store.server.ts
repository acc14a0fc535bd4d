import type { Tx } from '#platform/db.server.ts';
import type { Threshold } from './life.ts';

/** Open workspaces of active projects whose last day is over. */
export const endedOpen = async (tx: Tx, today: Temporal.PlainDate): Promise<string[]> => {
	const rows = await tx<{ id: string }[]>`
		select w.id
		from workspace w
		join project p on p.id = w.project_id
		where w.status = 'open' and p.status in ('active', 'read_only') and p.ends_on < ${today}
		order by w.id
	`;
	return rows.map(({ id }) => id);
};

export type Ending = {
	readonly project: string;
	readonly organisation: string;
	readonly number: bigint;
	readonly title: string;
	readonly endsOn: Temporal.PlainDate;
	readonly people: readonly string[];
};

/** Projects that end within so many days, with the members who work on them. */
export const ending = (
	tx: Tx,
	today: Temporal.PlainDate,
	last: Temporal.PlainDate
): Promise<Ending[]> =>
	tx<Ending[]>`
		select
			p.id as project, p.organisation_id as organisation, p.number, p.title, p.ends_on,
			array_agg(m.person_id order by m.person_id) as people
		from project p
		join workspace w on w.project_id = p.id
		join project_member m on m.project_id = p.id and m.removed_at is null
		where p.status in ('active', 'read_only')
		  and w.status in ('open', 'read_only')
		  and p.ends_on between ${today} and ${last}
		group by p.id
		order by p.ends_on, p.id
	`;

/** Tells one person; false when they were told before. The database sees to it that it is once. */
export async function tell(
	tx: Tx,
	said: {
		readonly project: string;
		readonly person: string;
		readonly endsOn: Temporal.PlainDate;
		readonly tell: Threshold;
		readonly passed: readonly Threshold[];
		readonly subject: string;
		readonly words: string;
		readonly at: Temporal.Instant;
	}
): Promise<boolean> {
	const [row] = await tx<{ news: boolean }[]>`
		select app.tell_end(
			${said.project}, ${said.person}, ${said.endsOn}, ${said.tell}, ${[...said.passed]}::int[],
			${said.at}, ${said.subject}, ${said.words}
		) as news
	`;
	return row?.news ?? false;
}

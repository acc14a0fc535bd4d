import type { Tx } from '#platform/db.server.ts';
import type { RunStatus, Schedule, Status } from './regular.ts';

export type Listed = {
	readonly id: string;
	readonly title: string;
	readonly projectId: string;
	readonly projectTitle: string;
	readonly schedule: Schedule;
	readonly status: Status;
	readonly nextOn: Temporal.PlainDate | null;
	readonly endsOn: Temporal.PlainDate;
	readonly lastStatus: RunStatus | null;
	readonly lastPeriod: string | null;
	/** The reader has voted on it. */
	readonly voted: boolean;
};

const size = 20;

/** Regular releases that the reader may see, of one project when it is given: what waits first. */
export const listed = (
	tx: Tx,
	person: string,
	{ project, page }: { readonly project: string | null; readonly page: number }
): Promise<Listed[]> =>
	tx<Listed[]>`
		select
			d.id, d.title, d.project_id, p.title as project_title, d.schedule, d.status, d.next_on, d.ends_on,
			u.status as last_status, u.period as last_period,
			exists (select from regular_vote v where v.regular_id = d.id and v.person_id = ${person}) as voted
		from regular_release d
		join project p on p.id = d.project_id
		left join lateral (
			select r.status, r.period from regular_run r where r.regular_id = d.id order by r.started_at desc limit 1
		) u on true
		where ${project}::uuid is null or d.project_id = ${project}
		order by d.status = 'proposed' desc, d.status = 'in_force' desc, d.status_since desc, d.id
		limit ${size} offset ${(page - 1) * size}
	`;

export async function count(tx: Tx, project: string | null): Promise<number> {
	const [row] = await tx<{ total: number }[]>`
		select count(*)::int as total
		from regular_release d
		where ${project}::uuid is null or d.project_id = ${project}
	`;
	return row?.total ?? 0;
}

export type Choice = {
	readonly request: string;
	readonly file: string;
	readonly name: string;
	readonly title: string;
	readonly project: string;
};

/** Released tables of a person's projects that we computed, and that are not repeated yet. */
export const repeatable = (tx: Tx, person: string): Promise<Choice[]> =>
	tx<Choice[]>`
		select r.id as request, f.id as file, f.name, r.title, p.title as project
		from output_request r
		join project p on p.id = r.project_id
		join project_member m on m.project_id = p.id and m.person_id = ${person}
			and m.removed_at is null and m.terms_accepted_at is not null
		join output_file f on f.request_id = r.id
		where r.status = 'released'
		  and r.regular_run_id is null
		  and p.status = 'active'
		  and f.kind = 'table'
		  and f.specification is not null
		  and not f.supporting
		  and not exists (
			select from regular_release d
			where d.from_request = r.id and d.file_name = f.name and d.status in ('proposed', 'in_force')
		  )
		order by r.released_at desc
		limit 100
	`;

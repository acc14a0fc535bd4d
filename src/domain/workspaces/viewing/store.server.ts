import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { peopleSeenInAProject, rowsOfPeopleADay } from '../budget.ts';

/** Rows of people that one screen shows in a workspace: none, or the first 20 or 200. */
export const rowPolicies = [0, 20, 200] as const;
export type RowPolicy = (typeof rowPolicies)[number];

export type Viewing = {
	readonly rowsShown: RowPolicy;
	readonly rowsToday: number;
	readonly rowsADay: number;
	/** Different people whose rows this person was shown in the project, in all its time. */
	readonly people: number;
	readonly peopleAtMost: number;
};

type One = {
	readonly workspace: string;
	readonly person: string;
	readonly day: Temporal.PlainDate;
};

/** What one member may be shown in a workspace and was. @throws Problem 404. */
export async function ofOne(tx: Tx, { workspace, person, day }: One): Promise<Viewing> {
	const [found] = await tx<{ rowsShown: RowPolicy; rows: bigint; people: bigint }[]>`
		select
			w.rows_shown,
			coalesce((
				select r.rows from row_view r
				where r.project_id = w.project_id and r.person_id = ${person} and r.day = ${day}
			), 0) as rows,
			coalesce((
				select s.people from app.people_seen(w.project_id) s where s.person_id = ${person} limit 1
			), 0) as people
		from workspace w
		where w.id = ${workspace}
	`;
	if (!found) throw new Problem(404, 'There is no such workspace.');
	return {
		rowsShown: found.rowsShown,
		rowsToday: Number(found.rows),
		rowsADay: rowsOfPeopleADay,
		people: Number(found.people),
		peopleAtMost: peopleSeenInAProject
	};
}

export type Seen = {
	readonly personId: string;
	readonly name: string | null;
	readonly people: bigint;
	readonly halfAt: Temporal.Instant | null;
	readonly allAt: Temporal.Instant | null;
};

/** Whom the reader may know of: oneself, or every member for those who answer for the data. */
export const seen = (tx: Tx, project: string): Promise<Seen[]> =>
	tx<Seen[]>`
		select distinct s.person_id, p.name, s.people, half.at as half_at, whole.at as all_at
		from app.people_seen(${project}) s
		left join person p on p.id = s.person_id
		left join viewing_alert half
			on half.project_id = ${project} and half.person_id = s.person_id and half.level = 'half'
		left join viewing_alert whole
			on whole.project_id = ${project} and whole.person_id = s.person_id and whole.level = 'all'
		order by s.people desc, s.person_id
	`;

export async function policyOf(tx: Tx, workspace: string): Promise<RowPolicy> {
	const [found] = await tx<{ rowsShown: RowPolicy }[]>`
		select rows_shown from workspace where id = ${workspace}
	`;
	if (!found) throw new Problem(404, 'There is no such workspace.');
	return found.rowsShown;
}

export async function setPolicy(tx: Tx, workspace: string, rows: RowPolicy): Promise<void> {
	await tx`update workspace set rows_shown = ${rows} where id = ${workspace}`;
}

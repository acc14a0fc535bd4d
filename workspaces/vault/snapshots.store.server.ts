import { bind, type Sql } from '#platform/db.server.ts';
import { allowed, refused } from '#platform/problems.ts';
import { isId } from './answers.ts';

/** Whether somebody may read the report of a snapshot, and a reason when not. */
export async function mayReadReport(sql: Sql, person: string, snapshot: string) {
	if (!isId(person)) return refused('There is no such snapshot.');
	const [found] = await bind(sql, person).read(
		(tx) => tx<{ may: boolean; exists: boolean }[]>`
			select
				app.has_role('system', 'data-manager', 'privacy-officer', 'auditor') as may,
				exists (select from workspace w where w.snapshot_id = ${snapshot}) as exists
		`
	);
	return found?.may
		? allowed
		: refused('Only a data manager, a privacy officer or an auditor can read this report.');
}

/** The snapshot that a member works on, and whether they may now. */
export async function snapshotOf(sql: Sql, person: string, project: string) {
	const none = (because: string) => ({ verdict: refused(because), snapshot: null });
	if (!isId(person) || !isId(project)) return none('There is no such project.');
	const [row] = await bind(sql, person).read(
		(tx) => tx<
			{
				status: string;
				workspace: string;
				snapshotId: string | null;
				hindered: string | null;
			}[]
		>`
			select
				p.status, w.status as workspace, w.snapshot_id,
				app.gate_hinders(w.id, w.snapshot_id, (now() at time zone 'Europe/London')::date) as hindered
			from project p
			join workspace w on w.project_id = p.id
			join project_member m on m.project_id = p.id
			where p.id = ${project}
			  and m.person_id = ${person}
			  and m.removed_at is null
			  and m.terms_accepted_at is not null
		`
	);
	if (!row) return none('You are not a member of this project.');
	if (!['active', 'read_only', 'closing'].includes(row.status) || row.workspace !== 'open')
		return none('The workspace of this project is not open.');
	if (row.hindered !== null) return none(row.hindered);
	return { verdict: allowed, snapshot: row.snapshotId };
}

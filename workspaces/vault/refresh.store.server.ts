import * as v from 'valibot';
import { bind, type Sql } from '#platform/db.server.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import type { Access, Approved } from './access.ts';

/** A refresh that was asked for: the same approval, cut again on a later day. */
export type Refreshing = {
	readonly verdict: Verdict;
	readonly project: string;
	/** The snapshot in use, which the new one is compared with. */
	readonly base: string;
	readonly approved: Approved | null;
};

type Row = {
	readonly project: string;
	readonly base: string;
	readonly cutOn: Temporal.PlainDate;
	readonly status: string;
	readonly projectStatus: string;
	readonly withdrawnBy: string[];
};

const none = (because: string): Refreshing => ({
	verdict: refused(because),
	project: '',
	base: '',
	approved: null
});

/** What a refresh may hold, and whether it may be made now: the database's word, not the caller's. */
export async function refreshOf(
	sql: Sql,
	access: Pick<Access, 'extractOf'>,
	person: string,
	refresh: string
): Promise<Refreshing> {
	if (!v.is(v.pipe(v.string(), v.uuid()), refresh)) return none('There is no such refresh.');
	const [row] = await bind(sql, person).read(
		(tx) => tx<Row[]>`
			select
				w.project_id as project, r.base_snapshot as base, r.cut_on, r.status,
				p.status as project_status,
				array(
					select x.controller_code
					from data_withdrawal x
					where x.workspace_id = w.id and x.controller_code is not null
					order by 1
				) as withdrawn_by
			from refresh r
			join workspace w on w.id = r.workspace_id
			join project p on p.id = w.project_id
			where r.id = ${refresh}
		`
	);
	if (!row) return none('There is no such refresh.');
	if (row.status !== 'making') return none('This refresh is made, or was dropped.');
	if (row.projectStatus !== 'active')
		return none('The project is not active, so its data are not refreshed.');
	const { verdict, approved } = await access.extractOf(person, row.project);
	if (!verdict.allowed) return { ...none(''), verdict };
	const { project, base, cutOn, withdrawnBy } = row;
	const without = approved?.withoutControllers ?? [];
	return {
		verdict: allowed,
		project,
		base,
		approved: approved && {
			...approved,
			at: cutOn.toString(),
			withoutControllers: [...new Set([...without, ...withdrawnBy])].sort()
		}
	};
}

import { bind, type Sql } from '#platform/db.server.ts';
import type { Access, Spending, Standing } from './access.ts';

/** The host's queries, as its own database role and with each person's row security. */
export const databaseAccess = (sql: Sql): Access => ({
	standing: (person, workspace) => standing(sql, person, workspace),
	spend: (entry) => spend(sql, entry)
});

async function standing(sql: Sql, person: string, workspace: string): Promise<Standing | null> {
	const [found] = await bind(sql, person).read(
		(tx) => tx<Standing[]>`
			select
				p.id as project_id,
				p.status as project_status,
				p.starts_on,
				p.ends_on,
				w.status as workspace_status,
				w.snapshot_id,
				m.person_id is not null as member,
				m.terms_accepted_at is not null as terms_accepted,
				(
					select count(distinct g.person_id)::int
					from gate_approval g
					where g.workspace_id = w.id
					  and g.snapshot_id = w.snapshot_id
				) as openers,
				app.gate_hinders(w.id, w.snapshot_id, (now() at time zone 'Europe/London')::date) as hindered,
				app.withdrawn(w.id) as withdrawn
			from workspace w
			join project p on p.id = w.project_id
			left join project_member m
				on m.project_id = p.id
				and m.person_id = ${person}
				and m.removed_at is null
			where w.id = ${workspace}
		`
	);
	return found ?? null;
}

/** One statement, so that two runs at once cannot both take the last rows of a budget. */
async function spend(
	sql: Sql,
	{ person, projectId, workspace, day, at, rows, budget }: Spending
): Promise<{ fits: boolean; shownToday: number }> {
	return bind(sql, person).write(async (tx) => {
		const [spent] = await tx<{ rows: bigint }[]>`
			insert into row_view (project_id, person_id, day, rows)
			select ${projectId}, ${person}, ${day}, ${rows}::bigint
			where ${rows}::bigint <= ${budget}::bigint
			on conflict (project_id, person_id, day) do update
			set rows = row_view.rows + excluded.rows
			where row_view.rows + excluded.rows <= ${budget}::bigint
			returning rows
		`;
		if (spent) {
			const what = `rows of people shown: ${String(rows)}`;
			await tx`
				insert into read_log (at, person_id, subject_kind, subject_id, what)
				values (${at}, ${person}, 'workspace', ${workspace}, ${what})
			`;
			return { fits: true, shownToday: Number(spent.rows) };
		}
		const [shown] = await tx<{ rows: bigint }[]>`
			select rows
			from row_view
			where project_id = ${projectId}
			  and person_id = ${person}
			  and day = ${day}
		`;
		return { fits: false, shownToday: Number(shown?.rows ?? 0n) };
	});
}

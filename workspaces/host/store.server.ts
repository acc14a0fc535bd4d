import { bind, type Sql } from '#platform/db.server.ts';
import type { Access, Standing } from './access.ts';
import { spend } from './spending.store.server.ts';

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
				app.withdrawn(w.id) as withdrawn,
				w.size,
				w.driver,
				app.usage_capped(w.id, now()) as capped,
				w.rows_shown,
				coalesce((
					select jsonb_agg(jsonb_build_object('name', s.name, 'sha256', s.sha256) order by s.name)
					from app.shared_files(w.id) s
				), '[]'::jsonb) as shared
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

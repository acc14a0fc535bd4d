import { bind, type Sql } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';

/** A workspace as the vault reads it itself before it counts or destroys anything. */
export type Held = {
	readonly project: string;
	readonly projectNumber: bigint;
	readonly title: string;
	readonly status: string;
	readonly cuts: readonly { readonly number: number; readonly snapshot: string }[];
	readonly reason: string | null;
	readonly askedAt: string | null;
	readonly confirmedAt: string | null;
	readonly isService: boolean;
	readonly mayCount: boolean;
};

/** @throws Problem 404 when this person may not see that there is one. */
export async function heldBy(sql: Sql, person: string, workspace: string): Promise<Held> {
	const [row] = await bind(sql, person).read(
		(tx) => tx<(Omit<Held, 'cuts'> & { cuts: string })[]>`
			select
				w.project_id as project, p.number as project_number, p.title, w.status,
				(
					select coalesce(json_agg(json_build_object('number', c.number, 'snapshot', c.snapshot_id) order by c.number), '[]')::text
					from data_cut c
					where c.workspace_id = w.id
				) as cuts,
				d.reason, d.asked_at::text, d.confirmed_at::text,
				app.has_role('system') as is_service,
				app.has_role('system', 'data-manager') as may_count
			from workspace w
			join project p on p.id = w.project_id
			left join destruction d on d.workspace_id = w.id
			where w.id = ${workspace}
		`
	);
	if (!row) throw new Problem(404, 'There is no such workspace.');
	return { ...row, cuts: JSON.parse(row.cuts) as Held['cuts'] };
}

export type Certified = {
	readonly certificate: string;
	readonly sha256: string;
	readonly signature: string;
	readonly keyId: string;
};

export async function certified(
	sql: Sql,
	person: string,
	workspace: string
): Promise<Certified | null> {
	const [row] = await bind(sql, person).read(
		(tx) => tx<Certified[]>`
			select certificate, sha256, signature, key_id
			from destruction_certificate
			where workspace_id = ${workspace}
		`
	);
	return row ?? null;
}

/** Keeps a certificate; of two made at once the first one's stays. */
export const certify = (
	sql: Sql,
	person: string,
	workspace: string,
	made: Certified,
	at: Temporal.Instant
): Promise<unknown> =>
	bind(sql, person).write(
		(tx) => tx`
			insert into destruction_certificate (workspace_id, certificate, sha256, signature, key_id, at)
			values (${workspace}, ${made.certificate}, ${made.sha256}, ${made.signature}, ${made.keyId}, ${at})
			on conflict (workspace_id) do nothing
		`
	);

import type { Tx } from '#platform/db.server.ts';
import type { Status } from '../output.ts';

/** A request that files can still be added to, and what is in it with the pre-check of each. */
export type Basket = {
	readonly id: string;
	readonly title: string;
	readonly status: Extract<Status, 'draft' | 'changes_requested'>;
	readonly files: readonly {
		readonly name: string;
		readonly verdict: 'pass' | 'review' | 'fail';
		readonly supporting: boolean;
	}[];
};

/** The requests of a workspace that its members are preparing, the latest first. */
export const baskets = (tx: Tx, workspace: string): Promise<Basket[]> =>
	tx<Basket[]>`
		select r.id, r.title, r.status, coalesce((
			select jsonb_agg(
				jsonb_build_object('name', f.name, 'verdict', f.verdict, 'supporting', f.supporting)
				order by f.created_at, f.id
			)
			from output_file f
			where f.request_id = r.id
		), '[]'::jsonb) as files
		from output_request r
		join workspace w on w.project_id = r.project_id
		where w.id = ${workspace} and r.status in ('draft', 'changes_requested')
		order by r.status_since desc, r.number desc
		limit 10
	`;

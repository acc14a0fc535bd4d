import type { Tx } from '#platform/db.server.ts';
import type { Coverage } from './coverage.ts';

/**
 * How many controllers have signed up on a day, for each dataset, purpose and kind of controller
 * that holds rows (practices and trusts; integrated care boards hold none). One row for each
 * combination, with nought where nobody signed.
 */
export const coverage = (tx: Tx, day: Temporal.PlainDate, dataset?: string): Promise<Coverage[]> =>
	tx<Coverage[]>`
		select d.code as dataset, p.purpose, k.kind, k.total::int as total,
			count(distinct s.controller_code)::int as signed
		from dataset d
		cross join unnest(array['planning', 'research', 'industry']) with ordinality as p (purpose, place)
		cross join (
			select kind, count(*) as total from controller where kind <> 'icb' group by kind
		) k
		left join (
			select s.*, c.kind
			from controller_signup s
			join controller c on c.code = s.controller_code
			where s.signed_from <= ${day} and (s.signed_to is null or s.signed_to >= ${day})
		) s on s.dataset_code = d.code and s.purpose = p.purpose and s.kind = k.kind
		where ${dataset ?? null}::text is null or d.code = ${dataset ?? null}
		group by d.code, p.purpose, p.place, k.kind, k.total
		order by d.code, p.place, k.kind
	`;

export type Controller = { readonly code: string; readonly name: string };

/** Integrated care boards, by name. They are data, never a fixed five. */
export const boards = (tx: Tx): Promise<Controller[]> =>
	tx<Controller[]>`select code, name from controller where kind = 'icb' order by name`;

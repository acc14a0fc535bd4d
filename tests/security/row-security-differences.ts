import { personId } from '#db/seed/people.ts';
import type { Tx } from '#platform/db.server.ts';
import { at, type Cast } from './row-security-scene.ts';

type Ids = { readonly output: string; readonly file: string; readonly id: (n: number) => string };

/** What a project's release counts, and that a cell of its request can be worked out with it. */
export async function differences(tx: Tx, cast: Cast, { output, file, id }: Ids): Promise<void> {
	const [release, comparison] = [id(50), id(60)];
	await tx`
		insert into output_comparison (id, request_id, person_id, snapshot_id, files, through, fails, reviews, at)
		values (${comparison}, ${output}, ${personId(cast.lead)}, 'snap', '[]', 1, 1, 0, ${at})
	`;
	await tx`insert into output_difference values (${comparison}, 0, ${file}, 'Total', 'fail', false)`;
	await tx`
		insert into output_difference_source
		values (${comparison}, 0, 'nested', '1 to 9 people', ${release}, 'a.csv', 'Total')
	`;
	await tx`insert into released_table values (${release}, ${file}, 'a.csv', 'snap', '{}', 'people', 'none', ${at})`;
	await tx`insert into released_cell values (${release}, ${file}, 0, '["Total"]', 'count', '120', false)`;
}

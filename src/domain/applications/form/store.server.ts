import type { Tx } from '#platform/db.server.ts';
import type { Lists } from './field.ts';

/** Everything that questions choose from, for an application of an organisation. */
export async function lists(tx: Tx, organisation: string): Promise<Lists> {
	const [datasets, columns, concepts, boards, signatories] = await Promise.all([
		tx<Lists['datasets'][number][]>`select code, name, description from dataset order by code`,
		tx<Lists['columns'][number][]>`
			select dataset_code as dataset, table_name as "table", name
			from dataset_column
			order by dataset_code, table_name, position
		`,
		tx<{ id: bigint; name: string; domain: string }[]>`
			select id, name, domain from concept order by name
		`,
		tx<Lists['boards'][number][]>`
			select code, name from controller where kind = 'icb' order by name
		`,
		tx<Lists['signatories'][number][]>`
			select p.id, p.name
			from organisation_member m
			join person p on p.id = m.person_id
			where m.organisation_id = ${organisation} and m.role = 'signatory' and m.removed_at is null
			order by p.name
		`
	]);
	const named = (wanted: boolean) =>
		concepts
			.filter(({ domain }) => (domain === 'Condition') === wanted)
			.map(({ id, name }) => ({ id: Number(id), name }));
	return {
		datasets,
		columns,
		conditions: named(true),
		others: named(false),
		boards,
		signatories
	};
}

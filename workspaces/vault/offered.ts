import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { conceptDomains, criterionKinds, type CriterionKind } from '#domain/catalogue/criterion.ts';
import type { Json } from '#platform/canonical.ts';
import { recordTables } from '#workspaces/cohorts/compile.ts';
import { literal, openDuck, rows, type Row } from '#workspaces/deidentify/duck.ts';
import { protect } from './count.ts';

type Warehouse = { readonly source: string; readonly lists: string };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/**
 * Concepts of one kind that occur, each with the people who have it or something narrower. One of
 * fewer than ten people says only that. People with a national opt-out are not counted.
 */
const conceptsSql = (
	kind: CriterionKind,
	file: (name: string) => string,
	lists: Warehouse['lists'] | null
) => `
	with asked as (
		select o.person_id, o.${recordTables[kind].concept} as concept
		from ${file(recordTables[kind].table)} o
		${
			lists === null
				? ''
				: `join ${file('identity')} i on i.person_id = o.person_id
		semi join read_parquet(${literal(join(lists, 'ndoo_cleaned.parquet'))}) n on n.nhs_number = i.nhs_number`
		}
		group by all
	), above as (
		select ancestor_concept_id as wide, descendant_concept_id as narrow from ${file('concept_ancestor')}
		union select concept_id, concept_id from ${file('concept')}
	), found as (
		select w.wide as id, count(distinct a.person_id) as people
		from asked a join above w on w.narrow = a.concept
		group by 1
	)
	select c.concept_id as id, c.concept_name as name, c.domain_id as domain, f.people
	from found f join ${file('concept')} c on c.concept_id = f.id
	where c.domain_id = ${literal(conceptDomains[kind])} and c.standard_concept = 'S'
	order by c.concept_id`;

const concept = ({ id, name, domain, people }: Row): Json => ({
	id: Number(id),
	name: text(name),
	domain: text(domain),
	people: protect(Number(people)).count
});

/**
 * What a cohort can be built from and who has signed up: concepts with rounded numbers of people,
 * controllers, and their sign-up to datasets. A source without one of the files has none of it.
 */
export async function offered({ source, lists }: Warehouse): Promise<Record<string, Json>> {
	const there = (...names: string[]) =>
		names.every((name) => existsSync(join(source, `${name}.parquet`)));
	const file = (name: string) => `read_parquet(${literal(join(source, `${name}.parquet`))})`;
	const signed = join(lists, 'controller_signup.parquet');
	const duck = await openDuck(null);
	const ask = (present: boolean, sql: string) => (present ? rows(duck.db, sql) : []);
	try {
		const identified = there('identity') && existsSync(join(lists, 'ndoo_cleaned.parquet'));
		const concepts: Row[] = [];
		for (const kind of criterionKinds)
			concepts.push(
				...(await ask(
					there(recordTables[kind].table, 'concept', 'concept_ancestor'),
					conceptsSql(kind, file, identified ? lists : null)
				))
			);
		const controllers = await ask(
			there('controller'),
			`select code, name, kind, icb_code from ${file('controller')} order by code`
		);
		const signups = await ask(
			existsSync(signed),
			`select controller_code, dataset, purpose, signed_from::varchar as signed_from,
				signed_to::varchar as signed_to
			from read_parquet(${literal(signed)}) order by all`
		);
		return {
			concepts: concepts.map(concept),
			controllers: controllers.map((row) => ({
				code: text(row['code']),
				name: text(row['name']),
				kind: text(row['kind']),
				icbCode: text(row['icb_code'])
			})),
			signups: signups.map((row) => ({
				controller: text(row['controller_code']),
				dataset: text(row['dataset']),
				purpose: text(row['purpose']),
				from: text(row['signed_from']),
				to: textOrNull(row['signed_to'])
			}))
		};
	} finally {
		duck.close();
	}
}

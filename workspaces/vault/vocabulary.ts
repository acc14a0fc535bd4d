import { join } from 'node:path';
import type { Json } from '#platform/canonical.ts';
import { literal, rows } from '#workspaces/deidentify/duck.ts';
import { Refusal } from '#workspaces/deidentify/refusal.ts';
import { has } from '#workspaces/deidentify/source.ts';
import type { Warehouse } from './provision.ts';
import { usablePeople, withSource } from './count.ts';

/**
 * What goes with the catalogue: the conditions a cohort can be built from, with the number of people
 * a research study could have of each as it may be shown (rounded to 5, null below 10), the
 * controllers, and who has signed up to what. `at` is the day of asking.
 */
export async function vocabulary(warehouse: Warehouse, at: string): Promise<Record<string, Json>> {
	const question = { cohort: {}, purpose: 'research', at } as const;
	return withSource(warehouse, question, async (run) => {
		const counted = await usablePeople(run).then(
			() => true,
			(error: unknown) => {
				// without usable lists nothing may be counted, but names are no secret
				if (error instanceof Refusal) return false;
				throw error;
			}
		);
		const { db, source } = run;
		const people = counted ? 'people' : '(select person_id from src_person where false)';
		const ancestors = has(source, 'concept_ancestor')
			? `union select ancestor_concept_id, descendant_concept_id from src_concept_ancestor`
			: '';
		const concepts = await rows(
			db,
			`with counted as (
				select a.root, count(distinct o.person_id) as people
				from (select concept_id as root, concept_id as concept from src_concept ${ancestors}) a
				join src_condition_occurrence o on o.condition_concept_id = a.concept
				where o.person_id in (select person_id from ${people})
				group by 1
			)
			select concept_id::integer as id, concept_name as name, domain_id as domain,
				case when people >= 10 then (round(people / 5.0) * 5)::integer end as people
			from src_concept left join counted on root = concept_id
			where domain_id = 'Condition' order by 1`
		);
		const controllers = await rows(
			db,
			`select code, name, kind, icb_code as "icbCode" from src_controller order by 1`
		);
		const list = literal(join(warehouse.lists, 'controller_signup.parquet'));
		const signups = await rows(
			db,
			`select controller_code as controller, dataset, purpose, signed_from::varchar as "from",
				signed_to::varchar as "to" from read_parquet(${list}) order by all`
		);
		return { concepts, controllers, signups } as Record<string, Json>;
	});
}

import { conceptGroups } from './concepts.ts';
import { narrower } from './hierarchy.ts';
import type { Output } from './outputs.ts';
import { rows } from './sql.ts';

const concepts = conceptGroups.flatMap(({ domain, vocabulary, kind, entries }) =>
	entries.map(([id, name, code]) => [id, name, domain, vocabulary, kind, code])
);

/** The vocabulary in use: tables `known` (concepts) and `above` (who includes whom, at any depth). */
export const vocabularySql = `
	create table known as select * from (${rows(concepts)}) t(id, name, domain, vocabulary, kind, code);
	create table step as select * from (${rows(
		narrower.flatMap(([wider, below]) => below.map((one) => [wider, one]))
	)}) t(wider, narrow);
	create table above as
	with recursive path as (
		select id as wider, id as narrow, 0 as levels from known
			where vocabulary in ('SNOMED', 'RxNorm', 'LOINC')
		union all
		select path.wider, step.narrow, levels + 1 from path join step on step.wider = path.narrow
	)
	select wider, narrow, min(levels) as fewest, max(levels) as most from path group by all`;

/** The vocabulary files. */
export const vocabularyOutputs: Readonly<Record<string, Output>> = {
	concept: {
		from: 'known',
		order: 'id',
		columns: {
			concept_id: 'id',
			concept_name: 'name',
			domain_id: 'domain',
			vocabulary_id: 'vocabulary',
			concept_class_id: 'kind',
			standard_concept: "case when id in (0, 8522) then null else 'S' end",
			concept_code: 'code',
			valid_start_date: "date '1970-01-01'",
			valid_end_date: "date '2099-12-31'"
		}
	},
	concept_ancestor: {
		from: 'above',
		order: 'wider, narrow',
		columns: {
			ancestor_concept_id: 'wider',
			descendant_concept_id: 'narrow',
			min_levels_of_separation: 'fewest',
			max_levels_of_separation: 'most'
		}
	}
};

import { list, literal } from './duck.ts';
import { datasetOf, type Run } from './run.ts';
import { has } from './source.ts';
import { isControlled } from './steps/sign-up.ts';

/** SQL: a row of `visit_occurrence v` counts only when whoever holds it shares it. */
function shared(run: Run, dataset: string): string {
	if (!isControlled(run)) return '';
	return `join rights x on x.care_site_id = v.care_site_id and x.dataset = ${literal(dataset)} and x.signed
		and not (x.gp and q.type1)`;
}

/**
 * SQL for the day that a person's other days are counted from (dates `relative`), over `people q`:
 * birth, the first visit that is shared, or the first record of the cohort's conditions.
 */
export function indexDay(run: Run): string {
	const { rules, source } = run;
	if (rules.dates.index === 'birth') return 'q.birth';
	const visits = has(source, 'visit_occurrence', 'visit_start_date');
	if (rules.dates.index === 'first-record')
		return visits
			? `(select min(v.visit_start_date) from src_visit_occurrence v
				${shared(run, datasetOf(run, 'visit_occurrence'))} where v.person_id = q.person_id)`
			: 'null::date';
	const { conditions } = rules.population.cohort;
	const ids = list(conditions);
	const below = has(source, 'concept_ancestor')
		? ` union all select descendant_concept_id from src_concept_ancestor where ancestor_concept_id in (${ids})`
		: '';
	const held = isControlled(run)
		? `join src_visit_occurrence v on v.visit_occurrence_id = o.visit_occurrence_id
			${shared(run, datasetOf(run, 'condition_occurrence'))}`
		: '';
	return `(select min(o.condition_start_date) from src_condition_occurrence o ${held}
		where o.person_id = q.person_id and o.condition_concept_id in (select unnest([${ids}])${below}))`;
}

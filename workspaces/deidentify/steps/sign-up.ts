import { literal, number } from '../duck.ts';
import { openList } from '../lists.ts';
import { Refusal } from '../refusal.ts';
import { tablesOf } from '#workspaces/cohorts/compile.ts';
import { datasetOf, keep, type Run, type Step } from '../run.ts';
import { has } from '../source.ts';
import { compiled } from './cohort.ts';

/**
 * The data set whose sign-up decides whether a person is there at all: that of the person table
 * when it is asked for, else that of the first table asked for.
 */
export function baseDataset(run: Run): string {
	const [first] = run.rules.tables;
	const asked = run.rules.tables.some(({ name }) => name === 'person');
	return datasetOf(run, asked ? 'person' : (first?.name ?? 'person'));
}

/** Whether rows depend on who controls them: by sign-up, or because somebody objected. */
export const isControlled = ({ rules }: Run): boolean =>
	rules.optOut.signUp === 'apply' || rules.withoutControllers.length > 0;

const datasets = (run: Run): string[] => [
	...new Set([
		baseDataset(run),
		...tablesOf(run.rules.population.cohort).map((table) => datasetOf(run, table)),
		...run.rules.tables.map(({ name }) => datasetOf(run, name))
	])
];

/**
 * Which place's rows may be used, per data set: `rights(care_site_id, dataset, signed, gp)`. A place
 * without a known controller has signed nothing, and counts as a practice where type 1 is concerned.
 */
async function keepRights(run: Run): Promise<void> {
	const { source, rules } = run;
	const sets = datasets(run)
		.map((code) => `(${literal(code)})`)
		.join(', ');
	const site = has(source, 'care_site', 'care_site_source_value');
	const kinds = site && has(source, 'controller');
	const without = rules.withoutControllers.map(literal).join(', ');
	const signed =
		rules.optOut.signUp === 'exempt'
			? 'true'
			: `exists (select 1 from list_controller_signup u
				where u.controller_code = s.care_site_source_value and u.dataset = d.dataset
				and u.purpose = ${literal(rules.purpose)}
				and u.signed_from <= ${literal(rules.at)}::date
				and (u.signed_to is null or u.signed_to >= ${literal(rules.at)}::date))`;
	const objected = without === '' ? '' : `and s.care_site_source_value not in (${without})`;
	await keep(
		run,
		'rights',
		site
			? `select s.care_site_id::bigint as care_site_id, d.dataset,
				(${signed} ${objected}) as signed,
				${kinds ? `coalesce(c.kind = 'gp-practice', true)` : 'true'} as gp
			from src_care_site s
			cross join (values ${sets}) d(dataset)
			${kinds ? 'left join src_controller c on c.code = s.care_site_source_value' : ''}`
			: `select null::bigint as care_site_id, null::varchar as dataset, false as signed, true as gp where false`
	);
}

/**
 * Sign-up covers a controller's rows, not people (domain.md, Controllers). A person stays while any
 * signed controller still holds rows about them: their practice, which controls the rows of person,
 * death and observation period, or any place that has seen them. `held_gp` and `held_other` say
 * which, since a type 1 opt-out takes away only what practices hold.
 */
function stillHeld(run: Run): string {
	if (!isControlled(run))
		return `select c.*, true as held_gp, false as held_other from candidates c`;
	const base = literal(baseDataset(run));
	const visits = has(run.source, 'visit_occurrence', 'care_site_id')
		? `select v.person_id::bigint as person_id, r.gp from src_visit_occurrence v
			join rights r on r.care_site_id = v.care_site_id and r.dataset = ${base} and r.signed
			union all by name`
		: '';
	return `
		with held as (
			${visits}
			select c.person_id, r.gp from candidates c
			join rights r on r.care_site_id = c.care_site_id and r.dataset = ${base} and r.signed
		), by_person as (
			select person_id, bool_or(gp) as held_gp, bool_or(not gp) as held_other
			from held group by person_id
		)
		select c.*, h.held_gp, h.held_other from candidates c join by_person h using (person_id)`;
}

/** Takes away what is controlled by anyone who has not signed up for this purpose at this day. */
export const signUp: Step = {
	name: 'sign-up',
	title: 'Leave out what controllers have not signed up to share',
	async run(run) {
		const exempt = run.rules.optOut.signUp === 'exempt';
		if (isControlled(run) && !has(run.source, 'care_site', 'care_site_source_value'))
			throw new Refusal(
				'OPT_OUT_LIST',
				'The source does not say which controller holds a row; add care sites, or record an exemption from sign-up.'
			);
		const list = exempt ? null : await openList(run, 'controller_signup');
		await keepRights(run);
		const held = stillHeld(run);
		await keep(
			run,
			'signed_matches',
			!isControlled(run)
				? `select m.*, true as gp from matches m`
				: `select m.*, r.gp from matches m
					join rights r on r.care_site_id = m.care_site_id and r.dataset = m.dataset and r.signed`
		);
		await keep(
			run,
			'signed_people',
			run.whole ? held : compiled(run).possible(`(${held})`, 'signed_matches')
		);
		const before = await number(run.db, 'select count(*) from candidates');
		const after = await number(run.db, 'select count(*) from signed_people');
		return { people: after, leftOut: before - after, ...(list ? { list } : { exempt: true }) };
	}
};

import { literal, quoted } from './duck.ts';
import { planTable, type Plan } from './plan.ts';
import { pseudonymSql } from './pseudonym.ts';
import { Refusal } from './refusal.ts';
import { datasetOf, type Run } from './run.ts';
import { has } from './source.ts';
import { isControlled } from './steps/sign-up.ts';

export type Cut = { readonly name: string; readonly plan: Plan; readonly sql: string };

/** Tables whose rows a person's practice controls and that stay with the person (domain.md). */
const withPerson = new Set(['person', 'death', 'observation_period']);

const rightsJoin = (run: Run, alias: string, table: string) =>
	`join rights x on x.care_site_id = ${alias}.care_site_id
		and x.dataset = ${literal(datasetOf(run, table))} and x.signed`;

/** The joins and conditions that leave only rows whose controller shares them. */
function controlled(run: Run, table: string): { joins: string; where: string } {
	if (!isControlled(run) || withPerson.has(table)) return { joins: '', where: 'true' };
	const where = 'not (x.gp and p.type1)';
	if (has(run.source, table, 'care_site_id')) return { joins: rightsJoin(run, 'r', table), where };
	if (!has(run.source, table, 'visit_occurrence_id'))
		throw new Refusal(
			'VALIDATOR_CONFLICT',
			`The rows of ${table} cannot be traced to the controller that holds them; leave the table out.`
		);
	return {
		joins: `join src_visit_occurrence v on v.visit_occurrence_id = r.visit_occurrence_id
			${rightsJoin(run, 'v', table)}`,
		where
	};
}

/** SQL: whether a row lies in the period asked for. A lasting row does when it overlaps. */
function inPeriod(plan: Plan, from: string | null, to: string | null, row = 'r'): string {
	if (plan.day === null) return 'true';
	const start = `${row}.${quoted(plan.day)}`;
	const end = plan.until === null ? start : `${row}.${quoted(plan.until)}`;
	const bounds = ['true'];
	if (from !== null) bounds.push(`${end} >= ${literal(from)}::date`);
	if (to !== null) bounds.push(`${start} <= ${literal(to)}::date`);
	return bounds.join(' and ');
}

/** An observation period is cut to the study's: its ends must not tell of days outside. */
function clipped(plan: Plan, from: string | null, to: string | null): Plan {
	if (plan.until === null) return plan;
	const outputs = plan.outputs.map((output) => {
		if (output.name === plan.day && from !== null)
			return { ...output, sql: `greatest(${output.sql}, ${literal(from)}::date)` };
		if (output.name === plan.until && to !== null)
			return { ...output, sql: `least(${output.sql}, ${literal(to)}::date)` };
		return output;
	});
	return { ...plan, outputs };
}

/** A reference to a visit that is not itself released would dangle, so it is emptied. */
function withoutDangling(run: Run, table: string, plan: Plan): Plan {
	const visits = run.rules.tables.find(({ name }) => name === 'visit_occurrence');
	if (!visits || table === 'visit_occurrence' || !isControlled(run)) return plan;
	const known = run.source.known.tables.get('visit_occurrence');
	const own = run.source.tables.get('visit_occurrence');
	if (!known || !own) return plan;
	const there = inPeriod(planTable(known, own, visits.columns), visits.from, visits.to, 'v');
	const signed = `exists (select 1 from rights y where y.care_site_id = v.care_site_id
		and y.dataset = ${literal(datasetOf(run, 'visit_occurrence'))} and y.signed)`;
	const same = datasetOf(run, table) === datasetOf(run, 'visit_occurrence');
	const released = same ? there : `${there} and ${signed}`;
	const outputs = plan.outputs.map((output) =>
		output.name === 'visit_occurrence_id'
			? { ...output, sql: `case when ${released} then ${output.sql} end` }
			: output
	);
	return { ...plan, outputs };
}

const visits = 'visit_occurrence';
export const visitDomain = `record:${visits}`;

/** SQL: each key that a column holds of the people of the extract, with its pseudonym. */
const keysOf = (table: string, column: string, domain: string): string => `
	select raw, ${pseudonymSql(domain, 'raw::varchar')} as made from (
		select distinct r.${quoted(column)} as raw from ${quoted(`src_${table}`)} r
		join pids p on p.person_id = r.person_id where r.${quoted(column)} is not null)`;

/**
 * Makes table `visit_keys`. Most tables refer to visits, so their pseudonyms are made once for all;
 * the table stays in memory, since beside its source it would be a way back.
 */
export async function makeVisitKeys(run: Run): Promise<void> {
	if (!has(run.source, visits, `${visits}_id`)) return;
	await run.db.run(
		`create or replace temp table visit_keys as ${keysOf(visits, `${visits}_id`, visitDomain)}`
	);
}

/**
 * Keys that many rows share are made into pseudonyms once each and joined back: an HMAC costs far
 * more than a look-up. A table's own record key is different in every row, so it is made in place.
 */
function withLookUps(run: Run, table: string, plan: Plan): { plan: Plan; joins: string } {
	const joins: string[] = [];
	const outputs = plan.outputs.map((output) => {
		const own = output.name === plan.record && table !== visits;
		if (!output.key || own) return output;
		const { domain, column } = output.key;
		const alias = `k${String(joins.length)}`;
		const shared = domain === visitDomain && has(run.source, visits, `${visits}_id`);
		const made = shared ? 'visit_keys' : `(${keysOf(table, column, domain)})`;
		joins.push(`left join ${made} ${alias} on ${alias}.raw = r.${quoted(column)}`);
		return { ...output, sql: `${alias}.made` };
	});
	return { plan: { ...plan, outputs }, joins: joins.join(' ') };
}

/**
 * The plan of a table and the query that makes its release. Rows are sorted by pseudonym, day and
 * record pseudonym, all of them released, so their order tells nothing more (class C22).
 */
export function cutTable(run: Run, table: Run['rules']['tables'][number]): Cut {
	const known = run.source.known.tables.get(table.name);
	const columns = run.source.tables.get(table.name);
	if (!known || !columns?.some(({ name }) => name === 'person_id'))
		throw new Refusal(
			'VALIDATOR_CONFLICT',
			`The rows of ${table.name} do not say whom they are about; leave the table out.`
		);
	const { joins, where } = controlled(run, table.name);
	const whole = clipped(planTable(known, columns, table.columns), table.from, table.to);
	const looked = withLookUps(run, table.name, whole);
	const plan = withoutDangling(run, table.name, looked.plan);
	const names = plan.outputs.map(({ name }) => name);
	const first = ['person_id', plan.day, plan.record].filter(
		(name): name is string => name !== null && names.includes(name)
	);
	const order = plan.record === null ? [...new Set([...first, ...names])] : first;
	const sql = `
		select ${plan.outputs.map(({ name, sql }) => `${sql} as ${quoted(name)}`).join(', ')}
		from ${quoted(`src_${table.name}`)} r
		join pids p on p.person_id = r.person_id
		${joins}
		${looked.joins}
		where ${where} and ${inPeriod(plan, table.from, table.to)}
		order by ${order.map((name) => `${quoted(name)} nulls first`).join(', ')}`;
	return { name: table.name, plan, sql };
}

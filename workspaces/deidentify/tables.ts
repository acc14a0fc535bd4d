import { periodOf } from './dates.ts';
import { literal, number, quoted } from './duck.ts';
import { keyedSql } from './keyed.ts';
import { visitDomain, visits, withLookUps } from './look-ups.ts';
import { noLimits, withLimits, type Limited } from './limits.ts';
import { planTable, type Plan } from './plan.ts';
import { BadInput, Refusal } from './refusal.ts';
import { datasetOf, loadKeys, type Run } from './run.ts';
import { withoutSensitive } from './sensitive.ts';
import { has } from './source.ts';
import { isControlled } from './steps/sign-up.ts';

export type Cut = {
	readonly name: string;
	readonly plan: Plan;
	readonly sql: string;
	/** Joins and conditions that leave the rows of the extract, `r`, of a table or query given. */
	readonly rows: (from: string) => string;
};

/** Tables whose rows a person's practice controls and that stay with the person (domain.md). */
const withPerson = new Set(['person', 'death', 'observation_period']);

const rightsJoin = (run: Run, alias: string, table: string) =>
	`join rights x on x.care_site_id = ${alias}.care_site_id
		and x.dataset = ${literal(datasetOf(run, table))} and x.signed`;

/** The joins and conditions that leave only rows whose controller shares them. */
function controlled(run: Run, table: string) {
	if (!isControlled(run) || withPerson.has(table))
		return { visits: false, joins: '', where: 'true' };
	const where = 'not (x.gp and p.type1)';
	if (has(run.source, table, 'care_site_id'))
		return { visits: false, joins: rightsJoin(run, 'r', table), where };
	if (!has(run.source, table, 'visit_occurrence_id'))
		throw new Refusal(
			'VALIDATOR_CONFLICT',
			`The rows of ${table} cannot be traced to the controller that holds them; leave the table out.`
		);
	return { visits: true, joins: rightsJoin(run, 'v', table), where };
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
		if (!output.day) return output;
		const { of, form } = output.day;
		if (from !== null && of === `r.${quoted(plan.day ?? '')}::date`)
			return { ...output, sql: form.sql(`greatest(${of}, ${literal(from)}::date)`) };
		if (to !== null && of === `r.${quoted(plan.until ?? '')}::date`)
			return { ...output, sql: form.sql(`least(${of}, ${literal(to)}::date)`) };
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
	const { from, to } = periodOf(run.rules, visits);
	const there = inPeriod(planTable(known, own, visits.columns, run.rules), from, to, 'v');
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

/**
 * Makes table `visit_keys`: of the people of the extract, each visit's key and its pseudonym, with
 * what says who controls it and when it was. Most tables refer to visits, so this is done once for
 * all; the table stays in memory, since beside its source it would be a way back.
 */
export async function makeVisitKeys(run: Run): Promise<void> {
	const known = run.source.known.tables.get(visits);
	const own = run.source.tables.get(visits);
	const type = own?.find(({ name }) => name === `${visits}_id`)?.type;
	if (!known || !own || type === undefined) return;
	loadKeys(run, [visitDomain]);
	const { day } = planTable(known, own, null, run.rules);
	const others = [has(run.source, visits, 'care_site_id') ? 'care_site_id' : null, day];
	const key = `r.${visits}_id`;
	await run.db.run(`create or replace temp table visit_keys as
		select ${key} as raw, ${keyedSql(visitDomain, key, type)} as made
			${others.map((name) => (name === null ? '' : `, r.${quoted(name)}`)).join('')}
		from src_${visits} r join pids p on p.person_id = r.person_id where ${key} is not null`);
	const rows = await number(run.db, 'select count(*) from visit_keys');
	if (rows !== (await number(run.db, 'select count(distinct raw) from visit_keys')))
		throw new BadInput(
			`${run.source.dir}: ${visits}.parquet holds a key twice; each visit's must be its own.`
		);
}

/**
 * The plan of a table and the query that makes its release. Rows are sorted by pseudonym, day and
 * record pseudonym, all of them released, so their order tells nothing more (class C22).
 */
export function cutTable(
	run: Run,
	table: Run['rules']['tables'][number],
	counted: Limited = noLimits
): Cut {
	const known = run.source.known.tables.get(table.name);
	const columns = run.source.tables.get(table.name);
	if (!known || !columns?.some(({ name }) => name === 'person_id'))
		throw new Refusal(
			'VALIDATOR_CONFLICT',
			`The rows of ${table.name} do not say whom they are about; leave the table out.`
		);
	const rights = controlled(run, table.name);
	const { from, to } = periodOf(run.rules, table);
	const whole = clipped(planTable(known, columns, table.columns, run.rules), from, to);
	const looked = withLookUps(run, table.name, whole);
	const held = withLimits(table.name, withoutDangling(run, table.name, looked.plan), counted);
	const { plan } = held;
	const where = [rights.where, inPeriod(plan, from, to), withoutSensitive(run, known, columns)];
	const visitJoin = rights.visits ? 'join' : looked.joinsVisits ? 'left join' : null;
	const names = plan.outputs.map(({ name }) => name);
	const kept = plan.outputs.filter(({ name }) => name !== looked.numbered);
	// only by what is released, and by all of it: no tie is left that the source's order would settle
	const first = [plan.day, looked.numbered === null ? plan.record : null];
	const order = [...new Set([...first, ...kept.map(({ name }) => name)])].filter(
		(name): name is string => name !== null && name !== 'person_id' && names.includes(name)
	);
	const unique = looked.numbered === null ? order.indexOf(plan.record ?? '') : -1;
	const sorted = unique < 0 ? order : order.slice(0, unique + 1);
	const source = quoted(`src_${table.name}`);
	const rows = (rowsOf: string, joins: readonly string[] = []) => `from ${rowsOf} r
		join pids p on p.person_id = r.person_id
		${visitJoin === null ? '' : `${visitJoin} visit_keys v on v.raw = r.visit_occurrence_id`}
		${rights.joins}
		${joins.join(' ')}
		where ${where.join(' and ')}`;
	const sql = `
		select ${kept.map(({ name, sql }) => `${sql} as ${quoted(name)}`).join(', ')}
		${rows(source, [...looked.joins, ...held.joins])}
		order by ${['p.place', ...sorted.map((name) => `${quoted(name)} nulls first`)].join(', ')}`;
	if (looked.numbered === null) return { name: table.name, plan, sql, rows };
	const numbered = names.map((name) =>
		name === looked.numbered ? `row_number() over () as ${quoted(name)}` : quoted(name)
	);
	return { name: table.name, plan, sql: `select ${numbered.join(', ')} from (${sql})`, rows };
}

import { literal, number, quoted } from './duck.ts';
import { keyedSql } from './keyed.ts';
import { planTable, recordDomain, type Plan } from './plan.ts';
import { BadInput, Refusal } from './refusal.ts';
import { datasetOf, loadKeys, type Run } from './run.ts';
import { has } from './source.ts';
import { isControlled } from './steps/sign-up.ts';

export type Cut = { readonly name: string; readonly plan: Plan; readonly sql: string };

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
const visitDomain = `record:${visits}`;

/** Whether keys of visits are needed: as pseudonyms, or to find the controller of a row. */
const hasVisits = (run: Run) => has(run.source, visits, `${visits}_id`);

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
	const { day } = planTable(known, own, null);
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

/** Whether other columns of the catalogue may point at this table's records. */
function isReferred(run: Run, table: string, domain: string): boolean {
	return [...run.source.known.tables].some(([name, { columns }]) =>
		columns.some(
			(column) =>
				column.class === 'C03' &&
				recordDomain(column.name) === domain &&
				(name !== table || column.name !== `${table}_id`)
		)
	);
}

/**
 * Keys that many rows share are made into pseudonyms once each and joined back: an HMAC costs more
 * than a look-up. A record's own key that nothing else points at becomes the row's place in the
 * release, which tells nothing that the release does not (decision 25): `numbered` names it.
 */
function withLookUps(run: Run, table: string, plan: Plan) {
	const joins: string[] = [];
	const own = plan.outputs.find(
		({ key }) => key?.column === plan.record && !isReferred(run, table, key.domain)
	);
	const numbered = own?.name ?? null;
	const outputs = plan.outputs.map((output) => {
		if (!output.key || output === own) return output;
		const { domain, column, type } = output.key;
		if (domain === visitDomain && column === `${visits}_id` && hasVisits(run))
			return { ...output, sql: 'v.made' };
		const alias = `k${String(joins.length)}`;
		const made =
			domain === visitDomain && hasVisits(run)
				? 'visit_keys'
				: `(select raw, ${keyedSql(domain, 'raw', type)} as made from (
					select distinct r.${quoted(column)} as raw from ${quoted(`src_${table}`)} r
					where r.${quoted(column)} is not null))`;
		joins.push(`left join ${made} ${alias} on ${alias}.raw = r.${quoted(column)}`);
		return { ...output, sql: `${alias}.made` };
	});
	const domains = plan.domains.filter((domain) =>
		outputs.some((output) => output.name !== numbered && output.key?.domain === domain)
	);
	const joinsVisits = outputs.some(({ sql }) => sql === 'v.made');
	return { plan: { ...plan, outputs, domains }, joins, numbered, joinsVisits };
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
	const rights = controlled(run, table.name);
	const whole = clipped(planTable(known, columns, table.columns), table.from, table.to);
	const looked = withLookUps(run, table.name, whole);
	const plan = withoutDangling(run, table.name, looked.plan);
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
	const sql = `
		select ${kept.map(({ name, sql }) => `${sql} as ${quoted(name)}`).join(', ')}
		from ${quoted(`src_${table.name}`)} r
		join pids p on p.person_id = r.person_id
		${visitJoin === null ? '' : `${visitJoin} visit_keys v on v.raw = r.visit_occurrence_id`}
		${rights.joins}
		${looked.joins.join(' ')}
		where ${rights.where} and ${inPeriod(plan, table.from, table.to)}
		order by ${['p.place', ...sorted.map((name) => `${quoted(name)} nulls first`)].join(', ')}`;
	if (looked.numbered === null) return { name: table.name, plan, sql };
	const numbered = names.map((name) =>
		name === looked.numbered ? `row_number() over () as ${quoted(name)}` : quoted(name)
	);
	return { name: table.name, plan, sql: `select ${numbered.join(', ')} from (${sql})` };
}

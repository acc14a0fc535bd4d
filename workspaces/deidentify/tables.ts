import { periodOf } from './dates.ts';
import { literal, quoted } from './duck.ts';
import { withLookUps } from './look-ups.ts';
import { noLimits, withLimits, type Limited } from './limits.ts';
import { neededColumns } from './needed.ts';
import { inPeriod } from './period.ts';
import { planTable, type Plan } from './plan.ts';
import { Refusal } from './refusal.ts';
import { datasetOf, type Run } from './run.ts';
import { withoutSensitive } from './sensitive.ts';
import { has } from './source.ts';
import { isControlled } from './steps/sign-up.ts';
import { hasVisits, mayColumn, rowsOf, visits } from './visits.ts';

export type Cut = {
	readonly name: string;
	readonly plan: Plan;
	/** SQL for the rows of the extract as the source has them, read once; null when they are there. */
	readonly stage: string | null;
	/** The scratch table they are then in, with `person_place`. */
	readonly source: string;
	/** Yields the released columns, but for the numbered one, and the person's place to sort by. */
	readonly sql: string;
	/** The column that names a record by its place in the release (decision 25). */
	readonly numbered: string | null;
	/** What leaves the rows of the extract, `r`, of that table or of a query over it. */
	readonly rows: (from: string) => string;
};

/** Tables whose rows a person's practice controls and that stay with the person (domain.md). */
const withPerson = new Set(['person', 'death', 'observation_period']);

/** The joins and conditions that leave only rows whose controller shares them. */
function controlled(run: Run, table: string) {
	if (table === visits && hasVisits(run)) return { visits: false, joins: '', where: 'true' };
	if (!isControlled(run) || withPerson.has(table))
		return { visits: false, joins: '', where: 'true' };
	if (has(run.source, table, 'care_site_id'))
		return {
			visits: false,
			joins: `join rights x on x.care_site_id = r.care_site_id
				and x.dataset = ${literal(datasetOf(run, table))} and x.signed`,
			where: 'not (x.gp and p.type1)'
		};
	if (!has(run.source, table, 'visit_occurrence_id') || !hasVisits(run))
		throw new Refusal(
			'VALIDATOR_CONFLICT',
			`The rows of ${table} cannot be traced to the controller that holds them; leave the table out.`
		);
	return { visits: true, joins: '', where: `v.${mayColumn(run, table)}` };
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

/** The plan of a table and the query that makes the rows of its release, in no order yet. */
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
	const held = withLimits(table.name, looked.plan, counted);
	const { plan } = held;
	const own = table.name === visits && hasVisits(run);
	const source = rowsOf(run, table.name);
	const there = [rights.where, inPeriod(plan, from, to), withoutSensitive(run, known, columns)];
	const join = rights.visits ? 'join' : looked.joinsVisits ? 'left join' : null;
	const columnsOfRow = neededColumns(run, table.name, looked.numbered).map((name) => `, r.${name}`);
	// a visit of somebody else is nobody's reference: it says neither who shares a row nor when it was
	const stage = `select p.place as person_place ${looked.joinsVisits ? ', v.made as visit_made' : ''} ${columnsOfRow.join('')}
		from ${quoted(`src_${table.name}`)} r
		join who p on p.person_id = r.person_id
		${join === null ? '' : `${join} visit_keys v on v.raw = r.visit_occurrence_id and v.place = p.place`}
		${rights.joins}
		where ${there.join(' and ')}`;
	const kept = plan.outputs.filter(({ name }) => name !== looked.numbered);
	const sql = `select r.person_place, ${kept.map(({ name, sql }) => `${sql} as ${quoted(name)}`).join(', ')}
		from ${source} r
		join who p on p.place = r.person_place
		${[...looked.joins, ...held.joins].join(' ')}
		${own ? 'where r.visit_released' : ''}`;
	return {
		name: table.name,
		plan,
		source,
		stage: own ? null : stage,
		sql,
		numbered: looked.numbered,
		rows: (rowsOf) => `from ${rowsOf} r where ${own ? 'r.visit_released' : 'true'}`
	};
}

import { limits } from './classes.ts';
import { quoted } from './duck.ts';
import { keyedSql } from './keyed.ts';
import { recordDomain, type Output, type Plan } from './plan.ts';
import type { Run } from './run.ts';
import { hasVisits, rowsOf, visitDomain, visits } from './visits.ts';

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

/** Marks a household key that more people share than live together. */
function institution(table: string, output: Output, joins: string[]): Output {
	const column = `r.${quoted(output.institution?.column ?? '')}`;
	const alias = `h${String(joins.length)}`;
	joins.push(`left join (select ${column} as raw, count(distinct r.person_id) > ${String(limits.household)} as many
		from ${quoted(`src_${table}`)} r group by 1) ${alias} on ${alias}.raw = ${column}`);
	return { ...output, sql: `${alias}.many` };
}

/**
 * Keys that many rows share are made into pseudonyms once each and joined back: an HMAC costs more
 * than a look-up. A record's own key that nothing else points at becomes the row's place in the
 * release, which tells nothing that the release does not (decision 25): `numbered` names it.
 */
export function withLookUps(run: Run, table: string, plan: Plan) {
	const joins: string[] = [];
	const own = plan.outputs.find(
		({ key }) => key?.column === plan.record && !isReferred(run, table, key.domain)
	);
	const numbered = own?.name ?? null;
	const outputs = plan.outputs.map((output) => {
		if (output.institution) return institution(table, output, joins);
		if (!output.key || output === own) return output;
		const { domain, column, type } = output.key;
		if (domain === visitDomain && column === `${visits}_id` && hasVisits(run))
			return { ...output, sql: 'r.visit_made' };
		const alias = `k${String(joins.length)}`;
		joins.push(
			domain === visitDomain && hasVisits(run)
				? `left join visit_keys ${alias} on ${alias}.raw = r.${quoted(column)} and ${alias}.place = p.place`
				: `left join (select raw, ${keyedSql(domain, 'raw', type)} as made from (
					select distinct r.${quoted(column)} as raw from ${rowsOf(run, table)} r
					where r.${quoted(column)} is not null)) ${alias} on ${alias}.raw = r.${quoted(column)}`
		);
		return { ...output, sql: `${alias}.made` };
	});
	const domains = plan.domains.filter((domain) =>
		outputs.some((output) => output.name !== numbered && output.key?.domain === domain)
	);
	const joinsVisits = table !== visits && outputs.some(({ sql }) => sql === 'r.visit_made');
	return { plan: { ...plan, outputs, domains }, joins, numbered, joinsVisits };
}

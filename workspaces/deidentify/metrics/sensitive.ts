import { quoted } from '../duck.ts';
import type { Run } from '../run.ts';
import { diversity, type Diversity } from './diversity.ts';
import { codedTables, released } from './released.ts';

/** Steps that a count of events is cut into, so that order means something and groups compare. */
const steps = [1, 2, 4, 8, 16, 32, 64];

/**
 * The sensitive facts that groups of people alike are compared by: the condition that a person has
 * most often, and how many conditions they have.
 */
export async function sensitive(run: Run, quasi: readonly string[]): Promise<Diversity[]> {
	const table = (await codedTables(run)).find((one) => one.table === 'condition_occurrence');
	if (!table || quasi.length === 0) return [];
	const code = quoted(table.code);
	await run.db.run(`create or replace temp table ill as
		select person_id, mode(${code} order by ${code}) as most, count(*) as several
		from ${released(run, table.table)} where ${code} is not null group by person_id`);
	await run.db.run(`create or replace temp table attributed as
		select hash(${quasi.map((name) => `p.${quoted(name)}`).join(', ')}) as class,
			coalesce(i.most, 0) as most, coalesce(i.several, 0) as several
		from ${released(run, 'person')} p left join ill i on i.person_id = p.person_id`);
	const step = steps.map((end, at) => `when several < ${String(end)} then ${String(at)}`).join(' ');
	return [
		await diversity(
			run.db,
			'most frequent condition',
			'categorical',
			'select class, most as value from attributed'
		),
		await diversity(
			run.db,
			'number of conditions',
			'ordered',
			`select class, case ${step} else ${String(steps.length)} end as value from attributed`
		)
	];
}

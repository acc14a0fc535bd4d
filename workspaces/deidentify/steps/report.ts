import { join } from 'node:path';
import { literal, quoted, rows } from '../duck.ts';
import { classes, threshold } from '../risk.ts';
import type { Run, Step } from '../run.ts';
import { unicity } from '../unicity.ts';

/** Released columns that a neighbour could know. */
const quasi = [
	'birth_year',
	'age',
	'gender_concept_id',
	'race_concept_id',
	'ethnicity_concept_id',
	'region',
	'imd_decile'
];
/** The same facts as the source has them. */
const sourceQuasi = ['birth', 'sex', 'race', 'ethnicity', 'postcode'];

const released = (run: Run, table: string) =>
	`read_parquet(${literal(join(run.release, `${table}.parquet`))})`;

async function columnsOf(run: Run, table: string): Promise<string[]> {
	const found = await rows(run.db, `describe select * from ${released(run, table)}`);
	return found.map((row) => String(row['column_name']));
}

/** (pid, code, month) of every released coded event, from all tables that have them. */
async function events(run: Run): Promise<string | null> {
	const parts: string[] = [];
	for (const [at, { name }] of run.rules.tables.entries()) {
		const columns = await columnsOf(run, name);
		const code = `${name.split('_')[0] ?? name}_concept_id`;
		const day = columns.find((column) => column.endsWith('_date'));
		if (name === 'visit_occurrence' || !columns.includes(code) || day === undefined) continue;
		parts.push(
			`select person_id as pid, ${String(at)} * 10_000_000_000 + ${quoted(code)}::bigint as code,
				(year(${quoted(day)}) * 12 + month(${quoted(day)}))::integer as month
			from ${released(run, name)} where ${quoted(day)} is not null`
		);
	}
	return parts.length === 0 ? null : parts.join(' union all by name ');
}

/**
 * What the two who open the gate must look at: how many people are alike before and after, and how
 * few known events single someone out. Under controlled research these are shown, not blocking.
 */
export const report: Step = {
	name: 'report',
	title: 'Measure what risk remains',
	async run(run) {
		const hasPerson = run.rules.tables.some(({ name }) => name === 'person');
		const columns = hasPerson ? await columnsOf(run, 'person') : [];
		const after = await classes(
			run.db,
			hasPerson ? released(run, 'person') : 'pids',
			quasi.filter((name) => columns.includes(name))
		);
		const before = await classes(run.db, 'people', sourceQuasi);
		const points = await events(run);
		const alone = points === null ? [] : await unicity(run.db, points);
		return {
			threshold,
			before: { ...before },
			after: { ...after },
			unicity: alone.map((one) => ({ ...one }))
		};
	}
};

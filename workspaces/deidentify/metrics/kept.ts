import { classOf } from '../catalogue.ts';
import { number, quoted } from '../duck.ts';
import type { Run } from '../run.ts';
import { isControlled } from '../steps/sign-up.ts';
import { dayLiteral } from './attack.ts';
import { columnsOf, released } from './released.ts';
import { utilityOf, type ColumnUtility } from './utility.ts';

/** People whose rows are compared: the first by pseudonym, which are a fair sample. */
const sample = 1000;

export type TableUtility = {
	readonly name: string;
	/** Rows of the sampled people in the release, of those in the source and the period asked for. */
	readonly rowsKept: number;
	readonly columns: readonly ColumnUtility[];
};

export type Utility = {
	readonly people: number;
	readonly tables: readonly TableUtility[];
	/** Share of rows kept; null where controllers hold rows back, which is no loss of the rules'. */
	readonly rowsKept: number | null;
};

const isNumber = (type: string) => /INT|DOUBLE|FLOAT|DECIMAL/.test(type);

function within(run: Run, { name, from, to }: Run['rules']['tables'][number]): string {
	const known = run.source.known.tables.get(name)?.columns ?? [];
	const day = run.source.tables
		.get(name)
		?.find(
			({ name: column, type }) =>
				type === 'DATE' &&
				known.some((one) => one.name === column && ['C09', 'C11'].includes(classOf(one) ?? ''))
		);
	if (!day || name === 'observation_period') return 'true';
	const bounds = ['true'];
	if (from !== null) bounds.push(`r.${quoted(day.name)} >= ${dayLiteral(from)}`);
	if (to !== null) bounds.push(`r.${quoted(day.name)} <= ${dayLiteral(to)}`);
	return bounds.join(' and ');
}

async function compare(
	run: Run,
	table: Run['rules']['tables'][number]
): Promise<TableUtility & { readonly before: number; readonly after: number }> {
	const { name } = table;
	await run.db.run(`create or replace temp table was as
		select r.* from ${quoted(`src_${name}`)} r semi join compared s on s.person_id = r.person_id
		where ${within(run, table)}`);
	await run.db.run(`create or replace temp table is_now as
		select r.* from ${released(run, name)} r semi join compared s on s.pid = r.person_id
		where r.person_id <= (select max(pid) from compared)`);
	const own = run.source.tables.get(name) ?? [];
	const columns: ColumnUtility[] = [];
	for (const { name: column, type } of await columnsOf(run, name)) {
		const source = own.find((one) => one.name === column);
		if (!source || type === 'UUID' || column === `${name}_id`) continue;
		const numeric = isNumber(type) && isNumber(source.type) && !column.endsWith('_concept_id');
		columns.push(await utilityOf(run.db, 'from was', 'from is_now', { name: column, numeric }));
	}
	const [before, after] = [
		await number(run.db, 'select count(*) from was'),
		await number(run.db, 'select count(*) from is_now')
	];
	const rowsKept = before === 0 ? 1 : Math.round((after / before) * 1e6) / 1e6;
	return { name, rowsKept, columns, before, after };
}

/** What use the release still is, beside the source, for a sample of its people. */
export async function utility(run: Run): Promise<Utility> {
	await run.db.run(`create or replace temp table compared as
		select pid, person_id from pids order by pid limit ${String(sample)}`);
	const tables: Awaited<ReturnType<typeof compare>>[] = [];
	for (const table of run.rules.tables) tables.push(await compare(run, table));
	const sum = (of: 'before' | 'after') => tables.reduce((all, table) => all + table[of], 0);
	const share = sum('before') === 0 ? 1 : Math.round((sum('after') / sum('before')) * 1e6) / 1e6;
	return {
		people: await number(run.db, 'select count(*) from compared'),
		tables: tables.map(({ name, rowsKept, columns }) => ({ name, rowsKept, columns })),
		rowsKept: isControlled(run) ? null : share
	};
}

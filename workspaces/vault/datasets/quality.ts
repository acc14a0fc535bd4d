import type { DuckDBConnection } from '@duckdb/node-api';
import { literal, quoted, rows } from '#workspaces/deidentify/duck.ts';

export type Quality = {
	/** Whole per cent of all cells that hold a value. Null for a table too small to say. */
	readonly completeness: number | null;
	/** Whole per cent of rows whose days and years can be true. */
	readonly plausibility: number | null;
	/** Whole days between the last event and the day the data are of; null without days. */
	readonly timeliness: number | null;
};

/** A share of fewer rows than this could say something about one of them. */
const least = 100;

type Column = { readonly name: string; readonly type: string };

/** What must hold for a row to be plausible: no day of the future, no end before its start. */
function checks(columns: readonly Column[], asOf: string): string[] {
	const names = new Set(columns.map(({ name }) => name));
	const days = columns.filter(({ type }) => type === 'DATE').map(({ name }) => name);
	const range = (column: string) =>
		`(${quoted(column)} is null or ${quoted(column)} between date '1900-01-01' and ${literal(asOf)}::date)`;
	const ends = days
		.filter((name) => name.endsWith('_start_date'))
		.map((start) => [start, start.replace(/_start_date$/, '_end_date')] as const)
		.filter(([, end]) => names.has(end))
		.map(
			([start, end]) =>
				`(${quoted(end)} is null or ${quoted(start)} is null or ${quoted(end)} >= ${quoted(start)})`
		);
	const births = names.has('year_of_birth')
		? [`year_of_birth between 1900 and ${asOf.slice(0, 4)}`]
		: [];
	const persons = names.has('person_id') ? ['person_id is not null'] : [];
	return [...days.map(range), ...ends, ...births, ...persons];
}

/** Events by which timeliness is told: starts and days of things that happened, not ends or births. */
const isEvent = ({ name, type }: Column) =>
	type === 'DATE' && name.endsWith('_date') && !/end_date$|birth|verbatim/.test(name);

/** How good a table is, worked out by the vault from its rows; rounded so that it tells of nobody. */
export async function qualityOf(
	db: DuckDBConnection,
	table: string,
	columns: readonly Column[],
	asOf: string
): Promise<Quality> {
	const none = { completeness: null, plausibility: null, timeliness: null };
	if (columns.length === 0) return none;
	const cells = columns.map(({ name }) => `count(${quoted(name)})`).join(' + ');
	const all = checks(columns, asOf).join(' and ') || 'true';
	const latest = columns.filter(isEvent).map(({ name }) => `max(${quoted(name)})`);
	const last = latest.length > 1 ? `greatest(${latest.join(', ')})` : (latest[0] ?? 'null::date');
	const [row = {}] = await rows(
		db,
		`select count(*) as rows, (${cells}) as cells, count(*) filter (where ${all}) as plausible,
			datediff('day', ${last}, ${literal(asOf)}::date) as behind
		from ${quoted(table)}`
	);
	const total = Number(row['rows'] ?? 0);
	if (total < least) return none;
	const percent = (part: unknown, of: number) => Math.floor((100 * Number(part)) / of);
	return {
		completeness: percent(row['cells'], total * columns.length),
		plausibility: percent(row['plausible'], total),
		timeliness: row['behind'] === null ? null : Number(row['behind'])
	};
}

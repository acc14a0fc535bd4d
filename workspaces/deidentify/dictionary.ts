import { classOf } from './catalogue.ts';
import { identifying } from './classes.ts';
import { literal, number, quoted, rows } from './duck.ts';
import { found, type Finding, type Place } from './look.ts';
import type { Run } from './run.ts';
import { has } from './source.ts';
import { compareWords } from './words.ts';

/** Shorter values say nothing by themselves: they are found everywhere. */
const shortest = 6;

/** Reference tables hold places and organisations, not people. */
const reference = new Set(['postcode', 'controller', 'care_site', 'concept', 'concept_ancestor']);

/** Space, no-break space, tab and the ends of lines, which people put into one identifier and not the other. */
const blank = ["' '", 'chr(160)', 'chr(9)', 'chr(10)', 'chr(13)'];

/** SQL: a value as it is compared, lower case and without spaces; plain replacing is the quickest way. */
export const normalised = (sql: string): string =>
	`lower(${blank.reduce((inner, letter) => `replace(${inner}, ${letter}, '')`, `${sql}::varchar`)})`;

type Identifying = { readonly table: string; readonly column: string; readonly type: string };

/** Every source column whose values name people, or where they live. */
function identifyingColumns(run: Run): Identifying[] {
	const columns: Identifying[] = [];
	for (const [table, known] of run.source.known.tables)
		for (const column of known.columns) {
			const code = classOf(column);
			const own = run.source.tables.get(table)?.find(({ name }) => name === column.name);
			if (reference.has(table) || code === null || !own || !identifying.includes(code)) continue;
			columns.push({ table, column: column.name, type: own.type });
		}
	return columns;
}

/** SQL: candidates that one source column holds. Names of regions are public and leave on purpose. */
function hitsIn(run: Run, { table, column, type }: Identifying): string {
	const origin = literal(`${table}.${column}`);
	const source = quoted(`src_${table}`);
	const whole = type.includes('INT');
	if (whole)
		return `select distinct c.place, coalesce(c.whole::varchar, c.value) as value, ${origin} as origin
			from candidate c join ${source} s
			on s.${quoted(column)}::bigint = coalesce(c.whole, try_cast(c.value as bigint))
			where length(c.value) >= ${String(shortest)}`;
	const regions = has(run.source, 'postcode', 'region')
		? `and c.value not in (select ${normalised('region')} from src_postcode where region is not null)`
		: '';
	return `select distinct c.place, coalesce(c.whole::varchar, c.value) as value, ${origin} as origin
		from ${source} s join candidate c on c.value = ${normalised(`s.${quoted(column)}`)}
		where length(c.value) >= ${String(shortest)} ${regions}`;
}

/** Numbers of ten digits and more are found by chance in no source. */
const exact = 999_999_999;

/**
 * Looks for what the release holds (table `candidate`) in every identifying column of the source:
 * all its values, not a sample. Shorter numbers overlap with codes by chance, so a column of
 * them counts only when nearly all of its many values are somebody's key (deidentification.md §5.1).
 */
export async function compareWithSource(
	run: Run,
	places: readonly Place[]
): Promise<{ findings: Finding[]; compared: number }> {
	const columns = identifyingColumns(run);
	const counts = [...new Set(columns.map(({ table }) => table))].map((table) => {
		const own = columns.filter((column) => column.table === table);
		return `select ${own.map(({ column }) => `count(${quoted(column)})`).join(' + ')} as n from ${quoted(`src_${table}`)}`;
	});
	const compared =
		counts.length === 0
			? 0
			: await number(run.db, `select sum(n) from (${counts.join(' union all ')})`);
	if (compared === 0 || (await number(run.db, 'select count(*) from candidate')) === 0)
		return { findings: [], compared };
	const findings = await compareWords(run, places, columns);
	await run.db.run(
		`create or replace temp table hit as ${columns.map((column) => hitsIn(run, column)).join(' union all by name ')}`
	);
	const texts = await rows(
		run.db,
		`select h.place, origin, count(distinct h.value)::integer as hits from hit h
		where h.place in (select place from candidate where whole is null) group by all order by all`
	);
	for (const row of texts) {
		const place = places[Number(row['place'])];
		if (place)
			findings.push(
				found(place, 'dictionary', Number(row['hits']), `what ${String(row['origin'])} holds`)
			);
	}
	const numbers = await rows(
		run.db,
		`select place, count(distinct whole)::integer as several,
			count(distinct whole) filter (where known)::integer as known,
			count(distinct whole) filter (where known and whole > ${String(exact)})::integer as exact
		from (select place, whole, (place, whole::varchar) in (select (place, value) from hit) as known
			from candidate where whole is not null) group by place order by place`
	);
	for (const row of numbers) {
		const place = places[Number(row['place'])];
		const n = (name: string) => Number(row[name] ?? 0);
		if (!place) continue;
		if (n('exact') > 0)
			findings.push(found(place, 'dictionary', n('exact'), 'identifiers of people'));
		else if (n('several') >= 20 && n('known') / n('several') > 0.9)
			findings.push(found(place, 'dictionary', n('known'), 'keys of people'));
	}
	return { findings, compared };
}

import { classOf } from './catalogue.ts';
import { identifying } from './classes.ts';
import { literal, quoted } from './duck.ts';
import { keep, type Run } from './run.ts';
import { has } from './source.ts';

/** Values taken from each identifying column, besides every rare one. */
const sample = 10_000;
/** A value that occurs at most this often is rare. */
const rare = 3;
/** Shorter values say nothing by themselves: they are found everywhere. */
const shortest = 6;

/** Reference tables hold places and organisations, not people. */
const reference = new Set(['postcode', 'controller', 'care_site', 'concept', 'concept_ancestor']);

/** SQL: a value as it is compared, lower case and without spaces. */
export const normalised = (sql: string): string =>
	`lower(regexp_replace(${sql}::varchar, '\\s', '', 'g'))`;

/**
 * Keeps `dictionary(value, origin, digits)`: what must not be found in a release. All rare values
 * and a sample of the others, from every source column that identifies (deidentification.md §5.1).
 * Names of regions are public and leave on purpose, so they are not in it.
 */
export async function keepDictionary(run: Run): Promise<void> {
	const parts: string[] = [];
	for (const [name, table] of run.source.known.tables) {
		if (reference.has(name)) continue;
		for (const column of table.columns) {
			const code = classOf(column);
			if (code === null || !identifying.includes(code) || !has(run.source, name, column.name))
				continue;
			const value = normalised(quoted(column.name));
			parts.push(`
				select value, ${literal(`${name}.${column.name}`)} as origin from (
					select ${value} as value, count(*) as times
					from ${quoted(`src_${name}`)} where ${quoted(column.name)} is not null group by 1
				) where length(value) >= ${String(shortest)}
				qualify times <= ${String(rare)} or row_number() over (order by hash(value)) <= ${String(sample)}`);
		}
	}
	const regions = has(run.source, 'postcode', 'region')
		? `where value not in (select distinct ${normalised('region')} from src_postcode where region is not null)`
		: '';
	await keep(
		run,
		'dictionary',
		parts.length === 0
			? `select null::varchar as value, null::varchar as origin, null::bigint as digits where false`
			: `select value, min(origin) as origin, try_cast(value as bigint) as digits
				from (${parts.join(' union all by name ')}) ${regions} group by value`
	);
}

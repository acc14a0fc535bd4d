import { classOf, type KnownColumn, type KnownTable } from './catalogue.ts';
import { treatments } from './classes.ts';
import { list, quoted } from './duck.ts';
import { keyedSql } from './keyed.ts';
import { BadInput } from './refusal.ts';
import type { SourceColumn } from './source.ts';

/** What becomes of one column: `output` is absent when nothing of it leaves. */
export type Ruling = {
	readonly column: string;
	readonly class: string;
	readonly rule: string;
	readonly output?: string;
};

/** One column to be written; `sql` may name the row as `r` and its person as `p`. */
export type Output = {
	readonly name: string;
	readonly sql: string;
	/** Of a pseudonym: what it is made of. */
	readonly key?: { readonly domain: string; readonly column: string; readonly type: string };
};

export type Plan = {
	readonly rulings: readonly Ruling[];
	readonly outputs: readonly Output[];
	/** The day that places a row in time, when the table has one. */
	readonly day: string | null;
	/** Ending day, for rows that last. */
	readonly until: string | null;
	readonly record: string | null;
	/** HMAC domains that the outputs need keys for. */
	readonly domains: readonly string[];
};

/** Columns that one source column turns into, on the person's own row. */
const derived = {
	birth: [
		{ name: 'birth_year', sql: 'p.birth_year' },
		{ name: 'age', sql: 'p.age' }
	],
	place: [
		{ name: 'region', sql: 'p.region' },
		{ name: 'imd_decile', sql: 'p.imd_decile' }
	]
} as const;

const derivedNames = [...derived.birth, ...derived.place].map(({ name }) => name);

/** `preceding_visit_occurrence_id` refers to a visit, so it shares the visits' domain. */
export function recordDomain(column: string): string {
	const table = column.replace(/_id$/, '').replace(/^(preceding|parent)_/, '');
	return `record:${table}`;
}

type Made = { rule: string; outputs: readonly Output[]; domain?: string };
const nothing = (rule: string): Made => ({ rule, outputs: [] });

function keyed({ name, type }: SourceColumn, domain: string): Made {
	const sql = keyedSql(domain, `r.${quoted(name)}`, type);
	const output = { name, sql, key: { domain, column: name, type } };
	return { rule: `pseudonym, domain ${domain}`, outputs: [output], domain };
}

/** A day without its time. A time column beside its own date column would only repeat it. */
function asDay(column: KnownColumn, found: SourceColumn, all: readonly SourceColumn[]): Made {
	const twin = column.name.replace(/_datetime$/, '_date');
	if (twin !== column.name && all.some(({ name }) => name === twin))
		return nothing('dropped: time of day');
	if (!/^(DATE|TIMESTAMP)/.test(found.type)) return nothing('dropped: not a date');
	return {
		rule: 'day without time',
		outputs: [{ name: column.name, sql: `r.${quoted(column.name)}::date` }]
	};
}

function listed({ name, values = [] }: KnownColumn): Made {
	if (values.length === 0) return nothing('dropped: no list of allowed values');
	const sql = `case when r.${quoted(name)} in (${list(values)}) then r.${quoted(name)} end`;
	return { rule: 'listed values only', outputs: [{ name, sql }] };
}

function treat(table: KnownTable, column: KnownColumn, all: readonly SourceColumn[]): Made {
	const code = classOf(column);
	const found = all.find(({ name }) => name === column.name);
	if (code === null || !found) return nothing('dropped: not classified');
	const own = table.name === 'person';
	const name = column.name;
	switch (treatments[code]) {
		case 'person':
			return name === 'person_id'
				? { rule: 'pseudonym, domain person', outputs: [{ name, sql: 'p.pid' }] }
				: nothing('dropped: identifier');
		case 'record':
			return keyed(found, recordDomain(name));
		case 'staff':
			return keyed(found, 'staff');
		case 'organisation':
			return name.endsWith('_id') ? keyed(found, 'org') : nothing('dropped: names a place');
		case 'birth':
			return own
				? { rule: 'birth year and age, 90 and over together', outputs: derived.birth }
				: nothing('dropped: birth date');
		case 'day':
			return asDay(column, found, all);
		case 'place':
			return own
				? { rule: 'region and deprivation decile', outputs: derived.place }
				: nothing('dropped: place');
		case 'listed':
			return listed(column);
		case 'keep':
			// a time in a column that is classified as anything else must still not leave
			return /^(TIME|INTERVAL)/.test(found.type)
				? nothing('dropped: time of day')
				: { rule: 'kept', outputs: [{ name, sql: `r.${quoted(name)}` }] };
		case 'drop':
			return nothing('dropped');
	}
}

/**
 * What leaves of one table. `asked` names source columns, or the derived `birth_year age region
 * imd_decile`; absent means every column that may leave. The person's pseudonym always does.
 * @throws BadInput when a column is asked for that the table does not have.
 */
export function planTable(
	table: KnownTable,
	all: readonly SourceColumn[],
	asked: readonly string[] | null | undefined
): Plan {
	for (const name of asked ?? [])
		if (
			!all.some((c) => c.name === name) &&
			!(table.name === 'person' && derivedNames.some((d) => d === name))
		)
			throw new BadInput(
				`rules: tables: ${table.name} has no column ${name}; choose from ${all.map((c) => c.name).join(', ')}.`
			);
	const wanted = (name: string) => !asked || name === 'person_id' || asked.includes(name);
	const outputs = new Map<string, Output>();
	const domains = new Set<string>();
	const rulings = table.columns
		.filter(({ name }) => all.some((c) => c.name === name))
		.map((column): Ruling => {
			const made = treat(table, column, all);
			const leaving = made.outputs.filter(({ name }) => wanted(column.name) || wanted(name));
			const ruling = { column: column.name, class: column.class };
			if (made.outputs.length > 0 && leaving.length === 0)
				return { ...ruling, rule: 'dropped: not asked for' };
			for (const output of leaving) outputs.set(output.name, output);
			if (made.domain !== undefined && leaving.length > 0) domains.add(made.domain);
			const output = leaving.map(({ name }) => name).join(', ');
			return output === ''
				? { ...ruling, rule: made.rule }
				: { ...ruling, rule: made.rule, output };
		});
	const days = table.columns.filter(
		({ name, class: code }) =>
			(code === 'C09' || code === 'C11') && all.some((c) => c.name === name && c.type === 'DATE')
	);
	const record = `${table.name}_id`;
	return {
		rulings,
		outputs: [...outputs.values()],
		day: days[0]?.name ?? null,
		until: table.name === 'observation_period' ? (days[1]?.name ?? null) : null,
		record: outputs.has(record) ? record : null,
		domains: [...domains]
	};
}

import type { KnownColumn, KnownTable } from './catalogue.ts';
import {
	domains,
	limits,
	recordDomain,
	treatments,
	type ClassCode,
	type Treatment
} from './classes.ts';
import { dayForm, deathForm, formedName, type DayForm } from './dates.ts';
import { list, literal, quoted } from './duck.ts';
import { personFacts } from './facts.ts';
import { keyedSql } from './keyed.ts';
import type { Made, Output } from './plan.ts';
import type { Rules } from './rules.ts';
import type { SourceColumn } from './source.ts';

/** What a column is treated by: its own description, what is really there, and the rules. */
export type Subject = {
	readonly table: KnownTable;
	readonly column: KnownColumn;
	readonly found: SourceColumn;
	readonly all: readonly SourceColumn[];
	readonly rules: Rules;
};

type Treat = (subject: Subject) => Made;

export const nothing = (rule: string): Made => ({ rule, outputs: [] });

const raw = ({ column }: Subject): string => `r.${quoted(column.name)}`;

function keyed({ found: { name, type } }: Subject, domain: string): Made {
	const sql = keyedSql(domain, `r.${quoted(name)}`, type);
	const output = { name, sql, key: { domain, column: name, type } };
	return { rule: `pseudonym, domain ${domain}`, outputs: [output], domain };
}

/** A day in the form of the project. A time column beside its own date column would only repeat it. */
function asDay(subject: Subject, form: DayForm): Made {
	const { column, found, all } = subject;
	const twin = column.name.replace(/_datetime$/, '_date');
	if (twin !== column.name && all.some(({ name }) => name === twin))
		return nothing('dropped: time of day');
	if (!/^(DATE|TIMESTAMP)/.test(found.type)) return nothing('dropped: not a date');
	const day = `${raw(subject)}::date`;
	const output = {
		name: formedName(column.name, form),
		sql: form.sql(day),
		day: { of: day, form }
	};
	return { rule: form.rule, outputs: [output] };
}

/** Causes of death to three characters of ICD-10; the day by the form of the preset. */
function death(subject: Subject): Made {
	if (subject.found.type !== 'VARCHAR') return asDay(subject, deathForm(subject.rules));
	const sql = `nullif(regexp_extract(upper(${raw(subject)}), '^[A-Z][0-9][0-9A-Z]'), '')`;
	return { rule: 'first three characters', outputs: [{ name: subject.column.name, sql }] };
}

/** Times of day are dropped, or leave as a quarter of the day from 0 to 3. */
function time(subject: Subject): Made {
	if (subject.rules.times !== 'six-hours' || !subject.found.type.startsWith('TIMESTAMP'))
		return nothing('dropped: time of day');
	const name = `${subject.column.name.replace(/_datetime$/, '')}_quarter`;
	const sql = `(hour(${raw(subject)}) // 6)::tinyint`;
	return { rule: 'six hours of the day', outputs: [{ name, sql }] };
}

function listed(subject: Subject): Made {
	const { name, values = [] } = subject.column;
	if (values.length === 0) return nothing('dropped: no list of allowed values');
	const sql = `case when ${raw(subject)} in (${list(values)}) then ${raw(subject)} end`;
	return { rule: 'listed values only', outputs: [{ name, sql }] };
}

/** Values by an approved map; whatever it does not name is emptied. */
function grouped(subject: Subject): Made {
	const { table, column, rules } = subject;
	const group = rules.groups.find((g) => g.table === table.name && g.column === column.name);
	if (!group || Object.keys(group.map).length === 0) return nothing('dropped: no groups approved');
	const cases = Object.entries(group.map)
		.map(([value, to]) => `when ${literal(value)} then ${literal(to)}`)
		.join(' ');
	const sql = `case ${raw(subject)}::varchar ${cases} end`;
	return { rule: 'approved groups only', outputs: [{ name: column.name, sql }] };
}

/** A time, a day or bytes in a column that is classified as anything else must still not leave. */
function keep(subject: Subject): Made {
	const { type } = subject.found;
	if (/^(TIME|INTERVAL)/.test(type)) return nothing('dropped: time of day');
	if (type === 'DATE') return nothing('dropped: a day of another class');
	if (type === 'BLOB') return nothing('dropped: bytes');
	return { rule: 'kept', outputs: [{ name: subject.column.name, sql: raw(subject) }] };
}

/** As `keep`, with what fewer people share than allowed replaced (`limits.ts`). */
function limited(subject: Subject, among: 'code' | 'sex' | 'ethnicity', rule: string): Made {
	const kept = keep(subject);
	const limit = {
		kind: 'code',
		column: subject.column.name,
		type: subject.found.type,
		among
	} as const;
	return kept.outputs.length === 0
		? kept
		: { rule, outputs: kept.outputs.map((output): Output => ({ ...output, limit })) };
}

function measurement(subject: Subject): Made {
	const kept = keep(subject);
	if (kept.outputs.length === 0 || subject.rules.extremes === 'keep') return kept;
	if (subject.found.type === 'VARCHAR') return nothing('dropped: a measurement in text');
	const limit = { kind: 'value', column: subject.column.name, type: subject.found.type } as const;
	return {
		rule: 'rounded, extremes shared by several people',
		outputs: kept.outputs.map((output): Output => ({ ...output, limit }))
	};
}

function household(subject: Subject): Made {
	const made = keyed(subject, domains.household);
	const name = `${subject.column.name.replace(/_id$/, '')}_institution`;
	const [key] = made.outputs;
	if (!key?.key) return made;
	const most = String(limits.household);
	return {
		...made,
		rule: `${made.rule}; more than ${most} people marked`,
		outputs: [key, { name, sql: 'false', institution: key.key }]
	};
}

function organisation(subject: Subject): Made {
	const { column, rules } = subject;
	if (!column.name.endsWith('_id')) return nothing('dropped: names a place');
	const made = keyed(subject, domains.organisation);
	if (rules.organisations !== 'trust-code') return made;
	const name = `${column.name.replace(/_id$/, '')}_code`;
	const trust = { name, sql: raw(subject), limit: { kind: 'trust', column: column.name } } as const;
	return { ...made, rule: `${made.rule}; code of large trusts`, outputs: [...made.outputs, trust] };
}

/** The person's own facts of one kind, on the person's own row. */
function facts({ table, rules }: Subject, of: 'birth' | 'place', rule: string): Made {
	if (table.name !== 'person')
		return nothing(`dropped: ${of === 'birth' ? 'birth date' : 'place'}`);
	const outputs = personFacts(rules)
		.filter((fact) => fact.of === of || (of === 'birth' && fact.of === 'index'))
		.map(({ name }): Output => ({ name, sql: `p.${quoted(name)}`, derived: true }));
	return { rule, outputs };
}

/** How each treatment turns a column into what leaves of it. */
export const treating: Record<Treatment, Treat> = {
	drop: () => nothing('dropped'),
	person: ({ column: { name } }) =>
		name === 'person_id'
			? { rule: 'pseudonym, domain person', outputs: [{ name, sql: 'p.pid' }] }
			: nothing('dropped: identifier'),
	record: (subject) => keyed(subject, recordDomain(subject.column.name)),
	staff: (subject) => keyed(subject, domains.staff),
	organisation,
	household,
	birth: (subject) => facts(subject, 'birth', 'birth year and age, 90 and over together'),
	day: (subject) => asDay(subject, dayForm(subject.rules)),
	time,
	death,
	place: (subject) => facts(subject, 'place', 'region and deprivation decile'),
	sex: (subject) => limited(subject, 'sex', 'kept where several people share it'),
	ethnicity: (subject) => limited(subject, 'ethnicity', 'ethnic groups that several people share'),
	code: (subject) =>
		subject.rules.rareCodes === 'keep'
			? keep(subject)
			: limited(subject, 'code', 'kept, rare codes by a wider one'),
	sensitive: (subject) =>
		subject.rules.sensitiveLists.length === 0
			? nothing('dropped: no approved list of sensitive codes')
			: limited(subject, 'code', 'kept but for lists that are not approved'),
	measurement,
	listed,
	grouped,
	keep
};

/** What becomes of a column by its class. */
export const treat = (code: ClassCode, subject: Subject): Made =>
	treating[treatments[code]](subject);

import { classOf, type KnownTable } from './catalogue.ts';
import type { DayForm } from './dates.ts';
import { personFacts } from './facts.ts';
import { BadInput } from './refusal.ts';
import type { Rules } from './rules.ts';
import type { SourceColumn } from './source.ts';
import { nothing, treat } from './treat.ts';

export { recordDomain } from './classes.ts';

/** What becomes of one column: `output` is absent when nothing of it leaves. */
export type Ruling = {
	readonly column: string;
	readonly class: string;
	readonly rule: string;
	readonly output?: string;
};

/** What numbers of people decide about a column, once they are counted (`limits.ts`). */
export type Limit =
	| {
			readonly kind: 'code';
			readonly column: string;
			readonly type: string;
			readonly among: 'code' | 'sex' | 'ethnicity';
	  }
	| { readonly kind: 'value'; readonly column: string; readonly type: string }
	| { readonly kind: 'trust'; readonly column: string };

type Key = { readonly domain: string; readonly column: string; readonly type: string };

/** One column to be written; `sql` may name the row as `r` and its person as `p`. */
export type Output = {
	readonly name: string;
	readonly sql: string;
	/** Of a pseudonym: what it is made of. */
	readonly key?: Key;
	/** Of a day: SQL for the true day, and the form in which it leaves. */
	readonly day?: { readonly of: string; readonly form: DayForm };
	readonly limit?: Limit;
	/** Whether so many people share this key that it is an institution's. */
	readonly institution?: Key;
	/** Worked out about the person, not a column of the source. */
	readonly derived?: true;
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

export type Made = {
	readonly rule: string;
	readonly outputs: readonly Output[];
	readonly domain?: string;
};

/**
 * What leaves of one table. `asked` names source columns, or facts derived of a person such as
 * `age` and `region`; absent means every column that may leave. The person's pseudonym always does.
 * @throws BadInput when a column is asked for that the table does not have.
 */
export function planTable(
	table: KnownTable,
	all: readonly SourceColumn[],
	asked: readonly string[] | null | undefined,
	rules: Rules
): Plan {
	const derived = table.name === 'person' ? personFacts(rules).map(({ name }) => name) : [];
	for (const name of asked ?? [])
		if (!all.some((c) => c.name === name) && !derived.includes(name))
			throw new BadInput(
				`rules: tables: ${table.name} has no column ${name}; choose from ${all.map((c) => c.name).join(', ')}.`
			);
	const wanted = (name: string) => !asked || name === 'person_id' || asked.includes(name);
	const outputs = new Map<string, Output>();
	const domains = new Set<string>();
	const rulings = table.columns
		.filter(({ name }) => all.some((c) => c.name === name))
		.map((column): Ruling => {
			const code = classOf(column);
			const found = all.find(({ name }) => name === column.name);
			const made =
				code === null || !found
					? nothing('dropped: not classified')
					: treat(code, { table, column, found, all, rules });
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

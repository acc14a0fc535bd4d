/** Text as an SQL literal. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Words as an SQL list. */
export const list = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;

/** Rows of plain values as `values (…), (…)`. */
export const rows = (table: readonly (readonly (string | number)[])[]): string =>
	`values ${table
		.map((row) => `(${row.map((v) => (typeof v === 'number' ? String(v) : text(v))).join(', ')})`)
		.join(', ')}`;

/**
 * A choice by weight: `draw` is an SQL expression, uniform on [0, 1); each value takes its share
 * of it. Values are SQL expressions.
 */
export function choose(
	draw: string,
	options: readonly (readonly [value: string | number, weight: number])[]
): string {
	const total = options.reduce((sum, [, weight]) => sum + weight, 0);
	let below = 0;
	const branches = options.slice(0, -1).map(([value, weight]) => {
		below += weight;
		return `when ${draw} < ${(below / total).toFixed(6)} then ${value}`;
	});
	return `case ${branches.join(' ')} else ${options.at(-1)?.[0] ?? 'null'} end`;
}

/** One of a list of words, by an SQL expression that is uniform on [0, 1). */
export const pick = (draw: string, values: readonly string[]): string =>
	`${list(values)}[1 + cast(floor(${draw} * ${values.length}) as integer)]`;

/**
 * Randomness that depends on nothing but the seed, a number and what it is for, so that the order
 * of work and the number of threads cannot change it. `u` is uniform on [0, 1); `z` has mean 0 and
 * variance 1, from four draws (bell-shaped, never beyond 3.5, and free of library functions that
 * differ between machines). Every tag is its own key: draws of two tags are independent.
 */
export const randomness = (seed: string): string => `
	create or replace macro u(id, tag) as
		cast(hash(xor(cast(id as ubigint), hash(${text(`${seed}/`)} || tag))) >> 11 as double)
		/ 9007199254740992.0;
	create or replace macro z(id, tag) as
		(u(id, tag || '1') + u(id, tag || '2') + u(id, tag || '3') + u(id, tag || '4') - 2) * sqrt(3);
	create or replace macro clamp(x, low, high) as greatest(low, least(high, x));
	create or replace macro whole(x) as cast(floor(x) as integer)`;

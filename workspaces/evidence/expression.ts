import type { Expression, Scalar } from '#domain/disclosure/specification.ts';

/** A table that cannot be computed as it was asked for. The message is one plain sentence. */
export class EvidenceError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'EvidenceError';
	}
}

/** SQL under construction: values are bound, never written into the text. */
export type Bound = { readonly values: (Scalar | null)[] };

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export function bind(bound: Bound, value: Scalar | null): string {
	bound.values.push(value);
	return `$${bound.values.length}`;
}

type Form = {
	readonly least: number;
	readonly most: number;
	readonly write: (of: readonly string[]) => string;
};

const called = (name: string, least = 1, most = least): Form => ({
	least,
	most,
	write: (of) => `${name}(${of.join(', ')})`
});
const infix = (sign: string): Form => ({
	least: 2,
	most: 100,
	write: (of) => `(${of.join(` ${sign} `)})`
});
const between = (sign: string): Form => ({ ...infix(sign), most: 2 });
const after = (word: string): Form => ({
	least: 1,
	most: 1,
	write: ([of]) => `(${String(of)} ${word})`
});
const as = (type: string): Form => ({
	least: 1,
	most: 1,
	write: ([of]) => `cast(${String(of)} as ${type})`
});
const parts = ['year', 'quarter', 'month', 'week', 'decade', 'day'] as const;

/** Every form that an expression may take. What is not here is never run for an analyst. */
const forms: Readonly<Record<string, Form>> = {
	...Object.fromEntries(parts.map((part) => [part, called(part)])),
	...Object.fromEntries(
		parts.map((part) => [`trunc ${part}`, { ...after(''), write: truncated(part) }])
	),
	'day of week': called('dayofweek'),
	floor: called('floor'),
	ceil: called('ceil'),
	round: called('round', 1, 2),
	abs: called('abs'),
	lower: called('lower'),
	upper: called('upper'),
	trim: called('trim'),
	coalesce: called('coalesce', 1, 100),
	'+': between('+'),
	'-': {
		least: 1,
		most: 2,
		write: (of) => (of.length === 1 ? `(-${String(of[0])})` : `(${of.join(' - ')})`)
	},
	'*': between('*'),
	'/': between('/'),
	'//': between('//'),
	'%': between('%'),
	'=': between('='),
	'!=': between('!='),
	'<': between('<'),
	'<=': between('<='),
	'>': between('>'),
	'>=': between('>='),
	and: infix('and'),
	or: infix('or'),
	not: { least: 1, most: 1, write: ([of]) => `(not ${String(of)})` },
	'is null': after('is null'),
	'is not null': after('is not null'),
	in: { least: 2, most: 100, write: ([of, ...list]) => `(${String(of)} in (${list.join(', ')}))` },
	'not in': {
		least: 2,
		most: 100,
		write: ([of, ...list]) => `(${String(of)} not in (${list.join(', ')}))`
	},
	between: {
		least: 3,
		most: 3,
		write: ([of, low, high]) => `(${String(of)} between ${String(low)} and ${String(high)})`
	},
	'as date': as('date'),
	'as integer': as('bigint'),
	'as number': as('double'),
	'as text': as('varchar'),
	/** when, then, when, then, … and what else. */
	case: { least: 3, most: 99, write: cases }
};

function truncated(part: string): Form['write'] {
	return ([of]) => `cast(date_trunc('${part}', ${String(of)}) as date)`;
}

function cases(of: readonly string[]): string {
	const branches = of
		.slice(0, -1)
		.map((text, index) => (index % 2 === 0 ? `when ${text}` : `then ${text}`));
	return `(case ${branches.join(' ')} else ${String(of.at(-1))} end)`;
}

/** Whether a call of this name with so many arguments is one that we run. */
export function permitted(call: string, length: number): boolean {
	const form = Object.hasOwn(forms, call) ? forms[call] : undefined;
	if (form === undefined || length < form.least || length > form.most) return false;
	return call !== 'case' || length % 2 === 1;
}

/** The SQL of an expression, columns quoted and values bound. */
export function write(expression: Expression, bound: Bound): string {
	if ('table' in expression)
		return `${identifier(expression.table)}.${identifier(expression.column)}`;
	if ('constant' in expression)
		return expression.constant === null ? 'null' : bind(bound, expression.constant);
	const form = forms[expression.call];
	if (form === undefined || !permitted(expression.call, expression.of.length))
		throw new EvidenceError(`The function ${expression.call} is not one that we run for a table.`);
	return form.write(expression.of.map((part) => write(part, bound)));
}

/** The columns that an expression reads. */
export function columnsOf(expression: Expression): { table: string; column: string }[] {
	if ('table' in expression) return [expression];
	return 'constant' in expression ? [] : expression.of.flatMap(columnsOf);
}

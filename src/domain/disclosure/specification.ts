import * as v from 'valibot';
import { apart, BandSchema, overlap } from './bands.ts';
import {
	condition,
	conditional,
	few,
	once,
	paired,
	pairing,
	quantiled,
	valued
} from './specification-shape.ts';
import { statistics } from './statistic.ts';

export type { Band } from './bands.ts';
export type { Statistic } from './statistic.ts';

export const operators = [
	'=',
	'!=',
	'<',
	'<=',
	'>',
	'>=',
	'in',
	'not in',
	'between',
	'is null',
	'is not null'
] as const;
export type Operator = (typeof operators)[number];

const scalar = v.union(
	[v.string(), v.pipe(v.number(), v.finite()), v.boolean()],
	'should be a text, a number, true or false'
);
export type Scalar = v.InferOutput<typeof scalar>;

const name = v.pipe(v.string('should name a column'), v.nonEmpty('should name a column'));
const names = v.optional(v.pipe(v.array(name, 'should be a list of columns'), v.maxLength(4)), []);

const FilterSchema = v.pipe(
	v.strictObject({
		column: name,
		op: v.picklist(operators, `should be one of ${operators.join(', ')}`),
		value: v.optional(v.union([scalar, v.array(scalar)], 'should be a value or a list of values'))
	}),
	v.check(
		(filter) => fits(filter),
		'needs a value that fits its operator: one, a list for in, or two for between'
	)
);
export type Filter = v.InferOutput<typeof FilterSchema>;

function fits(filter: { op: Operator; value?: Scalar | Scalar[] | undefined }): boolean {
	const { op, value } = filter;
	if (op === 'is null' || op === 'is not null') return value === undefined;
	if (op === 'between') return Array.isArray(value) && value.length === 2;
	if (op === 'in' || op === 'not in') return Array.isArray(value) && value.length > 0;
	return value !== undefined && !Array.isArray(value);
}

const HierarchySchema = v.strictObject({
	column: name,
	parents: v.array(v.tuple([v.string(), v.string()]), 'should be pairs of leaf and parent')
});

const entries = {
	rows: names,
	columns: names,
	unit: v.optional(v.nullable(name), null),
	statistic: v.picklist(statistics, `should be one of ${statistics.join(', ')}`),
	/** What a count counts: distinct units (people), or their records. */
	of: v.optional(v.picklist(['units', 'records'], 'should be units or records'), 'units'),
	value: v.optional(v.nullable(name), null),
	q: v.optional(
		v.nullable(
			v.pipe(
				v.number('should be a number between 0 and 1'),
				v.gtValue(0, 'should be above 0'),
				v.ltValue(1, 'should be below 1')
			)
		),
		null
	),
	/** Of a straight line: the other column, the one that `value` is drawn over. */
	over: v.exactOptional(v.nullable(name)),
	/** Of a proportion: what must hold of a unit's record for the unit to count in the numerator. */
	when: v.exactOptional(v.array(FilterSchema, 'should be a list of conditions')),
	where: v.optional(v.array(FilterSchema, 'should be a list of conditions'), []),
	hierarchies: v.optional(v.array(HierarchySchema), []),
	/** Joined after the labels are made, so before hierarchies: those name the band, not its parts. */
	bands: v.exactOptional(
		v.pipe(v.array(BandSchema, 'should be a list of bands'), v.maxLength(100))
	),
	/** Of figures that are not counts: how many decimals leave; absent: the usual four. */
	decimals: v.exactOptional(
		v.pipe(
			v.number('should be a number of decimals'),
			v.integer('should be a whole number of decimals'),
			v.minValue(0, 'should be 0 or more'),
			v.maxValue(4, 'should be 4 at most')
		)
	),
	margins: v.optional(v.boolean('should be true or false'), false)
};

/**
 * A table as it is asked for: dimensions, the unit whose privacy is at stake, and one statistic.
 * `unit` null: each record is its own unit. A count counts units unless `of` says records; every
 * other statistic is over records, while its evidence is per unit (disclosure.md §1).
 */
export const TableSpecificationSchema = v.pipe(
	v.strictObject({
		...entries,
		/** A column that is true where a contributor agreed to be recognised: p % then guards the others. */
		waivers: v.exactOptional(v.nullable(name))
	}),
	v.check((asked) => few(asked), 'has more than four dimensions; leave some out'),
	v.check((asked) => once(asked), 'uses a column twice; name each dimension once'),
	v.check((asked) => apart(asked), overlap),
	v.check((asked) => valued(asked), 'needs "value", the column whose statistic is asked for'),
	v.check((asked) => quantiled(asked), 'needs "q" for a quantile, and only for a quantile'),
	v.check((asked) => paired(asked), pairing),
	v.check((asked) => conditional(asked), condition)
);
export type TableSpecification = v.InferOutput<typeof TableSpecificationSchema>;

/** A column of a snapshot table. */
export type Column = { readonly table: string; readonly column: string };

/** What a name in a specification stands for: only these forms are ever turned into SQL. */
export type Expression =
	| Column
	| { readonly constant: Scalar | null }
	| { readonly call: string; readonly of: readonly Expression[] };

const ExpressionSchema: v.GenericSchema<unknown, Expression> = v.union([
	v.strictObject({ table: name, column: name }),
	v.strictObject({ constant: v.nullable(scalar) }),
	v.strictObject({
		call: name,
		of: v.pipe(v.array(v.lazy(() => ExpressionSchema)), v.maxLength(100))
	})
]);

const ColumnSchema = v.strictObject({ table: name, column: name });
const JoinSchema = v.strictObject({
	table: name,
	kind: v.picklist(['inner', 'left']),
	on: v.pipe(v.array(v.tuple([ColumnSchema, ColumnSchema])), v.minLength(1))
});
export type Join = v.InferOutput<typeof JoinSchema>;

/** A table over a snapshot: where its records come from and what each name in it stands for. */
export const SnapshotSpecificationSchema = v.pipe(
	v.strictObject({
		...entries,
		from: name,
		joins: v.optional(v.pipe(v.array(JoinSchema), v.maxLength(8)), []),
		fields: v.record(name, ExpressionSchema)
	}),
	v.check((asked) => few(asked), 'has more than four dimensions; leave some out'),
	v.check((asked) => once(asked), 'uses a column twice; name each dimension once'),
	v.check((asked) => apart(asked), overlap),
	v.check((asked) => valued(asked), 'needs "value", the column whose statistic is asked for'),
	v.check((asked) => quantiled(asked), 'needs "q" for a quantile, and only for a quantile'),
	v.check((asked) => paired(asked), pairing),
	v.check((asked) => conditional(asked), condition)
);
export type SnapshotSpecification = v.InferOutput<typeof SnapshotSpecificationSchema>;

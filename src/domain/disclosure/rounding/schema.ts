import * as v from 'valibot';
import { reach } from './cell-key.ts';

const base = v.pipe(
	v.number('should be a whole number of 2 or more'),
	v.integer('should be a whole number of 2 or more'),
	v.minValue(2, 'should be 2 or more')
);
const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const column = v.optional(v.pipe(v.string(), v.nonEmpty('should name a column')));
const run = v.tuple([v.pipe(v.number(), v.integer()), v.pipe(v.number(), v.integer())]);

const ToBase = v.strictObject({
	base,
	method: v.optional(
		v.picklist(
			['conventional', 'random', 'controlled'],
			'should be conventional, random, controlled, midpoint6 or cell-key'
		),
		'conventional'
	),
	/** The column of each record's own random key, where the data bring one; else keys are made. */
	recordKey: column
});
const Midpoint6 = v.strictObject({ method: v.literal('midpoint6') });
const CellKey = v.strictObject({
	method: v.literal('cell-key'),
	/** How many cell keys there are, such as 256; a cell's is the sum of its records' keys modulo it. */
	keys: v.pipe(whole, v.maxValue(2 ** 20)),
	/** Counts past the last row go round through this many of the last rows. */
	repeat: whole,
	/** By count from 1: runs of [change, last key that has it]. Confidential. */
	changes: v.pipe(v.array(v.pipe(v.array(run), v.minLength(1))), v.minLength(1)),
	recordKey: column
});

/**
 * Which rounding a policy demands (disclosure.md §5). The perturbation table of the cell key method is
 * confidential, as the whole of `changes` is kept from researchers (`shownRounding`).
 */
export const RoundingSchema = v.union(
	[Midpoint6, ToBase, CellKey],
	'should be { "method": "conventional" | "random" | "controlled", "base": 5 }, { "method": "midpoint6" } or { "method": "cell-key", "keys", "repeat", "changes" }'
);
export type Rounding = v.InferOutput<typeof RoundingSchema>;

/** What a table is rounded by when somebody asks for it and the policy demands nothing. */
export const usualRounding: Rounding = { method: 'conventional', base: 5 };

/** How many true values a published one can stand for, about: what makes one rounding the stricter. */
function spread(rounding: Rounding): number {
	if (rounding.method === 'midpoint6') return 6;
	if (rounding.method === 'conventional') return rounding.base;
	if (rounding.method === 'cell-key') {
		const { down, up } = reach(rounding);
		return down + up + 1;
	}
	return 2 * rounding.base - 1;
}

/** Of two roundings the one that leaves an attacker less; only one can be applied to a table. */
export const stricterRounding = (a: Rounding, b: Rounding): Rounding =>
	spread(a) >= spread(b) ? a : b;

/** What a researcher may know of the rounding: its method and base, nothing of keys and changes. */
export type ShownRounding = {
	readonly method: Rounding['method'];
	readonly base?: number;
};

export const shownRounding = (rounding: Rounding): ShownRounding =>
	'base' in rounding
		? { method: rounding.method, base: rounding.base }
		: { method: rounding.method };

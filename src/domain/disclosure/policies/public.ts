import * as v from 'valibot';
import { usualPolicy } from '../policy.ts';
import type { ShownRounding } from '../rounding/schema.ts';
import { limitParameters, type Parameter } from './parameters.ts';

/** What `app.public_policies` tells of a version: keys that the version leaves out are left out. */
const PublicSchema = v.strictObject({
	threshold: v.optional(v.nullable(v.number()), usualPolicy.threshold),
	rounding: v.optional(
		v.nullable(
			v.strictObject({
				method: v.optional(
					v.picklist(['midpoint6', 'conventional', 'random', 'controlled', 'cell-key']),
					'conventional'
				),
				base: v.exactOptional(v.number())
			})
		),
		null
	)
});

/**
 * What a researcher may know of the policies that hold for their outputs: the largest of the smallest
 * groups, and every rounding that one of them demands, since which is the stricter follows from
 * what is confidential (settled.md 17).
 */
export function shownLimits(
	contents: readonly unknown[]
): readonly Pick<Parameter, 'label' | 'value'>[] {
	const all = contents.map((one) => v.parse(PublicSchema, one));
	const thresholds = all.flatMap(({ threshold }) => (threshold === null ? [] : [threshold]));
	const roundings = all.flatMap(({ rounding }): ShownRounding[] =>
		rounding === null ? [] : [rounding]
	);
	return limitParameters(thresholds.length === 0 ? null : Math.max(...thresholds), roundings).map(
		({ label, value }) => ({ label, value })
	);
}

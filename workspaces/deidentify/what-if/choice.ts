import * as v from 'valibot';

/** Facts about a person that a neighbour could know, and that can be left out of a trial. */
export const facts = ['age', 'sex', 'race', 'ethnicity', 'region', 'deprivation'] as const;
export type FactName = (typeof facts)[number];

export const bands = [1, 5, 10, 20] as const;

/** What is tried: which facts leave, how wide age bands are, and how many must be alike. */
export const ChoiceSchema = v.strictObject({
	facts: v.pipe(v.array(v.picklist(facts)), v.maxLength(facts.length)),
	band: v.picklist(bands),
	k: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(50))
});
export type Choice = v.InferOutput<typeof ChoiceSchema>;

export const SnapshotName = v.pipe(v.string(), v.regex(/^s[0-9a-f]{24}$/, 'should be a snapshot'));

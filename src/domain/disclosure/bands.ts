import * as v from 'valibot';

export const BandSchema = v.strictObject({
	column: v.pipe(v.string('should name a column'), v.nonEmpty('should name a column')),
	name: v.pipe(v.string(), v.nonEmpty('should name the band'), v.maxLength(200)),
	join: v.pipe(
		v.array(v.string(), 'should be a list of categories'),
		v.minLength(2),
		v.maxLength(500)
	)
});
/** Categories of a dimension that are counted as one, under a name of their own. */
export type Band = v.InferOutput<typeof BandSchema>;

/** No category is in two bands of its column, and no two bands of a column share a name. */
export const apart = ({ bands = [] }: { readonly bands?: readonly Band[] }): boolean => {
	const joined = bands.flatMap(({ column, join }) => join.map((label) => `${column}\n${label}`));
	const called = bands.map((band) => `${band.column}\n${band.name}`);
	return new Set(joined).size === joined.length && new Set(called).size === called.length;
};
export const overlap = 'joins a category twice, or gives two bands one name';

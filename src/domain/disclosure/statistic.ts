export const statistics = [
	'count',
	'sum',
	'mean',
	'std',
	'median',
	'quantile',
	'min',
	'max',
	'mode',
	'proportion',
	'correlation',
	'slope',
	'intercept',
	'r-squared'
] as const;
export type Statistic = (typeof statistics)[number];

/** Statistics of a straight line through two columns. */
export const ofTwo: ReadonlySet<Statistic> = new Set([
	'correlation',
	'slope',
	'intercept',
	'r-squared'
]);

import type { Statistic } from '#domain/disclosure/specification.ts';

/** The statistics that we check, by what SQL calls them. */
export const statistics: Readonly<Record<string, Statistic>> = {
	count: 'count',
	count_star: 'count',
	sum: 'sum',
	avg: 'mean',
	mean: 'mean',
	min: 'min',
	max: 'max',
	median: 'median',
	stddev: 'std',
	stddev_samp: 'std',
	quantile_cont: 'quantile',
	mode: 'mode',
	corr: 'correlation',
	regr_slope: 'slope',
	regr_intercept: 'intercept',
	regr_r2: 'r-squared'
};

/** Other words for statistics in SQL, so that a refusal can say what to write instead. */
export const unread: Readonly<Record<string, string>> = {
	quantile: 'quantile_cont',
	quantile_disc: 'quantile_cont',
	percentile_cont: 'quantile_cont',
	stddev_pop: 'stddev',
	variance: 'stddev',
	var_samp: 'stddev',
	var_pop: 'stddev',
	first: 'min',
	any_value: 'min',
	regr_count: 'count(*) where both columns are not null',
	covar_samp: 'corr',
	covar_pop: 'corr',
	approx_count_distinct: 'count(distinct person_id)'
};

/** Whether a function adds records up. */
export const aggregates = (name: string): boolean =>
	Object.hasOwn(statistics, name) || Object.hasOwn(unread, name);

import { isCountHeader, isTotalLabel } from '../patterns.ts';

const totalName =
	/^(sub-?|grand |over-?all )?totals?( \(?n\)?)?$|^(total|all|both|overall) \S.*$|^.+[ _-](sub-?)?total$|^(all|overall|everyone|everybody|both|combined|sum)$/i;

/** Whether a row's label says that the row is a total. */
export const isTotalName = (label: string): boolean =>
	isTotalLabel(label) || totalName.test(label.trim());

/** Whether a label says that it is a total of a part only. */
export const isSubtotal = (label: string): boolean => /sub-?total/i.test(label);

/** Whether a column's name says that the column is a total of others beside it. */
export const isTotalHeader = (name: string): boolean =>
	isTotalName(name) ||
	/(^|[ _.-])(total|all|overall|both|everyone|persons|combined)([ _.-]|$)/i.test(name.trim()) ||
	/^n in (the )?title$/i.test(name.trim());

const words = (name: string): string[] =>
	name
		.replaceAll(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z0-9%]+/)
		.filter(Boolean);

const measures =
	/^(mean|average|avg|median|mode|sd|std|stdev|variance|var|se|stderr|min|minimum|max|maximum|quantile|p\d+|q\d|ci|lower|upper|lci|uci|ll|ul|rate|rates|ratio|or|rr|hr|coef|coefficient|beta|estimate|p|pvalue|z|t|index|score|iqr|error|deviation|conf|low|high|age|bmi|height|weight|hba1c|egfr|bp|pressure|cholesterol)$/;
const shares = /^(percent|percentage|perc|pct|pc|%|proportion|prop|share|fraction)$/;

/** A mean, a rate, an estimate and the like: it never adds up, and is no count. */
export const isMeasure = (name: string): boolean =>
	!isCountHeader(name) && words(name).some((word) => measures.test(word));

export const isShare = (name: string): boolean =>
	name.includes('%') || words(name).some((word) => shares.test(word));

/** Numbers that stand for groups, not for people. */
export const isGroupHeader = (name: string): boolean =>
	words(name).some((word) =>
		/^(year|years|month|quarter|week|day|date|period|age|ages|band|decile|quintile|quartile|tertile|code|level|group|category|stage|grade|wave|imd|ward|practice|site)$/.test(
			word
		)
	) && !isCountHeader(name);

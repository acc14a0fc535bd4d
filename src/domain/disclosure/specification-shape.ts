import { ofTwo, type Statistic } from './statistic.ts';

/** How a specification is put together, whatever its columns are called. */
type Shape = {
	readonly rows: readonly string[];
	readonly columns: readonly string[];
	readonly statistic: Statistic;
	readonly value: string | null;
	readonly q: number | null;
	readonly over?: string | null;
	readonly when?: readonly unknown[];
};
export const few = (s: Shape): boolean => s.rows.length + s.columns.length <= 4;
export const once = (s: Shape): boolean =>
	new Set([...s.rows, ...s.columns]).size === s.rows.length + s.columns.length;
export const valued = (s: Shape): boolean =>
	s.statistic === 'count' || s.statistic === 'proportion' || s.value !== null;
export const paired = (s: Shape): boolean =>
	ofTwo.has(s.statistic) === (s.over !== undefined && s.over !== null);
export const conditional = (s: Shape): boolean =>
	(s.statistic === 'proportion') === (s.when !== undefined && s.when.length > 0);
export const pairing = 'needs "over", a second column, for a straight line, and only for one';
export const condition = 'needs "when", conditions, for a proportion, and only for one';
export const quantiled = (s: Shape): boolean => (s.statistic === 'quantile') === (s.q !== null);

import { canonical } from '#platform/canonical.ts';
import type { Judged, Specification } from './judge.ts';
import { quantity } from './model.ts';
import { equationsOf } from './suppression/tables.ts';
import type { Leaving } from './suppression/linked-audit.ts';
import { meant } from './suppression/links.ts';
import type { Bounds } from './suppression/system.ts';

/** Decimals that figures leave with where nothing else is asked for. */
export const usualDecimals = 4;

/**
 * The numbers of people within bounds of whom a whole numerator gives a mean of whole numbers, or a
 * proportion, as it is printed (k people of n, or a sum of k over n): the smallest, the largest, and
 * how many there are. Null when none fits, or when the bounds are too wide to be tried one by one.
 */
export function sizesThatFit(
	{ value, decimals }: { readonly value: number; readonly decimals: number },
	{ lower, upper }: Bounds
): (Bounds & { readonly many: number }) | null {
	const [from, to] = [Math.max(1, Math.ceil(lower)), Math.floor(upper)];
	if (!Number.isFinite(to) || to - from > mostTries) return null;
	const half = 0.5 * 10 ** -decimals + 1e-12;
	const fits = (n: number): boolean =>
		Math.ceil((value - half) * n - 1e-9) <= Math.floor((value + half) * n + 1e-9);
	let [lowest, highest, many] = [0, 0, 0];
	for (let n = from; n <= to; n++)
		if (fits(n)) [lowest, highest, many] = [many === 0 ? n : lowest, n, many + 1];
	return many === 0 ? null : { lower: lowest, upper: highest, many };
}

const mostTries = 100_000;

/** Fewer possible sizes than this are guessed: the size then counts as known. */
const fewestSizes = 4;

/**
 * What means and proportions say of the counts that other tables hide or round: per table, and per
 * cell of it, the bounds that follow, and which tables say so. A mean of whole numbers at four
 * decimals is often of one number of people only (SDC Handbook 2nd ed. §5.7).
 */
export function toldByMeans(tables: readonly Leaving[]): readonly ReadonlyMap<number, Told>[] {
	const figures = new Map<
		string,
		{ readonly printed: Printed; readonly n: number; table: number }[]
	>();
	for (const [table, leaving] of tables.entries())
		for (const { place, printed, n } of figuresOf(leaving)) {
			const known = figures.get(place) ?? [];
			figures.set(place, [...known, { printed, n, table }]);
		}
	return tables.map((leaving) => {
		const found = new Map<number, Told>();
		if (leaving.specification.statistic !== 'count' || figures.size === 0) return found;
		const bounds = boundsIn(leaving);
		for (const [index, cell] of leaving.cells.entries()) {
			const own = bounds[index];
			const n = quantity(cell, leaving.specification);
			if (own === undefined || own.lower === own.upper) continue;
			const here = figures.get(placeOf(cell, leaving.specification)) ?? [];
			for (const { printed, table } of here.filter((one) => one.n === n)) {
				const sizes = sizesThatFit(printed, own);
				if (sizes === null) continue;
				const told = sizes.many < fewestSizes ? { lower: n, upper: n } : sizes;
				const before = found.get(index);
				if (told.lower <= own.lower && told.upper >= own.upper) continue;
				found.set(index, {
					lower: Math.min(n, Math.max(told.lower, before?.lower ?? -Infinity)),
					upper: Math.max(n, Math.min(told.upper, before?.upper ?? Infinity)),
					by: [...(before?.by ?? []), table]
				});
			}
		}
		return found;
	});
}

export type Told = Bounds & { readonly by: readonly number[] };
type Printed = { readonly value: number; readonly decimals: number };

/** The shown figures of a table that say of how many they are; none of other statistics. */
function figuresOf({ cells, specification, hidden }: Leaving) {
	const { statistic, decimals = usualDecimals } = specification;
	if (statistic !== 'mean' && statistic !== 'proportion') return [];
	// of values with decimals of their own any number of people fits
	if (statistic === 'mean' && !cells.every(({ sum }) => Number.isInteger(sum))) return [];
	return cells.flatMap((cell, index) => {
		const { value, rows, missing, units } = cell;
		if (hidden.has(index) || typeof value !== 'number') return [];
		const printed = { value: Number(value.toFixed(decimals)), decimals };
		const n = statistic === 'mean' ? rows - missing : units;
		return [{ place: placeOf(cell, specification), printed, n }];
	});
}

/** Which people a cell is of: its categories and conditions, in whatever order tables name them. */
function placeOf({ row, column, levels }: Judged, specification: Specification): string {
	const names = [...specification.rows, ...specification.columns];
	const labels = [...row, ...column];
	const own = names.flatMap((name, d) =>
		(levels[d] ?? 0) < 0 ? [] : [[meant(specification, name), labels[d] ?? '']]
	);
	const where = specification.where.map(({ column: name, op, value = null }) => [
		...[meant(specification, name), op],
		canonical(value)
	]);
	const source = 'from' in specification ? [specification.from, specification.joins] : null;
	return JSON.stringify([own.sort(), where.sort(), source]);
}

/** What the table alone says of each of its counts: a mark lies between one and what its totals leave. */
function boundsIn(leaving: Leaving): Bounds[] {
	const { cells, specification, hidden, known } = leaving;
	const bounds = cells.map((cell, index): Bounds => {
		const value = quantity(cell, specification);
		if (hidden.has(index)) return { lower: 1, upper: Infinity };
		return known?.(cell, index) ?? { lower: value, upper: value };
	});
	const sums = equationsOf({ cells, specification }) ?? [];
	const at = (index: number): Bounds => bounds[index] ?? { lower: 0, upper: Infinity };
	for (let round = 0; round < rounds; round++)
		for (const { total, parts } of sums) {
			const lower = parts.reduce((all, part) => all + at(part).lower, 0);
			const open = parts.filter((part) => at(part).upper === Infinity);
			const upper = parts.reduce(
				(all, part) => all + (at(part).upper === Infinity ? 0 : at(part).upper),
				0
			);
			bounds[total] = both(at(total), { lower, upper: open.length > 0 ? Infinity : upper });
			const whole = at(total);
			const next = parts.map((part): Bounds => {
				const { lower: own, upper: most } = at(part);
				const others = open.length > (most === Infinity ? 1 : 0) ? Infinity : upper;
				return both(at(part), {
					lower: whole.lower - (most === Infinity ? others : others - most),
					upper: whole.upper - (lower - own)
				});
			});
			for (const [at, part] of parts.entries()) bounds[part] = next[at] ?? { lower: 0, upper: 0 };
		}
	return bounds;
}

const rounds = 3;

const both = (a: Bounds, b: Bounds): Bounds => ({
	lower: Math.max(a.lower, b.lower),
	upper: Math.min(a.upper, b.upper)
});

import { audit, type Exposed, type Problem } from './audit.ts';
import { covering } from './covering.ts';
import { isMargin } from './evidence.ts';
import { verdictOf, type Judged, type Specification } from './judge.ts';
import { modelOf } from './model.ts';
import type { Policy } from './policy.ts';
import { roundingBounds, roundTo } from './rounding.ts';
import { worst, type Verdict } from './rules.ts';
import { prices, secondaries } from './secondary.ts';

/** How a table is made safe: by hiding cells, or by rounding what is left after the unsafe are hidden. */
export type Control = 'suppress' | 'round';

/**
 * A cell as it may leave. `value` is null for a suppressed cell (`mark` says so) and for one that has
 * no value. Primary and secondary suppressions carry the same mark, on purpose.
 */
export type SafeCell = {
	readonly row: readonly string[];
	readonly column: readonly string[];
	readonly value: number | string | null;
	readonly mark?: 'suppressed' | 'empty';
};

export type Protected = {
	readonly control: Control;
	readonly safe: readonly SafeCell[];
	readonly safeVerdict: Verdict;
	/** Per cell, in order: how it is suppressed, if it is. */
	readonly suppression: readonly ('primary' | 'secondary' | null)[];
	/** Plain sentences on what could not be assured, for the person who decides. */
	readonly notes: readonly string[];
};

/** Makes the safe table and audits it as an attacker would (disclosure.md §4–5). */
export function protect(
	cells: readonly Judged[],
	specification: Specification,
	policy: Policy,
	control: Control
): Protected {
	const base = control === 'round' ? roundable(specification, policy) : null;
	const primary = new Set(cells.keys().filter((index) => cells[index]?.status === 'unsafe'));
	const notes =
		control === 'round' && base === null
			? ['Only counts and sums can be rounded, so the table was suppressed instead.']
			: [];
	const pattern = hide(cells, specification, policy, primary, base);
	const suppression = cells.map((_, index) =>
		primary.has(index) ? 'primary' : pattern.secondary.has(index) ? 'secondary' : null
	);
	const shown = cells.filter((_, index) => suppression[index] === null);
	const listed = mostlyHidden(cells, suppression) ? [mostlyNames] : [];
	return {
		control: base === null ? 'suppress' : 'round',
		safe: cells.map((cell, index) => safeCell(cell, suppression[index] !== null, base)),
		safeVerdict: worst([verdictOf(shown), pattern.verdict, listed.length > 0 ? 'review' : 'pass']),
		suppression,
		notes: [...notes, ...pattern.notes, ...listed]
	};
}

/**
 * Whether more than half of the groups that somebody is in are hidden. Their names stay: in a table
 * of fine groups those names are a list of the people, and no mark over a figure hides that.
 */
function mostlyHidden(cells: readonly Judged[], suppression: Protected['suppression']): boolean {
	const people = [...cells.keys()].filter((index) => {
		const cell = cells[index];
		return cell !== undefined && cell.status !== 'empty' && !isMargin(cell);
	});
	const hidden = people.filter((index) => suppression[index] !== null).length;
	return hidden >= fewestNames && hidden * 2 > people.length;
}

/** So few hidden groups are told apart by eye; a small table is not a list of people. */
const fewestNames = 10;

const mostlyNames =
	'Most cells are suppressed, so the names of the groups alone say who is in the data. Use broader ' +
	'groups.';

/** Rounds to the policy's base, else to 5; null where rounding says nothing. */
function roundable(specification: Specification, policy: Policy): number | null {
	if (specification.statistic !== 'count' && specification.statistic !== 'sum') return null;
	return policy.rounding?.base ?? 5;
}

function safeCell(cell: Judged, hidden: boolean, base: number | null): SafeCell {
	const { row, column, value } = cell;
	if (hidden) return { row, column, value: null, mark: 'suppressed' };
	if (cell.status === 'empty' || value === null) return { row, column, value, mark: 'empty' };
	if (base !== null && typeof value === 'number')
		return { row, column, value: roundTo(value, base) };
	return { row, column, value };
}

type Pattern = {
	readonly secondary: ReadonlySet<number>;
	readonly verdict: Verdict;
	readonly notes: readonly string[];
};

function hide(
	cells: readonly Judged[],
	specification: Specification,
	policy: Policy,
	primary: ReadonlySet<number>,
	base: number | null
): Pattern {
	const none = { secondary: new Set<number>() };
	const related = cells.some(isMargin) || cells.some((cell) => cell.levels.some((l) => l > 0));
	if (primary.size === 0 || !related) return { ...none, verdict: 'pass', notes: [] };
	const model = modelOf(cells, specification);
	if (!model?.additive) return withoutTotals(cells, specification, policy, primary);
	const published = model.arcs.map((arc, index) =>
		base === null ? arc : roundingBounds(arc, base, cells[index]?.rows === 0)
	);
	const problem: Problem = {
		cells,
		specification,
		policy,
		model,
		published,
		primary,
		prices: prices(cells, model.arcs)
	};
	const secondary = policy.secondary ? secondaries(problem) : new Set<number>();
	const exposed = audit(problem, primary.union(secondary));
	if (exposed.length === 0) return { secondary, verdict: 'pass', notes: [] };
	if (policy.secondary) return withoutTotals(cells, specification, policy, primary);
	return { secondary, verdict: 'fail', notes: exposed.map((one) => exposedNote(problem, one)) };
}

/**
 * Hides every total that covers a suppressed cell. Then each equation with a hidden cell in it has
 * its total hidden too, and all of them can rise together: nothing binds the cell from above, in any
 * number of dimensions, with groups within groups, and when one person counts in several cells.
 */
function withoutTotals(
	cells: readonly Judged[],
	specification: Specification,
	policy: Policy,
	primary: ReadonlySet<number>
): Pattern {
	if (!policy.secondary) return { secondary: new Set(), verdict: 'review', notes: [unassured] };
	const secondary = covering(cells, specification, primary);
	return { secondary, verdict: 'pass', notes: secondary.size > 0 ? [totalsGone] : [] };
}

const totalsGone =
	'Every total over a suppressed cell is suppressed too, because the cells could otherwise be ' +
	'worked out. Combine categories, or ask for fewer dimensions, to keep the totals.';
const unassured =
	'Suppressed cells may be recoverable from the totals of this table, and the policy asks for no ' +
	'further suppression. A checker must look.';

function exposedNote({ cells }: Problem, { cell: index }: Exposed): string {
	const place = [...(cells[index]?.row ?? []), ...(cells[index]?.column ?? [])].join(', ');
	return `The suppressed cell “${place}” can still be worked out closely from the totals: combine its category with another, or leave the totals out.`;
}

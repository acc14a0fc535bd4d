import { audit, type Exposed, type Problem } from './audit.ts';
import { covering } from './covering.ts';
import { isMargin } from './evidence.ts';
import { verdictOf, type Judged, type Specification } from './judge.ts';
import { modelOf } from './model.ts';
import type { Policy } from './policy.ts';
import { usualRounding } from './rounding/schema.ts';
import { roundable, roundedBounds, roundTable, type Rounded } from './rounding/table.ts';
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

/**
 * Makes the safe table and audits it as an attacker would (disclosure.md §4–5). `rounded` is the table
 * by the policy's method where that needs keys or a solver; without it the method must need neither.
 */
export function protect(
	cells: readonly Judged[],
	specification: Specification,
	policy: Policy,
	control: Control,
	given?: Rounded
): Protected {
	const rounded = control === 'round' ? roundedBy(cells, specification, policy, given) : null;
	const primary = new Set(
		cells
			.keys()
			.filter((index) => cells[index]?.status === 'unsafe' || rounded?.hidden.has(index) === true)
	);
	const notes =
		control === 'round' && rounded === null
			? ['This statistic cannot be rounded so, and the table was suppressed instead.']
			: (rounded?.notes ?? []);
	const pattern = hide(cells, specification, policy, primary, rounded);
	const suppression = cells.map((_, index) =>
		primary.has(index) ? 'primary' : pattern.secondary.has(index) ? 'secondary' : null
	);
	const shown = cells.filter((_, index) => suppression[index] === null);
	const listed = mostlyHidden(cells, suppression) ? [mostlyNames] : [];
	return {
		control: rounded === null ? 'suppress' : 'round',
		safe: cells.map((cell, index) =>
			safeCell(cell, suppression[index] !== null, rounded?.values[index] ?? null)
		),
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

/** By the policy's method, else to 5; null where that says nothing of the statistic. */
function roundedBy(
	cells: readonly Judged[],
	specification: Specification,
	policy: Policy,
	given: Rounded | undefined
): Rounded | null {
	const rounding = given?.rounding ?? policy.rounding ?? usualRounding;
	if (!roundable(specification, rounding)) return null;
	const none = { solver: null, draw: null };
	return given ?? roundTable(cells, specification, rounding, policy.threshold, none);
}

function safeCell(cell: Judged, hidden: boolean, rounded: number | null): SafeCell {
	const { row, column, value } = cell;
	if (hidden) return { row, column, value: null, mark: 'suppressed' };
	if (cell.status === 'empty' || value === null) return { row, column, value, mark: 'empty' };
	return { row, column, value: rounded ?? value };
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
	rounded: Rounded | null
): Pattern {
	const none = { secondary: new Set<number>() };
	const related = cells.some(isMargin) || cells.some((cell) => cell.levels.some((l) => l > 0));
	if (primary.size === 0 || !related) return { ...none, verdict: 'pass', notes: [] };
	const model = modelOf(cells, specification);
	if (!model?.additive) return withoutTotals(cells, specification, policy, primary);
	const published = model.arcs.map((arc, index) =>
		rounded === null ? arc : roundedBounds(rounded.rounding, arc, cells[index]?.rows === 0)
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

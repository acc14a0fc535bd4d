import type { Solver } from '#platform/linear.ts';
import { isMargin } from './evidence.ts';
import { verdictOf, type Judged, type Specification } from './judge.ts';
import { quantity } from './model.ts';
import type { Policy } from './policy.ts';
import { usualRounding } from './rounding/schema.ts';
import { roundable, roundedBounds, roundTable, type Rounded } from './rounding/table.ts';
import { worst, type Verdict } from './rules.ts';
import { patternFor, type Hidden } from './suppression/pattern.ts';
import type { Before, Table } from './suppression/tables.ts';

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

/** How a table is to be protected, beside what the policy says. */
export type Asked = {
	/** What was chosen, else what the policy demands, else suppression. */
	readonly control?: Control | undefined;
	/** The table by the policy's method, where that needs keys. */
	readonly rounded?: Rounded | undefined;
	/** What earlier releases have decided. */
	readonly before?: Before | undefined;
};

export type Asking = Asked & {
	readonly cells: readonly Judged[];
	readonly specification: Specification;
};

/** Makes the safe table and audits it as an attacker would (disclosure.md §4–5). */
export function protect(
	cells: readonly Judged[],
	specification: Specification,
	policy: Policy,
	solver: Solver,
	asked: Asked = {}
): Protected {
	const [made] = protectLinked([{ ...asked, cells, specification }], policy, solver);
	if (made === undefined) throw new RangeError('There is no table.');
	return made;
}

/**
 * Makes several tables safe that are published together: a cell that two of them share is hidden in
 * both or in neither, and the attacker is taken to read them all at once. Answers in their order.
 */
export function protectLinked(
	tables: readonly Asking[],
	policy: Policy,
	solver: Solver
): Protected[] {
	const starts = tables.map((one) => start(one, policy, solver));
	const patterns = patternFor(
		starts.map(({ table }) => table),
		policy,
		solver
	);
	return starts.map((one, t) => finish(one, patterns[t] ?? { ...nothing }));
}

const nothing: Hidden = { secondary: new Set(), verdict: 'pass', notes: [] };

type Start = { readonly table: Table; readonly rounded: Rounded | null; readonly notes: string[] };

function start(asking: Asking, policy: Policy, solver: Solver): Start {
	const { cells, specification, before } = asking;
	const control = asking.control ?? (policy.rounding === null ? 'suppress' : 'round');
	const rounded = control === 'round' ? roundedBy(asking, policy, solver) : null;
	const unsafe = (index: number): boolean =>
		cells[index]?.status === 'unsafe' || rounded?.hidden.has(index) === true;
	const table: Table = {
		cells,
		specification,
		primary: new Set(cells.keys().filter(unsafe)),
		...(before === undefined ? {} : { before }),
		...(rounded === null
			? {}
			: { known: (cell) => boundsOf(rounded, quantity(cell, specification), cell.rows === 0) })
	};
	if (control === 'round' && rounded === null)
		return {
			table,
			rounded,
			notes: ['This statistic cannot be rounded so, and the table was suppressed instead.']
		};
	return { table, rounded, notes: [...(rounded?.notes ?? [])] };
}

function finish({ table, rounded, notes }: Start, pattern: Hidden): Protected {
	const { cells, primary } = table;
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

function boundsOf({ rounding }: Rounded, flow: number, empty: boolean) {
	const { lower, upper } = roundedBounds(rounding, { flow, lower: flow, upper: flow }, empty);
	return { lower, upper };
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
function roundedBy(asking: Asking, policy: Policy, solver: Solver): Rounded | null {
	const { cells, specification, rounded } = asking;
	const rounding = rounded?.rounding ?? policy.rounding ?? usualRounding;
	if (!roundable(specification, rounding)) return null;
	const tools = { solver, draw: null };
	return rounded ?? roundTable(cells, specification, rounding, policy.threshold, tools);
}

function safeCell(cell: Judged, hidden: boolean, rounded: number | null): SafeCell {
	const { row, column, value } = cell;
	if (hidden) return { row, column, value: null, mark: 'suppressed' };
	if (cell.status === 'empty' || value === null) return { row, column, value, mark: 'empty' };
	return { row, column, value: rounded ?? value };
}

import { classDisclosures, type Parents } from './classes.ts';
import { isMargin, key, type Evidence } from './evidence.ts';
import { grid } from './grid.ts';
import { organisationLimits, type Policy } from './policy.ts';
import { primaryRules, type Asked } from './primary.ts';
import { status, worst, type Rule, type Status, type Verdict } from './rules.ts';
import type { SnapshotSpecification, TableSpecification } from './specification.ts';

export type Specification = TableSpecification | SnapshotSpecification;

/** A cell with its verdict: every rule it breaks, and what that makes of it. */
export type Judged = Evidence & { readonly rules: readonly Rule[]; readonly status: Status };

/** Judges every cell of a table as it was asked for (disclosure.md §2–3), empty cells included. */
export function judge(
	evidence: readonly Evidence[],
	specification: Specification,
	policy: Policy
): Judged[] {
	const cells = grid(evidence);
	const asked = askedOf(specification, policy);
	const counts = specification.statistic === 'count';
	const alike = counts
		? classDisclosures(cells, fixedDimensions(specification), policy, parentsOf(specification))
		: new Set<string>();
	return cells.map((cell) => {
		const rules = primaryRules(cell, asked, policy);
		if (alike.has(key(cell))) rules.push('class');
		const zero = counts && cell.units === 0 && policy.zerosDisclose;
		if (zero && !structuralZero(cell, specification, policy)) rules.push('zero');
		const value = counts && cell.rows === 0 ? 0 : cell.value;
		return { ...cell, value, rules, status: cell.rows === 0 ? 'empty' : status(rules) };
	});
}

/**
 * The verdict on a table: fail with an unsafe cell, else review with a cell to be reviewed. A zero
 * of a count is listed as empty, but the policy may say that it discloses: then it is reviewed too.
 */
export const verdictOf = (cells: readonly Judged[]): Verdict =>
	worst(
		cells.map((cell) =>
			cell.status === 'unsafe' ? 'fail' : cell.rules.length > 0 ? 'review' : 'pass'
		)
	);

export function askedOf(specification: Specification, policy: Policy): Asked {
	const organisations = organisationLimits(policy).map(({ column }) => column.toLowerCase());
	const named = [...specification.rows, ...specification.columns].some((dimension) =>
		organisations.includes(dimension.toLowerCase())
	);
	return {
		statistic: specification.statistic,
		of: specification.of,
		q: specification.q,
		namesOrganisation: named,
		value: specification.value
	};
}

function fixedDimensions(specification: Specification): Set<number> {
	const held = new Set(
		specification.where.filter((filter) => filter.op === '=').map((filter) => filter.column)
	);
	const dimensions = [...specification.rows, ...specification.columns];
	return new Set(
		dimensions.map((name, index) => (held.has(name) ? index : -1)).filter((index) => index >= 0)
	);
}

const parentsOf = ({ rows, columns, hierarchies }: Specification): Parents =>
	[...rows, ...columns].map(
		(name) =>
			new Map(hierarchies.filter(({ column }) => column === name).flatMap(({ parents }) => parents))
	);

/** A cell that the policy knows to be empty always: all that it names is so in this cell. */
const structuralZero = (cell: Evidence, specification: Specification, policy: Policy): boolean => {
	const dimensions = [...specification.rows, ...specification.columns];
	const labels = [...cell.row, ...cell.column];
	return (policy.structural?.zeros ?? []).some((zero) => {
		const named = Object.entries(zero);
		return (
			named.length > 0 &&
			named.every(([column, label]) => labels[dimensions.indexOf(column)] === label)
		);
	});
};

/** The cells of the table's body: margins left out. */
export const inner = <T extends Evidence>(cells: readonly T[]): T[] =>
	cells.filter((cell) => !isMargin(cell));

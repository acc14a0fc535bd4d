import type { Solver } from '#platform/linear.ts';
import { isMargin, type Evidence } from '../evidence.ts';
import { judge, type Judged, type Specification } from '../judge.ts';
import type { Policy } from '../policy.ts';
import { movesOf } from './suppress.ts';
import { audit } from './audit.ts';
import { equation, equationsOf, systemOf, type Before } from './tables.ts';

/** Two categories of one dimension to be counted as one. */
export type Join = { readonly column: string; readonly labels: readonly [string, string] };

type Asked = {
	readonly cells: readonly Judged[];
	readonly specification: Specification;
	readonly before?: Before;
};

const mostJoins = 3;
const mostTries = 24;
const mostCells = 3000;

/**
 * Which categories to join so that every unsafe cell can be protected with all totals shown: each
 * time the pair that leaves the fewest cells without protection, tried by making the table anew.
 * Null when a few joins will not do, or the table is too large to try.
 */
export function joinsFor(asked: Asked, policy: Policy, solver: Solver): Join[] | null {
	if (asked.cells.length > mostCells) return null;
	let now = asked;
	let lost: readonly Judged[] = unprotected(now, policy, solver);
	const joins: Join[] = [];
	while (lost.length > 0 && joins.length < mostJoins) {
		let best: { join: Join; made: Asked; lost: readonly Judged[] } | null = null;
		for (const join of candidates(now, lost)) {
			const made = joined(now, join, policy);
			const left = unprotected(made, policy, solver);
			if (best === null || left.length < best.lost.length) best = { join, made, lost: left };
			if (left.length === 0) break;
		}
		if (best === null || best.lost.length >= lost.length) return null;
		joins.push(best.join);
		now = best.made;
		lost = best.lost;
	}
	return lost.length === 0 ? joins : null;
}

/** The unsafe cells that stay too well known with every cell hidden that is not a total. */
function unprotected(asked: Asked, policy: Policy, solver: Solver): Judged[] {
	const { cells } = asked;
	const sums = equationsOf(asked);
	if (sums === null) return [];
	const primary = new Set(cells.keys().filter((index) => cells[index]?.status === 'unsafe'));
	const equations = sums.map(({ total, parts }) => equation(total, parts));
	const system = systemOf([{ ...asked, primary }], equations, [[...cells.keys()]], policy);
	const kept = system.cells.map((cell, index) => {
		const margin = cells[index] !== undefined && isMargin(cells[index]);
		if (margin) return { ...cell, marked: cell.shown, fate: 'shown' as const };
		return cell.fate === 'free' ? { ...cell, fate: 'hidden' as const } : cell;
	});
	const moves = movesOf({ ...system, cells: kept }, solver);
	try {
		const exposed = audit({ ...system, cells: kept }, moves);
		return exposed.map(({ cell }) => cells[cell]).filter((cell) => cell !== undefined);
	} finally {
		moves.close();
	}
}

const labelsOf = (cell: Evidence): string[] => [...cell.row, ...cell.column];

/** The labels of the unprotected cells, each with its neighbours first and then the other siblings. */
function candidates({ cells, specification }: Asked, lost: readonly Judged[]): Join[] {
	const columns = [...specification.rows, ...specification.columns];
	const seen = new Map<string, Join & { far: number }>();
	for (const [d, column] of columns.entries()) {
		const parents = new Map(
			specification.hierarchies.filter((one) => one.column === column).flatMap((one) => one.parents)
		);
		const level0 = cells.filter((cell) => cell.levels[d] === 0);
		const labels = [...new Set(level0.map((cell) => labelsOf(cell)[d] ?? ''))];
		for (const cell of lost) {
			const label = labelsOf(cell)[d] ?? '';
			const from = labels.indexOf(label);
			if (from < 0) continue;
			for (const [to, other] of labels.entries()) {
				if (other === label || parents.get(other) !== parents.get(label)) continue;
				const pair: [string, string] = to < from ? [other, label] : [label, other];
				seen.set(JSON.stringify([d, pair]), { column, labels: pair, far: Math.abs(to - from) });
			}
		}
	}
	return [...seen.values()].sort((a, b) => a.far - b.far).slice(0, mostTries);
}

/** The table as it would be with two categories counted as one, judged anew. */
function joined(asked: Asked, join: Join, policy: Policy): Asked {
	const { specification } = asked;
	const d = [...specification.rows, ...specification.columns].indexOf(join.column);
	const name = join.labels.join(' or ');
	const rename = (label: string): string => (join.labels.includes(label) ? name : label);
	const made = new Map<string, Evidence>();
	for (const cell of asked.cells) {
		const labels = labelsOf(cell).map((label, at) => (at === d ? rename(label) : label));
		const place = { row: labels.slice(0, cell.row.length), column: labels.slice(cell.row.length) };
		const known = made.get(JSON.stringify(labels));
		made.set(
			JSON.stringify(labels),
			known === undefined ? { ...cell, ...place } : together(known, cell)
		);
	}
	const hierarchies = specification.hierarchies.map((one) =>
		one.column === join.column
			? { ...one, parents: one.parents.map(([leaf, up]): [string, string] => [rename(leaf), up]) }
			: one
	);
	const evidence = [...made.values()].filter((cell) => cell.rows > 0);
	const changed = { ...specification, hierarchies };
	return { ...asked, specification: changed, cells: judge(evidence, changed, policy) };
}

/** As if nobody stood in both: whoever asks for the joined table gets it from the records. */
const together = (a: Evidence, b: Evidence): Evidence => ({
	...a,
	value: typeof a.value === 'number' && typeof b.value === 'number' ? a.value + b.value : a.value,
	units: a.units + b.units,
	rows: a.rows + b.rows,
	sum: a.sum + b.sum,
	largest: [...a.largest, ...b.largest].sort((x, y) => y - x),
	negatives: a.negatives + b.negatives,
	missing: a.missing + b.missing,
	allEqual: a.allEqual && b.allEqual
});

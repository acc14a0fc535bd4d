import type { Solver } from '#platform/linear.ts';
import { covering } from '../covering.ts';
import { isMargin, key, type Evidence } from '../evidence.ts';
import type { Policy } from '../policy.ts';
import type { Verdict } from '../rules.ts';
import type { Exposed } from './audit.ts';
import type { Sum } from './equations.ts';
import { groupsOf } from './groups.ts';
import { joinsFor } from './join.ts';
import { link, type Linked } from './links.ts';
import { attack, suppress } from './suppress.ts';
import { equation, equationsOf, systemOf, type Table } from './tables.ts';
import type { System } from './system.ts';

/** What is hidden in one table for the sake of other cells, and what a person must know of it. */
export type Hidden = {
	readonly secondary: ReadonlySet<number>;
	readonly verdict: Verdict;
	readonly notes: readonly string[];
};

/** The further cells to hide in one table, or in several that are published together. */
export function patternFor(tables: readonly Table[], policy: Policy, solver: Solver): Hidden[] {
	const sums = tables.map(equationsOf);
	const added = tables.map((table, t) => ({ table, sums: sums[t] ?? null }));
	const joint = added.flatMap((one) => (one.sums === null ? [] : [{ ...one, sums: one.sums }]));
	// tables that share nothing are attacked apart: what is one table is searched as one
	const groups = groupsOf(
		joint.map((one) => one.table),
		joint.map((one) => one.sums)
	);
	const found: Hidden[] = joint.map(() => nothing);
	for (const group of groups) {
		const own = group.flatMap((t) => joint.slice(t, t + 1));
		for (const [at, hidden] of together(own, policy, solver).entries())
			found[group[at] ?? 0] = hidden;
	}
	let next = 0;
	return added.map(({ table, sums: own }) =>
		own === null ? withoutTotals(table, policy) : (found[next++] ?? nothing)
	);
}

const nothing: Hidden = { secondary: new Set(), verdict: 'pass', notes: [] };

type Added = { readonly table: Table; readonly sums: readonly Sum[] };

function together(added: readonly Added[], policy: Policy, solver: Solver): Hidden[] {
	const tables = added.map((one) => one.table);
	const { places, equations } =
		added.length > 1
			? link(
					tables,
					added.map((one) => one.sums)
				)
			: alone(added);
	const system = systemOf(tables, equations, places, policy);
	if (system.levels.size === 0 && tables.every((one) => one.before === undefined))
		return added.map(() => nothing);
	if (!policy.secondary) {
		const exposed = attack(system, solver);
		return tables.map((table, t) => ({
			...nothing,
			verdict: exposed.length > 0 ? 'fail' : 'pass',
			notes: notesOn(exposed, table, places[t] ?? [])
		}));
	}
	const pattern = suppress(system, solver);
	const hidden = new Set([...pattern.chosen, ...always(system)]);
	return tables.map((table, t) => {
		const secondary = new Set(
			table.cells
				.keys()
				.filter((index) => !table.primary.has(index) && hidden.has(places[t]?.[index] ?? -1))
		);
		const notes = notesOn(pattern.exposed, table, places[t] ?? []);
		const totals = [...secondary].some((index) => isMargin(table.cells[index] ?? none));
		if (pattern.coarse && notes.length === 0) notes.push(totalsGone);
		else if (totals || notes.length > 0) notes.push(advice(table, totals, policy, solver));
		if (!pattern.cheapest && notes.length === 0) notes.push(notCheapest);
		return { secondary, verdict: pattern.exposed.length > 0 ? 'fail' : 'pass', notes };
	});
}

const none: Pick<Evidence, 'levels'> = { levels: [] };

const always = ({ cells }: System): number[] =>
	[...cells.keys()].filter((index) => cells[index]?.fate === 'hidden');

function alone(added: readonly Added[]): Linked {
	const [one] = added;
	return {
		places: [[...(one?.table.cells.keys() ?? [])]],
		equations: (one?.sums ?? []).map(({ total, parts }) => equation(total, parts))
	};
}

/**
 * Hides every total that covers a suppressed cell. Then each equation with a hidden cell in it has
 * its total hidden too, and all of them can rise together: nothing binds the cell from above, in any
 * number of dimensions, with groups within groups, and when one person counts in several cells.
 */
function withoutTotals(table: Table, policy: Policy): Hidden {
	const { cells, specification, primary } = table;
	const related = cells.some(isMargin) || cells.some((cell) => cell.levels.some((l) => l > 0));
	const before = new Set(
		cells.keys().filter((index) => {
			const cell = cells[index];
			return cell !== undefined && table.before?.hidden?.has(key(cell)) === true;
		})
	);
	const below = primary.union(before);
	if (below.size === 0 || !related) return { ...nothing, secondary: before.difference(primary) };
	if (!policy.secondary) return { ...nothing, verdict: 'review', notes: [unassured] };
	const secondary = covering(cells, specification, below).union(before).difference(primary);
	return { ...nothing, secondary, notes: secondary.size > 0 ? [totalsGone] : [] };
}

function advice(table: Table, totals: boolean, policy: Policy, solver: Solver): string {
	const joins = joinsFor(table, policy, solver);
	const why = totals
		? 'Some totals are suppressed too, because the cells could otherwise be worked out.'
		: 'No further suppression protects them.';
	if (joins === null || joins.length === 0) return `${why} ${combine}`;
	const named = joins.map(({ column, labels: [a, b] }) => `“${a}” with “${b}” of ${column}`);
	return `${why} Join ${named.join(', and ')}: then every suppressed cell can be protected and all totals stay.`;
}

function notesOn(
	exposed: readonly Exposed[],
	{ cells }: Table,
	places: readonly number[]
): string[] {
	return exposed.flatMap(({ cell }) => {
		const at = cells[places.indexOf(cell)];
		if (at === undefined) return [];
		const place = [...at.row, ...at.column].join(', ');
		return [
			`The suppressed cell “${place}” can still be worked out closely from the totals: combine its category with another, or leave the totals out.`
		];
	});
}

const combine = 'Combine categories, or ask for fewer dimensions, to keep the totals.';
const totalsGone = `Every total over a suppressed cell is suppressed too, because the cells could otherwise be worked out. ${combine}`;
const notCheapest =
	'The suppressed cells are enough, as the audit shows, but in a table of this size it was not ' +
	'shown that no smaller choice would do.';
const unassured =
	'Suppressed cells may be recoverable from the totals of this table, and the policy asks for no ' +
	'further suppression. A checker must look.';

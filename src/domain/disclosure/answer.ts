import type { Solver } from '#platform/linear.ts';
import type { Evidence } from './evidence.ts';
import { verdictOf, type Judged, type Specification } from './judge.ts';
import type { Policy } from './policy.ts';
import {
	protect,
	protectLinked,
	type Asked,
	type Asking,
	type Control,
	type Protected,
	type SafeCell
} from './protect.ts';
import { shownRounding, type ShownRounding } from './rounding/schema.ts';
import { words, type Rule, type Status, type Verdict } from './rules.ts';

/** A cell as `aldgate table` answers it (interfaces.md). */
export type AnswerCell = {
	readonly row: readonly string[];
	readonly column: readonly string[];
	readonly value: number | string | null;
	readonly units: number;
	readonly status: Status;
	readonly rules: readonly Rule[];
	readonly suppression?: 'primary' | 'secondary';
};

/** What a checker may see of what stands behind a cell; it never leaves the service. */
export type Behind = {
	readonly rows: number;
	readonly missing: number;
	readonly negatives: number;
	readonly largestShare: number | null;
	readonly twoLargestShare: number | null;
	readonly organisations: number | null;
	readonly largestOrganisationShare: number | null;
	/** The same of further kinds, such as clinicians. */
	readonly further?: Evidence['further'];
};

export type Summary = {
	/** Cells that are not empty. */
	readonly cells: number;
	readonly unsafe: number;
	readonly review: number;
	readonly empty: number;
	readonly secondary: number;
	readonly rules: Readonly<Partial<Record<Rule, number>>>;
};

export type TableAnswer = {
	readonly verdict: Verdict;
	readonly policy: Policy;
	readonly cells: readonly AnswerCell[];
	readonly summary: Summary;
	readonly control: Control;
	readonly safe: readonly SafeCell[];
	readonly safeVerdict: Verdict;
	readonly notes: readonly string[];
};

/** The table as judged for a checker: the answer, and what stands behind each of its cells. */
export type CheckerTable = TableAnswer & { readonly behind: readonly Behind[] };

/**
 * The whole answer on a judged table: verdict on it as asked, and the protected one with its own.
 */
export function answer(
	cells: readonly Judged[],
	specification: Specification,
	policy: Policy,
	solver: Solver,
	asked: Asked = {}
): CheckerTable {
	const made = protect(cells, specification, policy, solver, asked);
	return answerOf({ cells, specification }, policy, made);
}

/** The answers on tables that are published together, in their order. */
export const answerLinked = (
	tables: readonly Asking[],
	policy: Policy,
	solver: Solver
): CheckerTable[] =>
	protectLinked(tables, policy, solver).map((made, t) =>
		answerOf(tables[t] ?? { cells: [], specification: {} }, policy, made)
	);

type Answered = {
	readonly cells: readonly Judged[];
	readonly specification: Pick<Specification, 'decimals'>;
};

function answerOf(
	{ cells, specification }: Answered,
	policy: Policy,
	made: Protected
): CheckerTable {
	const cut = <T extends Pick<SafeCell, 'value'>>(cell: T): T =>
		cutTo(cell, specification.decimals);
	return {
		verdict: verdictOf(cells),
		policy,
		cells: cells.map((cell, index) => cut(answerCell(cell, made.suppression[index] ?? null))),
		summary: summarise(cells, made.suppression),
		control: made.control,
		safe: made.safe.map(cut),
		safeVerdict: made.safeVerdict,
		notes: made.notes,
		behind: cells.map(behind)
	};
}

/** A figure with the decimals that were asked for; a count has none. */
const cutTo = <T extends Pick<SafeCell, 'value'>>(cell: T, decimals: number | undefined): T =>
	decimals === undefined || typeof cell.value !== 'number'
		? cell
		: { ...cell, value: Number(cell.value.toFixed(decimals)) };

function answerCell(cell: Judged, suppression: 'primary' | 'secondary' | null): AnswerCell {
	const { row, column, value, units, status, rules } = cell;
	const plain = { row, column, value, units, status, rules };
	return suppression === null ? plain : { ...plain, suppression };
}

function summarise(cells: readonly Judged[], suppression: readonly (string | null)[]): Summary {
	const rules: Partial<Record<Rule, number>> = {};
	for (const rule of cells.flatMap((cell) => cell.rules)) rules[rule] = (rules[rule] ?? 0) + 1;
	const having = (status: Status): number => cells.filter((cell) => cell.status === status).length;
	return {
		cells: cells.length - having('empty'),
		unsafe: having('unsafe'),
		review: having('review'),
		empty: having('empty'),
		secondary: suppression.filter((kind) => kind === 'secondary').length,
		rules
	};
}

function behind(cell: Judged): Behind {
	const [x1 = 0, x2 = 0] = cell.largest;
	const shares = cell.sum > 0 && cell.negatives === 0;
	return {
		rows: cell.rows,
		missing: cell.missing,
		negatives: cell.negatives,
		largestShare: shares ? x1 / cell.sum : null,
		twoLargestShare: shares ? (x1 + x2) / cell.sum : null,
		organisations: cell.organisations?.count ?? null,
		largestOrganisationShare: cell.organisations?.largestShare ?? null,
		...(cell.further === undefined ? {} : { further: cell.further })
	};
}

export type Explained = { readonly rule: Rule; readonly name: string; readonly remedy: string };

/** A table as its researcher may see it. */
export type ResearcherTable = Omit<TableAnswer, 'policy'> & {
	readonly policy: Pick<Policy, 'threshold'> & { readonly rounding: ShownRounding | null };
	readonly explained: readonly Explained[];
};

/**
 * Takes out of an answer what researchers may not know: the parameters of concentration rules and
 * what stands behind each cell. They keep the rules' names, and what to do (settled.md 17).
 */
export function redact(table: TableAnswer): ResearcherTable {
	const { verdict, cells, summary, control, safe, safeVerdict, notes } = table;
	const broken = Object.keys(words).filter(
		(rule): rule is Rule => (summary.rules[rule as Rule] ?? 0) > 0
	);
	const { threshold, rounding } = table.policy;
	return {
		verdict,
		policy: { threshold, rounding: rounding === null ? null : shownRounding(rounding) },
		cells: cells.map(({ row, column, value, units, status, rules, suppression }) => ({
			row,
			column,
			value,
			units,
			status,
			rules,
			...(suppression === undefined ? {} : { suppression })
		})),
		summary,
		control,
		safe,
		safeVerdict,
		notes,
		explained: broken.map((rule) => ({
			rule,
			name: words[rule].name,
			remedy: words[rule].remedy
		}))
	};
}

import type { Solver } from '#platform/linear.ts';
import type { Finding } from '../findings.ts';
import type { Policy } from '../policy.ts';
import type { Claim } from './claim.ts';
import { breachesOf, readingUnder, roundingIn } from './control.ts';
import { marksIn } from './marks.ts';
import { countsFromMeans, weighedIn } from './means.ts';
import {
	breachFinding,
	complementFinding,
	controlFinding,
	meansFinding,
	said,
	sharedCountFinding,
	type Where
} from './said.ts';
import { countsOfShares } from './share-counts.ts';
import { shapeOf } from './shape.ts';
import { sharesIn } from './shares.ts';
import { summarise } from './summary.ts';
import { totalOf } from './sums.ts';
import type { Intervals } from './system.ts';
import { sumsIn } from './totals.ts';
import type { MaskedAudit } from './types.ts';
import { unfold } from './unfold.ts';

export type { Claim } from './claim.ts';
export type { MaskedAudit } from './types.ts';

/** A table with more cells is no output that people read, and is not audited. */
const mostCells = 100_000;

/**
 * Audits a table as it was submitted, marks and all (disclosure.md §2.6, §4, §5): what its marks hide,
 * which of its figures are totals, what an attacker can say of each mark, and whether it keeps to
 * what was claimed of it. `rows[0]` is the header; findings name rows as lines of the file, the
 * header being row 1, unless `lines` says on which line each row begins.
 */
export function auditMasked(
	rows: readonly (readonly string[])[],
	policy: Policy,
	solver: Solver,
	claimed?: Claim,
	lines?: readonly number[]
): MaskedAudit {
	const header = rows[0] ?? [];
	const columns = header.map((name, index) =>
		summarise(
			name,
			rows.slice(1).map((row) => row[index] ?? '')
		)
	);
	const none = { columns, marks: [], totals: [], controls: [], breaches: null, findings: [] };
	if (rows.length * header.length > mostCells) return none;
	const { table, column } = unfold(rows);
	const shape = shapeOf(table);
	const where: Where = (place) => {
		const name = header[column(place.column)]?.trim() ?? '';
		const line = lines?.[place.row] ?? place.row + 1;
		return `row ${line}, column ${name === '' ? `number ${column(place.column) + 1}` : name}`;
	};
	const breaches = claimed === undefined ? null : breachesOf(shape, claimed);
	const looks = roundingIn(shape);
	// a claim that the file does not keep says nothing of what its figures stand for
	const rounding = breaches?.length === 0 ? (claimed?.rounding ?? looks) : looks;
	const reading = readingUnder(shape, rounding, 'random');
	const sums = sumsIn(shape, reading, policy.threshold ?? 2);
	const shares = sharesIn(shape, sums);
	const marks = marksIn({ shape, sums, shares, rounding }, policy, solver, where);
	const controls = looks === null ? [] : [controlWords(looks)];
	const weighed =
		rounding === null
			? []
			: weighedIn(
					shape,
					sums.map(({ line }) => line)
				);
	const revealed = countsFromMeans(weighed, reading, solver) ?? (new Map() as Intervals);
	const findings: Finding[] = [
		...marks.findings,
		...said(
			(breaches ?? []).flatMap((one) => (claimed ? [breachFinding(one, claimed, where)] : [])),
			'cells'
		),
		...(claimed === undefined ? controls.map(controlFinding) : []),
		...(rounding === null
			? shares.flatMap((share) => complementFinding(share, policy, where) ?? [])
			: []),
		...countsOfShares(shape, shares, policy.threshold, rounding === null).map(({ place, count }) =>
			sharedCountFinding(place, count, where)
		),
		...[...revealed].flatMap(([figure, interval]) =>
			interval !== null && interval.least === interval.most
				? [meansFinding(figure, interval.least, where)]
				: []
		)
	];
	const home = <P extends { readonly column: number }>(place: P): P => ({
		...place,
		column: column(place.column)
	});
	const totals = sums.map(({ line, by }) => totalOf(line, by));
	return {
		columns,
		marks: marks.marks.map(home),
		totals: totals.map(({ total, parts, by }) => ({
			total: home(total),
			parts: parts.map(home),
			by
		})),
		controls,
		breaches: breaches?.map(home) ?? null,
		findings
	};
}

const controlWords = (rounding: NonNullable<Claim['rounding']>): string =>
	rounding.method === 'base' ? `rounded to ${rounding.base}` : 'rounded to midpoint 6';

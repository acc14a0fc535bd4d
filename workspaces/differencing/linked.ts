import { existsSync } from 'node:fs';
import { sizeClass, type Difference } from '#domain/disclosure/differencing/difference.ts';
import { toldByMeans } from '#domain/disclosure/means.ts';
import { judge, type Judged } from '#domain/disclosure/judge.ts';
import { quantity } from '#domain/disclosure/model.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import { usualRounding } from '#domain/disclosure/rounding/schema.ts';
import { roundable, roundedBounds } from '#domain/disclosure/rounding/table.ts';
import { auditLinked, type Leaving } from '#domain/disclosure/suppression/linked-audit.ts';
import { solver } from '#platform/solver.server.ts';
import { evidenceCells } from '#workspaces/evidence/evidence.ts';
import { EvidenceError } from '#workspaces/evidence/expression.ts';
import { filesFor, tableFiles } from '#workspaces/evidence/for-vault.ts';
import type { RequestTable } from './request-tables.ts';

/**
 * Attacks the tables of a request as one: cells that each table hides well and that their shared
 * cells and totals give away all the same. `folder`: of a snapshot. Tables whose data are gone are
 * left to the comparison of people, which has their sets.
 */
export async function linkedDifferences(
	tables: readonly RequestTable[],
	policy: Policy,
	folder: (snapshot: string) => string
): Promise<Difference[]> {
	if (tables.length < 2 || !tables.some(hides)) return [];
	const sent: { table: RequestTable; leaving: Leaving }[] = [];
	for (const table of tables) {
		const leaving = await leavingOf(table, policy, folder(table.snapshot));
		if (leaving !== null) sent.push({ table, leaving });
	}
	const leaving = sent.map((one) => one.leaving);
	const highs = await solver();
	const { exposed, unsure } = auditLinked(leaving, policy, highs);
	const told = toldByMeans(leaving);
	const means = told.some(({ size }) => size > 0)
		? auditLinked(
				leaving.map((one, t) => ({ ...one, told: told[t] ?? new Map() })),
				policy,
				highs
			).exposed.filter((one) => !exposed.some((known) => same(known, one)))
		: [];
	const names = (some: readonly number[]): string =>
		some.map((t) => sent[t]?.table.file.name ?? '').join(', ');
	const line = (
		t: number,
		one: Pick<Difference, 'cell' | 'level' | 'sizeClass'>,
		others: string
	) => ({
		...one,
		file: sent[t]?.table.file.id ?? '',
		within: true,
		kind: 'linked' as const,
		release: null,
		otherFile: others,
		otherCells: 'the cells and totals that they share'
	});
	return [
		...exposed.map(({ table, cell, others }) => {
			const found = sent[table]?.leaving.cells[cell];
			const size = sizeClass(found?.units ?? 0, policy.threshold ?? 10);
			return line(table, { cell: nameOf(found), level: 'fail', sizeClass: size }, names(others));
		}),
		...means.map(({ table, cell, others }) => {
			const found = sent[table]?.leaving.cells[cell];
			const size = sizeClass(found?.units ?? 0, policy.threshold ?? 10);
			const by = [table, ...others].flatMap((t) =>
				[...(told[t]?.values() ?? [])].flatMap((one) => [...one.by])
			);
			return {
				...line(
					table,
					{ cell: nameOf(found), level: 'fail', sizeClass: size },
					names([...new Set(by)])
				),
				kind: 'mean' as const,
				otherCells: 'means or proportions with many decimals'
			};
		}),
		...unsure.flatMap((group) =>
			group.map((t) =>
				line(
					t,
					{ cell: 'the whole table', level: 'review', sizeClass: 'not worked out' },
					names(group.filter((one) => one !== t))
				)
			)
		)
	];
}

type At = { readonly table: number; readonly cell: number };
const same = (a: At, b: At): boolean => a.table === b.table && a.cell === b.cell;

const hides = ({ shown }: RequestTable): boolean => shown.some(({ value }) => value === null);

const nameOf = (cell: Judged | undefined): string =>
	[...(cell?.row ?? []), ...(cell?.column ?? [])].join(' · ') || 'the whole table';

/** Null when the data are gone, or are not those that the table was made of. */
async function leavingOf(
	{ specification, shown, file }: RequestTable,
	policy: Policy,
	folder: string
): Promise<Leaving | null> {
	if (!existsSync(folder)) return null;
	try {
		const files = filesFor(tableFiles(folder), specification);
		// what is behind the cells is the same under every control, and suppression asks for no keys
		const asked = { files, specification, policy, control: 'suppress' } as const;
		const cells = judge(await evidenceCells(asked), specification, policy);
		const values = new Map(shown.map(({ labels, value }) => [JSON.stringify(labels), value]));
		const known = cells.map(({ row, column }) => values.get(JSON.stringify([...row, ...column])));
		if (known.includes(undefined)) return null;
		const hidden = new Set(cells.keys().filter((index) => known[index] === null));
		const rounding = policy.rounding ?? usualRounding;
		if (file.control !== 'round' || !roundable(specification, rounding))
			return { cells, specification, hidden };
		return {
			cells,
			specification,
			hidden,
			known(cell) {
				const flow = quantity(cell, specification);
				const { lower, upper } = roundedBounds(
					rounding,
					{ flow, lower: flow, upper: flow },
					cell.rows === 0
				);
				return { lower, upper };
			}
		};
	} catch (error) {
		if (error instanceof EvidenceError) return null;
		throw error;
	}
}

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { solver } from '#platform/solver.server.ts';
import type { Evidence } from '../evidence.ts';
import { judge } from '../judge.ts';
import { PolicySchema } from '../policy.ts';
import { protect } from '../protect.ts';
import { TableSpecificationSchema } from '../specification.ts';
import { auditMasked } from './audit.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const highs = await solver();
const policy = v.parse(PolicySchema, { zerosDisclose: null, classShare: null });
const specification = v.parse(TableSpecificationSchema, {
	rows: ['a'],
	columns: ['b'],
	unit: 'person_id',
	statistic: 'count',
	margins: true
});

/** The cells of a table of counts and of its margins, in reading order. */
function cellsOf(counts: readonly (readonly number[])[]): Evidence[] {
	const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
	const body = counts.map((row) => [...row, sum(row)]);
	const all = [...body, (body[0] ?? []).map((_, c) => sum(body.map((row) => row[c] ?? 0)))];
	const level = (index: number, size: number): number => (index === size - 1 ? -1 : 0);
	const name = (index: number, size: number): string =>
		index === size - 1 ? 'Total' : `g${index}`;
	return all.flatMap((row, r) =>
		row.map((units, c) => ({
			row: [name(r, all.length)],
			column: [name(c, row.length)],
			levels: [level(r, all.length), level(c, row.length)],
			value: units,
			units,
			rows: units,
			sum: units,
			largest: units === 0 ? [] : units === 1 ? [1] : [1, 1],
			negatives: 0,
			missing: 0,
			allEqual: false,
			atEndpoint: null,
			modeShare: null,
			organisations: null
		}))
	);
}

test('a table that was protected here passes the audit of a table from elsewhere', () => {
	const one = fc.oneof(
		{ weight: 4, arbitrary: fc.integer({ min: 10, max: 400 }) },
		{ weight: 1, arbitrary: fc.nat(9) }
	);
	const counts = fc
		.tuple(fc.integer({ min: 3, max: 6 }), fc.integer({ min: 3, max: 5 }))
		.chain(([rows, columns]) =>
			fc.array(fc.array(one, { minLength: columns, maxLength: columns }), {
				minLength: rows,
				maxLength: rows
			})
		);
	let [marks, alarms] = [0, 0];
	fc.assert(
		fc.property(counts, fc.constantFrom('*', 'c', '[REDACTED]'), (table, mark) => {
			const cells = judge(cellsOf(table), specification, policy);
			const made = protect(cells, specification, policy, highs);
			if (made.safeVerdict === 'fail') return;
			const width = (table[0]?.length ?? 0) + 1;
			const shown = made.safe.map((cell) =>
				cell.mark === 'suppressed' ? mark : String(cell.value)
			);
			const names = made.safe.slice(0, width).map((cell) => cell.column[0] ?? '');
			const rows = Array.from({ length: table.length + 1 }, (_, r) => [
				made.safe[r * width]?.row[0] ?? '',
				...shown.slice(r * width, (r + 1) * width)
			]);
			const audit = auditMasked([['', ...names], ...rows], policy, highs);
			marks += audit.marks.length;
			alarms += audit.findings.filter(({ level }) => level === 'fail').length;
			expect(audit.findings).toEqual([]);
		}),
		{ numRuns: 60 }
	);
	expect(marks).toBeGreaterThan(100);
	expect(alarms).toBe(0);
});

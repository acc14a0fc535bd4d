import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { audited, highs } from '../../../../tests/support/audited.ts';
import { usualPolicy } from '../policy.ts';
import { auditMasked } from './audit.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

/** A table of counts with margins, some of its cells hidden. */
type Made = { readonly counts: number[][]; readonly hidden: boolean[][] };

const made = (most: number, hiddenAtMost: number): fc.Arbitrary<Made> =>
	fc
		.tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 }))
		.chain(([rows, columns]) =>
			fc.record({
				counts: fc.array(fc.array(fc.nat(most), { minLength: columns, maxLength: columns }), {
					minLength: rows,
					maxLength: rows
				}),
				places: fc.array(fc.tuple(fc.nat(rows), fc.nat(columns)), {
					minLength: 1,
					maxLength: hiddenAtMost
				})
			})
		)
		.map(({ counts, places }) => {
			const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0);
			const body = counts.map((row) => [...row, sum(row)]);
			const down = (body[0] ?? []).map((_, c) => sum(body.map((row) => row[c] ?? 0)));
			const all = [...body, down];
			// zeros are never suppressed
			const hidden = all.map((row, r) =>
				row.map((value, c) => value > 0 && places.some(([y, x]) => y === r && x === c))
			);
			return { counts: all, hidden };
		});

const wide = ({ counts, hidden }: Made): string[][] => {
	const width = counts[0]?.length ?? 0;
	const name = (i: number, of: number): string => (i === of - 1 ? 'Total' : `g${i}`);
	return [
		['group', ...Array.from({ length: width }, (_, c) => name(c, width))],
		...counts.map((row, r) => [
			name(r, counts.length),
			...row.map((value, c) => (hidden[r]?.[c] === true ? '*' : String(value)))
		])
	];
};

const long = (table: string[][]): string[][] => [
	['a', 'b', 'count'],
	...table
		.slice(1)
		.flatMap((row) => row.slice(1).map((cell, c) => [row[0] ?? '', table[0]?.[c + 1] ?? '', cell]))
];

/** All values that the hidden cells can have, tried one by one. */
function bruteForce({ counts, hidden }: Made): Map<string, [number, number]> {
	const places = hidden.flatMap((row, r) => row.flatMap((is, c) => (is ? [[r, c] as const] : [])));
	const most = Math.max(...counts.flat()) + 1;
	const found = new Map<string, [number, number]>();
	const cells = counts.map((row) => [...row]);
	const fits = (): boolean => {
		const sum = (list: number[]): number => list.slice(0, -1).reduce((a, b) => a + b, 0);
		const columns = (cells[0] ?? []).map((_, c) => cells.map((row) => row[c] ?? 0));
		return [...cells, ...columns].every((line) => sum(line) === line.at(-1));
	};
	const attempt = (index: number): void => {
		const place = places[index];
		if (place === undefined) {
			if (!fits()) return;
			for (const [r, c] of places) {
				const value = cells[r]?.[c] ?? 0;
				const [low, high] = found.get(`${r},${c}`) ?? [value, value];
				found.set(`${r},${c}`, [Math.min(low, value), Math.max(high, value)]);
			}
			return;
		}
		const row = cells[place[0]];
		for (let value = 1; row !== undefined && value <= most; value++) {
			row[place[1]] = value;
			attempt(index + 1);
		}
	};
	attempt(0);
	return found;
}

describe('the interval of a mark', () => {
	test('contains the truth, in wide and in long tables', () => {
		fc.assert(
			fc.property(made(60, 7), (table) => {
				for (const [rows, at] of [
					[wide(table), (r: number, c: number) => table.counts[r - 1]?.[c - 1]],
					[
						long(wide(table)),
						(r: number) => {
							const width = table.counts[0]?.length ?? 1;
							return table.counts[Math.floor((r - 1) / width)]?.[(r - 1) % width];
						}
					]
				] as const) {
					const audit = auditMasked(rows, usualPolicy, highs);
					expect(audit.marks).toHaveLength(table.hidden.flat().filter(Boolean).length);
					for (const { row, column, interval } of audit.marks) {
						const truth = at(row, column) ?? -1;
						if (interval === null) continue;
						expect(interval.least).toBeLessThanOrEqual(truth);
						expect(interval.most).toBeGreaterThanOrEqual(truth);
					}
				}
			}),
			{ numRuns: 60 }
		);
	});
	test('is what trying every value finds, so no mark that gives itself away is missed', () => {
		fc.assert(
			fc.property(made(7, 4), (table) => {
				const truth = bruteForce(table);
				// where a value has no upper end, trying values stops too early to say anything
				const last = Math.max(...table.counts.flat()) + 1;
				fc.pre([...truth.values()].every(([, high]) => high < last));
				const audit = auditMasked(wide(table), usualPolicy, highs);
				for (const { row, column, interval, exact } of audit.marks) {
					const [low = 0, high = 0] = truth.get(`${row - 1},${column - 1}`) ?? [];
					expect({ exact, interval }).toEqual({
						exact: low === high,
						interval: { least: low, most: high }
					});
					if (low !== high) continue;
					expect(
						audit.findings.some(
							({ rule, where }) =>
								rule === 'recoverable' && where.startsWith(`row ${row + 1}, column `)
						)
					).toBe(true);
				}
			}),
			{ numRuns: 80 }
		);
	});
	test('is open where its totals are hidden too, and then gives nothing away', () => {
		const { marks, findings } = audited(`area,F,M,Total
			N,*,60,*
			S,70,80,150
			Total,*,140,*`);
		expect(marks).toHaveLength(4);
		expect(marks.filter(({ exact }) => exact)).toEqual([]);
		expect(marks.map(({ interval }) => interval?.most)).toEqual(marks.map(() => Infinity));
		expect(findings).toEqual([]);
	});
});

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Linear, Solution } from './linear.ts';
import { solver } from './solver.server.ts';

const between = (lower: number, upper: number, whole = false) => ({ lower, upper, whole });
const valueOf = (solution: Solution): number | string =>
	solution.status === 'optimal' ? Math.round(solution.value * 1e6) / 1e6 : solution.status;

const pair = (whole: boolean): Linear => ({
	variables: [between(0, Infinity, whole), between(0, Infinity, whole)],
	equations: [
		{
			terms: [
				[0, 2],
				[1, 1]
			],
			lower: -Infinity,
			upper: 5
		},
		{
			terms: [
				[0, 1],
				[1, 3]
			],
			lower: -Infinity,
			upper: 7
		}
	]
});

test('a problem stays open while objectives, bounds and equations change', async () => {
	const session = (await solver()).open(pair(false));
	const both = [
		[0, 1],
		[1, 1]
	] as const;
	expect(valueOf(session.optimise(both, 'most'))).toBe(3.4);
	expect(valueOf(session.optimise(both, 'least'))).toBe(0);
	session.bound(0, 1, 1);
	expect(valueOf(session.optimise(both, 'most'))).toBe(3);
	session.add({ terms: [[1, 1]], lower: -Infinity, upper: 0.5 });
	expect(valueOf(session.optimise(both, 'most'))).toBe(1.5);
	session.bound(1, 0.75, 1);
	expect(session.optimise(both, 'most').status).toBe('infeasible');
	session.bound(1, 0, 1);
	expect(valueOf(session.optimise(both, 'most'))).toBe(1.5);
	session.close();
	expect(valueOf(session.optimise(both, 'most'))).toBe(1.5);
	session.close();
});

test('reduced costs say what one unit more of a bound is worth', async () => {
	const session = (await solver()).open({
		variables: [between(0, 4), between(0, Infinity)],
		equations: [
			{
				terms: [
					[0, 1],
					[1, -1]
				],
				lower: 0,
				upper: 0
			}
		]
	});
	const found = session.optimise([[1, 3]], 'most');
	expect(valueOf(found)).toBe(12);
	expect(found.status === 'optimal' && found.reduced[0]).toBe(3);
	session.close();
});

test('whole variables take whole values', async () => {
	const session = (await solver()).open(pair(true));
	expect(
		valueOf(
			session.optimise(
				[
					[0, 3],
					[1, 2]
				],
				'most'
			)
		)
	).toBe(8);
	expect(
		valueOf(
			session.optimise(
				[
					[0, 3],
					[1, 2]
				],
				'least'
			)
		)
	).toBe(0);
	session.close();
});

test('an unbounded problem and one without an answer are told apart', async () => {
	const highs = await solver();
	const free = highs.open({ variables: [between(0, Infinity)], equations: [] });
	expect(free.optimise([[0, 1]], 'most').status).toBe('unbounded');
	free.close();
	const tied: Linear = {
		variables: [between(0, Infinity), between(0, Infinity)],
		equations: [
			{
				terms: [
					[0, 1],
					[1, -1]
				],
				lower: 0,
				upper: 0
			}
		]
	};
	const loop = highs.open(tied);
	expect(
		loop.optimise(
			[
				[0, 1],
				[1, 1]
			],
			'most'
		).status
	).toBe('unbounded');
	loop.close();
});

test('refuses to wait: a question without time is unknown, not answered', async () => {
	const n = 40;
	const session = (await solver()).open(
		{
			variables: Array.from({ length: n }, () => between(0, 1, true)),
			equations: [1, 2, 3].map((seed) => ({
				terms: Array.from({ length: n }, (_, i) => [i, ((i * 7919 * seed) % 97) + 1] as const),
				lower: 500,
				upper: 501
			}))
		},
		0
	);
	const terms = Array.from({ length: n }, (_, i) => [i, ((i * 31) % 13) + 1] as const);
	expect(session.optimise(terms, 'least').status).toBe('unknown');
	session.close();
});

test('goes on after the module has aborted, with the bounds and equations it was told of', async () => {
	const highs = await solver();
	const session = highs.open(pair(false));
	const both = [
		[0, 1],
		[1, 1]
	] as const;
	expect(valueOf(session.optimise(both, 'most'))).toBe(3.4);
	session.bound(0, 0, 1);
	session.add({ terms: [[1, 1]], lower: -Infinity, upper: 1 });
	// Without more memory a large problem aborts the module that it is given to.
	const refused = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
		throw new RangeError('There is no more memory.');
	});
	const size = 400_000;
	const large = highs.open({
		variables: Array.from({ length: size }, () => between(0, 1)),
		equations: [{ terms: Array.from({ length: size }, (_, i) => [i, 1]), lower: 0, upper: 1 }]
	});
	expect(large.optimise([[0, 1]], 'most').status).toBe('unknown');
	large.close();
	expect(refused).toHaveBeenCalled();
	refused.mockRestore();
	expect(valueOf(session.optimise(both, 'most'))).toBe(2);
	session.close();
});

test('agrees with enumeration on small whole problems', async () => {
	const highs = await solver();
	fc.assert(
		fc.property(
			fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 }), {
				minLength: 1,
				maxLength: 3
			}),
			fc.array(fc.integer({ min: -4, max: 6 }), { minLength: 3, maxLength: 3 }),
			fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 }),
			(rows, limits, costs) => {
				const equations = rows.map((row, r) => ({
					terms: row.map((factor, i) => [i, factor] as const).filter(([, f]) => f !== 0),
					lower: -Infinity,
					upper: limits[r] ?? 0
				}));
				const session = highs.open({
					variables: [0, 1, 2].map(() => between(0, 3, true)),
					equations
				});
				const found = session.optimise(
					costs.map((cost, i) => [i, cost] as const),
					'most'
				);
				session.close();
				let best = -Infinity;
				for (let code = 0; code < 64; code++) {
					const point = [code % 4, Math.floor(code / 4) % 4, Math.floor(code / 16)];
					const dot = (row: readonly number[]) =>
						row.reduce((sum, factor, i) => sum + factor * (point[i] ?? 0), 0);
					if (rows.every((row, r) => dot(row) <= (limits[r] ?? 0)))
						best = Math.max(best, dot(costs));
				}
				if (best === -Infinity) expect(found.status).toBe('infeasible');
				else expect(valueOf(found)).toBe(best);
			}
		)
	);
});

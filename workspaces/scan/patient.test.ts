import { expect, test } from 'vitest';
import { auditMasked } from '#domain/disclosure/masked/audit.ts';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import { solver } from '#platform/solver.server.ts';
import { patient, whenAsked } from './patient.ts';

const table = ['area,F,M,Total', 'N,*,61,72', 'S,73,84,157', 'Total,84,145,229'].map((line) =>
	line.split(',')
);

test('with time left a mark is worked out', async () => {
	const { marks, findings } = auditMasked(table, usualPolicy, patient(await solver(), 60));
	expect(marks.map(({ interval }) => interval)).toEqual([{ least: 11, most: 11 }]);
	expect(findings.map(({ rule }) => rule)).toEqual(['recoverable']);
});

test('with none left the marks have no interval, and a person is told so', async () => {
	const { marks, findings } = auditMasked(table, usualPolicy, patient(await solver(), 0));
	expect(marks.map(({ interval }) => interval)).toEqual([null]);
	expect(findings).toMatchObject([{ rule: 'not-worked-out', level: 'review' }]);
});

test('work that asks nothing is done without loading one, and other work once more with one', async () => {
	let loads = 0;
	const load = () => {
		loads += 1;
		return solver();
	};
	const auditOf = (rows: string[][]) =>
		whenAsked(load, 60, async (given) => auditMasked(rows, usualPolicy, await given()));
	const whole = table.map((row) => row.map((cell) => (cell === '*' ? '11' : cell)));
	expect((await auditOf(whole)).marks).toEqual([]);
	expect(loads).toBe(0);
	expect((await auditOf(table)).marks).toHaveLength(1);
	expect(loads).toBe(1);
	await expect(
		whenAsked(load, 60, () => Promise.reject(new Error('Something else.')))
	).rejects.toThrow('Something else.');
});

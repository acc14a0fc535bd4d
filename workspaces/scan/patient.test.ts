import { expect, test } from 'vitest';
import { auditMasked } from '#domain/disclosure/masked/audit.ts';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import { solver } from '#platform/solver.server.ts';
import { patient } from './patient.ts';

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

import { describe, expect, test } from 'vitest';
import { hasShared, sharedText } from '../../../../tests/support/shared.ts';
import { summarise, type ColumnSummary } from './summary.ts';

type Case = { column: string[]; expect: Record<string, string | number> };
const known = 'sdc/09-airlock-csv-summary/columns.json';
const cases: Case[] = hasShared(known)
	? (JSON.parse(sharedText(known)) as { cases: Case[] }).cases
	: [];

describe.skipIf(cases.length === 0)('the summary of a column (known answers)', () => {
	const said = (value: boolean | null): string => (value === true ? 'Yes' : 'No');
	const answers: Record<string, (column: ColumnSummary) => string | number> = {
		'Column type': ({ type }) => type,
		'Null / missing': ({ missing }) => missing,
		Redacted: ({ redacted }) => redacted,
		'Divisible by 5': ({ divisibleBy5 }) => said(divisibleBy5),
		'Divisible by 6': ({ divisibleBy6 }) => said(divisibleBy6),
		'Midpoint 6 rounded': ({ midpoint6 }) => said(midpoint6),
		'Min value': ({ least }) => least ?? '-',
		'Max value': ({ most }) => most ?? '-',
		'Min non-zero': ({ leastNonZero }) => leastNonZero ?? '-'
	};
	test('there are 28', () => {
		expect(cases).toHaveLength(28);
	});
	test.each(cases.map((one) => [one.column.join(' | '), one] as const))('%s', (_, one) => {
		const column = summarise('x', one.column);
		for (const [question, answer] of Object.entries(one.expect))
			expect([question, answers[question]?.(column)]).toEqual([question, answer]);
	});
});

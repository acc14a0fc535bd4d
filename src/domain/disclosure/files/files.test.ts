import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usualPolicy } from '../policy.ts';
import { nameFindings, plainName, shownName } from './names.ts';
import { proseFindings } from './prose.ts';
import { sinceCleared } from './since.ts';

describe('the name of a file', () => {
	test.each(['t.csv', 'Deaths by year.csv', 'plot-2 (final).png', 'données.csv'])(
		'%s is safe',
		(name) => {
			expect(nameFindings(name)).toEqual([]);
		}
	);
	test('made plain is safe, whatever it was', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (name) => {
				expect(nameFindings(plainName(name, '.csv'))).toEqual([]);
			})
		);
	});
	test('is printed without letters that act or hide', () => {
		expect(shownName('a\u202e\u0000\u001b[2J.csv')).toBe('a\\u{202e}\\u{0}\\u{1b}[2J.csv');
	});
});

describe('a text since it was last cleared', () => {
	const findings = (text: string) => proseFindings(text, 'code', usualPolicy);
	test('shows findings on changed lines only', () => {
		const before = "select 1\nwhere day = '2020-01-01'\nend\n";
		const now = "select 1\nwhere day = '2020-01-01'\nand dob = '1950-04-01'\nend\n";
		const since = sinceCleared(before, now, findings(now));
		expect(findings(now).map(({ rule }) => rule)).toEqual(['date-of-birth', 'dates']);
		expect(since.findings.map(({ rule }) => rule)).toEqual(['date-of-birth']);
		expect(since.lines.filter(({ changed }) => changed).map(({ number }) => number)).toEqual([3]);
		expect(since.gone).toEqual([]);
	});
	test('names what is gone', () => {
		expect(sinceCleared('a\nb\nc', 'a\nc', []).gone).toEqual(['b']);
	});
	test('keeps findings that name no line or very many', () => {
		const many = Array.from({ length: 30 }, () => "x = '2020-01-01'").join('\n');
		expect(sinceCleared(many, many, findings(many))).toMatchObject({
			findings: [{ rule: 'dates' }]
		});
	});
	test('is told line by line: unchanged lines are those of the earlier text, in order', () => {
		const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
		fc.assert(
			fc.property(lines, lines, (before, now) => {
				const { lines: told, gone } = sinceCleared(before.join('\n'), now.join('\n'), []);
				const kept = told.filter(({ changed }) => !changed).length;
				expect(kept + gone.length).toBe(before.join('\n').split('\n').length);
				expect(told.map(({ text }) => text)).toEqual(now.join('\n').split('\n'));
			})
		);
	});
});

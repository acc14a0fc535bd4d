import { describe, expect, test } from 'vitest';
import { moved, moves, nextAfter, periodOf, statuses, type MoveName } from './regular.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

describe('a regular release', () => {
	test.for(statuses.flatMap((status) => Object.keys(moves).map((name) => ({ status, name }))))(
		'that is $status, at $name',
		({ status, name }) => {
			const move = moves[name as MoveName];
			const may = (move.from as readonly string[]).includes(status);
			if (may) expect(moved(status, name as MoveName)).toBe(move.to);
			else expect(() => moved(status, name as MoveName)).toThrow(/regular release is/);
		}
	);

	test('once it is over, stays over', () => {
		for (const { from } of Object.values(moves))
			for (const over of ['declined', 'stopped', 'ended'])
				expect(from as readonly string[]).not.toContain(over);
	});
});

describe('a period', () => {
	test('is a month, a quarter, or a refresh by its snapshot', () => {
		expect(periodOf('monthly', day('2026-02-28'), 's1')).toBe('2026-02');
		expect(periodOf('quarterly', day('2026-03-31'), 's1')).toBe('2026-Q1');
		expect(periodOf('quarterly', day('2026-12-01'), 's1')).toBe('2026-Q4');
		expect(periodOf('refresh', day('2026-12-01'), 's1')).toBe('s1');
	});

	test('is followed by one that begins on its first day, across years', () => {
		expect(nextAfter('monthly', day('2026-12-31'))).toEqual(day('2027-01-01'));
		expect(nextAfter('monthly', day('2027-01-31'))).toEqual(day('2027-02-01'));
		expect(nextAfter('quarterly', day('2026-11-30'))).toEqual(day('2027-01-01'));
		expect(nextAfter('quarterly', day('2026-04-01'))).toEqual(day('2026-07-01'));
		expect(nextAfter('refresh', day('2026-04-01'))).toBeNull();
	});

	test('and the next one always differ', () => {
		let today = day('2026-01-01');
		for (let n = 0; n < 800; n += 1) {
			for (const schedule of ['monthly', 'quarterly'] as const) {
				const next = nextAfter(schedule, today);
				expect(next && periodOf(schedule, next, '')).not.toBe(periodOf(schedule, today, ''));
			}
			today = today.add({ days: 1 });
		}
	});
});

import { expect, test } from 'vitest';
import { commonest } from '../review/reasons.ts';
import { statisticsOf, type Answered } from './statistics.ts';

const turn = (sent: string, answered: string, ...choices: Answered['choices']): Answered => ({
	sentAt: Temporal.Instant.from(`${sent}T10:00:00Z`),
	answeredAt: Temporal.Instant.from(`${answered}T10:00:00Z`),
	choices
});

test('days are working days: a weekend and a bank holiday make nobody late', () => {
	// Christmas 2026: Friday the 25th and, for Boxing Day, Monday the 28th are holidays
	const told = statisticsOf([turn('2026-12-22', '2027-01-04', 'approve', 'approve')], {
		promisedDays: 5
	});
	expect(told).toMatchObject({ medianDays: 6, inTime: 0, agreed: 100 });
	const prompt = [turn('2026-11-20', '2026-11-23', 'approve', 'changes')];
	expect(statisticsOf(prompt, { promisedDays: 5 })).toMatchObject({
		answered: 1,
		medianDays: 1,
		inTime: 100,
		agreed: 0
	});
});

test('the median of an even count lies between its two middle ones, and of none is nothing', () => {
	const turns = [turn('2026-11-16', '2026-11-16'), turn('2026-11-16', '2026-11-19')];
	expect(statisticsOf(turns, { promisedDays: 5 })).toMatchObject({ medianDays: 1.5, agreed: null });
	expect(statisticsOf([], { promisedDays: 5 })).toMatchObject({ medianDays: null, inTime: null });
});

test('reasons are as published until enough files came back, then our own', () => {
	const totals = [
		{ reason: 'context', files: 6, of: 10 },
		{ reason: 'mask', files: 4, of: 10 }
	];
	const before = commonest(totals, 20);
	expect(before.ours).toBe(false);
	expect(before.reasons.map(({ code, share }) => [code, share])).toEqual([
		['rounding', 30],
		['context', 25],
		['mask', 20],
		['counts', 10],
		['file-type', 10]
	]);
	const after = commonest(totals, 10);
	expect(after).toMatchObject({ ours: true, files: 10 });
	expect(after.reasons.map(({ code, share }) => [code, share])).toEqual([
		['context', 60],
		['mask', 40]
	]);
});

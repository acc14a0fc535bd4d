import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checks, type Made } from './classes-checks.ts';
import { everyClass } from './classes-scene.ts';
import { ran, rulesFor } from './deidentify-scene.ts';

let place: Awaited<ReturnType<typeof everyClass>>;
beforeAll(async () => {
	place = await everyClass(700);
}, 120_000);
afterAll(() => {
	place.remove();
});

const period = { from: '2015-01-01', to: '2026-10-31' };
const tables = ['person', 'visit_occurrence', 'measurement', 'death'];

describe.each(['exact', 'shift', 'month', 'relative'] as const)('with days in mode %s', (mode) => {
	let made: Made;
	beforeAll(async () => {
		const out = place.out();
		const dated = tables.map((name) => ({ name, ...(name === 'person' ? {} : period) }));
		const rules = rulesFor({ dates: { mode }, tables: dated });
		const result = await ran({ source: place.source, lists: place.lists, rules, out });
		made = { ...result, source: place.source, out, mode, period };
	}, 60_000);

	test.each(checks)('$name', async ({ holds }) => {
		expect(made.report.gate['reasons']).toEqual([]);
		expect(await holds(made)).toBe(true);
	});
});

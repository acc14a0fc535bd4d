import { join } from 'node:path';
import type { Made } from './classes-checks.ts';
import type { everyClass } from './classes-scene.ts';
import { ran, rulesFor } from './deidentify-scene.ts';

export const period = { from: '2015-01-01', to: '2026-10-31' };
const tables = ['person', 'visit_occurrence', 'measurement', 'death'].map((name) => ({
	name,
	...(name === 'person' ? {} : period)
}));

export async function made(
	place: Awaited<ReturnType<typeof everyClass>>,
	changes: object = {},
	more: object = {},
	source = place.source
): Promise<Made> {
	const out = place.out();
	const mode = (changes as { dates?: { mode: Made['mode'] } }).dates?.mode ?? 'exact';
	const rules = rulesFor({ tables, ...changes });
	const result = await ran({ source, lists: join(source, 'lists'), rules, out, ...more });
	return { ...result, source, out, mode, period };
}

/** Puts something else in a table of rules; answers how to put it back. */
export function put<T extends object>(table: T, name: keyof T, value: unknown): () => void {
	const before = table[name];
	(table as Record<keyof T, unknown>)[name] = value;
	return () => {
		table[name] = before;
	};
}

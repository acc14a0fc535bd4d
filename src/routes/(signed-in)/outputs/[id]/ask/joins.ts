import type { Join } from '#domain/outputs/files/joining.ts';

/** One category that is to be joined, as a form sends it: the dimension, the band, and the category. */
export const joinValue = (column: string, labels: readonly string[]): string =>
	JSON.stringify([column, ...labels]);

/**
 * The joins of a form. Buttons send whole bands; ticks send one category each, and those of a
 * dimension become one band. What is no such value is left out: the use-case refuses an empty join.
 */
export function joinsOf(sent: readonly string[]): Join[] {
	const read = sent.flatMap((text) => {
		const [column, ...labels] = texts(text);
		return column === undefined ? [] : [{ column, labels }];
	});
	const ticked = new Map<string, string[]>();
	for (const { column, labels } of read)
		if (labels.length === 1) ticked.set(column, [...(ticked.get(column) ?? []), ...labels]);
	return [
		...read.filter(({ labels }) => labels.length > 1),
		...[...ticked].map(([column, labels]) => ({ column, labels }))
	];
}

function texts(sent: string): string[] {
	try {
		const value: unknown = JSON.parse(sent);
		return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : [];
	} catch {
		return [];
	}
}

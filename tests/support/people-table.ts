import type { Evidence } from '../../src/domain/disclosure/evidence.ts';

/** How many people stand in one combination of categories. */
export type Group = { readonly labels: readonly string[]; readonly n: number };

/** The groups that a cell counts, beside what the table says of it. */
export type Counted = Evidence & { readonly covers: readonly number[] };

type Label = { readonly text: string; readonly level: number };

/**
 * A table of people counted once each, with its margins, and with parents where they are given
 * (`parents` per dimension). The first dimension is the rows, the others are columns.
 */
export function peopleTable(
	groups: readonly Group[],
	parents: readonly Readonly<Record<string, string>>[] = [],
	margins = true
): Counted[] {
	const dimensions = groups[0]?.labels.length ?? 0;
	let places: Label[][] = [[]];
	for (let d = 0; d < dimensions; d++) {
		const leaves = [...new Set(groups.map((group) => group.labels[d] ?? ''))];
		const above = [...new Set(leaves.flatMap((leaf) => parents[d]?.[leaf] ?? []))];
		const labels: Label[] = [
			...leaves.map((text) => ({ text, level: 0 })),
			...above.map((text) => ({ text, level: 1 })),
			...(margins ? [{ text: 'Total', level: -1 }] : [])
		];
		places = places.flatMap((before) => labels.map((label) => [...before, label]));
	}
	return places.map((place) => {
		const covers = [...groups.keys()].filter((index) =>
			place.every(({ text, level }, d) => {
				const leaf = groups[index]?.labels[d] ?? '';
				return level < 0 || leaf === text || (level > 0 && parents[d]?.[leaf] === text);
			})
		);
		const n = covers.reduce((sum, index) => sum + (groups[index]?.n ?? 0), 0);
		const texts = place.map(({ text }) => text);
		return {
			row: texts.slice(0, 1),
			column: texts.slice(1),
			levels: place.map(({ level }) => level),
			value: n,
			units: n,
			rows: n,
			sum: n,
			largest: [1, 1].slice(0, n),
			negatives: 0,
			missing: 0,
			allEqual: true,
			atEndpoint: null,
			modeShare: null,
			organisations: null,
			covers
		};
	});
}

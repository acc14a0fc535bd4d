/**
 * The cell key method, for counts: each record carries a random key for good; the keys of a cell's
 * records are added up, and that sum and the count look up how much the count is changed by. The same
 * people give the same change wherever they are counted. Sources: the ONS cell key perturbation
 * package; SDC Handbook 2nd ed. §5.4.
 */
export type PerturbationTable = {
	/** Cell keys run from 0 to one less than this. */
	readonly keys: number;
	/** Counts above the largest row go round through its last rows, so many of them. */
	readonly repeat: number;
	/**
	 * By row (a count from 1): runs of [change, last cell key that has it], in the order of the keys.
	 * The last run ends at `keys` − 1.
	 */
	readonly changes: readonly (readonly (readonly [change: number, upTo: number])[])[];
};

/** Which row of the table a count uses; 0 has none and is never changed. */
export function tableRow(count: number, { changes, repeat }: PerturbationTable): number {
	const last = changes.length;
	if (count <= last) return count;
	return last - repeat + 1 + ((count - last - 1) % repeat);
}

/** The key of a cell: the sum of its records' keys, modulo the number of keys. */
export const cellKey = (sum: number, { keys }: PerturbationTable): number =>
	((sum % keys) + keys) % keys;

/** What a count becomes; never below zero. `sum` is the sum of the keys of the cell's records. */
export function perturb(count: number, sum: number, table: PerturbationTable): number {
	if (count <= 0) return count;
	const key = cellKey(sum, table);
	const runs = table.changes[tableRow(count, table) - 1] ?? [];
	return Math.max(0, count + (runs.find(([, upTo]) => key <= upTo)?.[0] ?? 0));
}

/** How far a count can move, down and up: what an attacker who knows the method can say of it. */
export function reach({ changes }: PerturbationTable): {
	readonly down: number;
	readonly up: number;
} {
	const all = changes.flatMap((runs) => runs.map(([change]) => change));
	return {
		down: all.reduce((most, change) => Math.max(most, -change), 0),
		up: all.reduce((most, change) => Math.max(most, change), 0)
	};
}

/** One row of a table of changes by interval, as the Handbook prints them: lower < key ≤ upper. */
export type KeyBand = {
	readonly count: number;
	readonly change: number;
	readonly above: number;
	readonly upTo: number;
};

/**
 * A perturbation table whose keys are fractions, as one of whole keys, so that both forms are looked
 * up the same way: the fraction x is the key x × `keys`, and key 0 stands for 1 (a fraction is above
 * 0). Counts without rows of their own use those of the largest that has.
 */
export function tableOfBands(bands: readonly KeyBand[], keys: number): PerturbationTable {
	const last = bands.reduce((most, band) => Math.max(most, band.count), 0);
	const changes = Array.from({ length: last }, (_, index) => {
		const own = bands.filter((band) => band.count === index + 1);
		const top = own.find((band) => band.upTo === 1);
		const runs = own
			.toSorted((a, b) => a.upTo - b.upTo)
			.map(({ change, upTo }): [number, number] => [change, Math.min(keys - 1, upTo * keys)]);
		return top === undefined ? runs : [[top.change, 0] as [number, number], ...runs];
	});
	return { keys, repeat: 1, changes };
}

import type { Effort, Moves, Point, System } from './system.ts';

/** A cell that the pattern leaves too well known: to everyone, or to one insider of `system.insiders`. */
export type Exposed = { readonly cell: number; readonly insider: number | null };

/** The tables that show a cell to be safe: for everyone, and for each insider one that fits them. */
export type Certificate = readonly Point[];

const nobody: ReadonlySet<number> = new Set();

/**
 * Whether the cell can lie as far above the truth as its protection asks, for all that anyone can
 * tell. One table that shows it will do for every insider whose own cells it leaves alone; for the
 * others another is looked for.
 */
export function certify(
	system: System,
	moves: Moves,
	cell: number,
	effort: Effort = 'thorough'
): Certificate | Exposed {
	const level = system.levels.get(cell) ?? 0;
	const first = moves.rise(cell, level, nobody, effort);
	if (first === null) return { cell, insider: null };
	const points = [first];
	for (const [insider, own] of system.insiders.entries()) {
		if (own.has(cell) || points.some((point) => untouched(point, own))) continue;
		const other = moves.rise(cell, level, own, effort);
		if (other === null) return { cell, insider };
		points.push(other);
	}
	return points;
}

function untouched(point: Point, own: ReadonlySet<number>): boolean {
	for (const index of own) if (point.has(index)) return false;
	return true;
}

export const isExposed = (found: Certificate | Exposed): found is Exposed => !Array.isArray(found);

/** The attacker's audit of what is hidden now: every cell that is too well known. */
export function audit(system: System, moves: Moves): Exposed[] {
	return [...system.levels.keys()]
		.map((cell) => certify(system, moves, cell))
		.filter((found) => isExposed(found));
}

/** A cell as it is, and between what everybody knows it to lie. */
export type Arc = { readonly flow: number; readonly lower: number; readonly upper: number };

/**
 * Conventional rounding to a base: to the nearest multiple, half upwards on the magnitude. A margin is
 * rounded from its true total, so a rounded table need not add (disclosure.md §5).
 */
export function roundTo(value: number, base: number): number {
	const size = Math.floor(Math.abs(value) / base + 0.5) * base;
	return value < 0 ? -size : size;
}

/** What an attacker knows of a value that was published rounded. An empty cell is known to be zero. */
export function roundingBounds(arc: Arc, base: number, empty: boolean): Arc {
	if (empty) return arc;
	const rounded = roundTo(arc.flow, base);
	const whole = Number.isInteger(arc.flow);
	const below = whole ? Math.floor(base / 2) : base / 2;
	const above = whole ? Math.ceil(base / 2) - 1 : base / 2;
	const floor = arc.flow >= 0 ? 0 : -Infinity;
	return {
		...arc,
		lower: Math.min(arc.flow, Math.max(floor, rounded - below)),
		upper: Math.max(arc.flow, rounded + above)
	};
}

/**
 * Random rounding to a base, up or down to the nearest multiples with the chance that keeps the value
 * right on average; a multiple of the base stays. `draw` lies in [0, 1) and belongs to the cell, not
 * to the request: whoever asks again gets the same answer, so asking often averages nothing out.
 */
export function roundRandomly(value: number, base: number, draw: number): number {
	const below = Math.floor(value / base) * base;
	const over = value - below;
	return draw < over / base ? below + base : below;
}

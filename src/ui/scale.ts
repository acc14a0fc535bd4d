/** Round numbers from 0 to at least `max`, four steps or so, for the lines of a chart. */
export function ticks(max: number): number[] {
	if (!(max > 0) || !Number.isFinite(max)) return [0, 1];
	const rough = max / 4;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = ([1, 2, 2.5, 5, 10].find((n) => n * power >= rough) ?? 10) * power;
	const count = Math.ceil(max / step - 1e-9);
	return Array.from({ length: count + 1 }, (_, n) => Number((n * step).toPrecision(12)));
}

/** The path of a line over 0 … 100 both ways; a missing point breaks it rather than reading as 0. */
export function path(points: readonly (number | null)[], top: number): string {
	const across = points.length > 1 ? 100 / (points.length - 1) : 0;
	let pen = 'M';
	return points
		.map((value, at) => {
			if (value === null) {
				pen = 'M';
				return '';
			}
			const drawn = `${pen}${round(at * across)} ${round(100 - (value / top) * 100)}`;
			pen = 'L';
			return drawn;
		})
		.join('');
}

const round = (n: number): string => String(Math.round(n * 100) / 100);

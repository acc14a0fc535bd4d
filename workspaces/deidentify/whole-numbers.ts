import type { Read } from './hmac-lanes.ts';

const encoder = new TextEncoder();

/** Writes `length` digits of a number below 10⁹ so that they end before `end`. */
function ending(value: number, into: Uint8Array, end: number, length: number): void {
	let rest = value | 0;
	for (let at = end - 1; at >= end - length; at--) {
		const above = (rest / 10) | 0;
		into[at] = 48 + rest - above * 10;
		rest = above;
	}
}

const powers = Array.from({ length: 9 }, (_, at) => 10 ** (at + 1));

/** A whole number's digits: the same bytes as its text has, without making the text. */
function digits(value: number, into: Uint8Array): number {
	if (value >= 1e9) {
		const above = Math.floor(value / 1e9);
		const length = digits(above, into) + 9;
		ending(value - above * 1e9, into, length, 9);
		return length;
	}
	let length = 1;
	while (length < 9 && value >= (powers[length - 1] ?? 0)) length += 1;
	ending(value, into, length, length);
	return length;
}

/** Reads numbers as the text that they are written as, from row `first` on. */
export function numbers(items: BigInt64Array, first = 0): Read {
	// low halves and high halves, as every processor in use stores them: a bigint would be made anew
	const halves = new Int32Array(items.buffer, items.byteOffset, items.length * 2);
	return (row, into) => {
		const at = (first + row) * 2;
		const high = halves[at + 1] ?? 0;
		return high >= 0 && high < 0x20_0000
			? digits(high * 0x1_0000_0000 + ((halves[at] ?? 0) >>> 0), into)
			: encoder.encodeInto(String(items[first + row] ?? 0n), into).written;
	};
}

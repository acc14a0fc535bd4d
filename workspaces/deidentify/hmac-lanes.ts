import { createHmac } from 'node:crypto';
import { lanes, start, type Lanes } from './sha256-lanes.ts';

/** Longest message, in bytes, that fits in one block beside its own length. */
export const longest = 55;

/** Puts the state after a key's block, the same in all four lanes, into `states[to]`. */
function takeKey({ block, states, compress }: Lanes, key: Uint8Array, pad: number, to: 0 | 1) {
	for (let at = 0; at < 8; at++) states[2].fill(start[at] ?? 0, at * 4, at * 4 + 4);
	const byte = (at: number) => (key[at] ?? 0) ^ pad;
	for (let w = 0; w < 16; w++) {
		const [a, b, c, d] = [byte(w * 4), byte(w * 4 + 1), byte(w * 4 + 2), byte(w * 4 + 3)];
		block.fill((a << 24) | (b << 16) | (c << 8) | d, w * 4, w * 4 + 4);
	}
	compress(2, to);
}

/** Copies a row's text to `into` and says how many bytes it has; gives the text when it is longer. */
export type Read = (row: number, into: Uint8Array) => number | Uint8Array;

/**
 * Makes pseudonyms with one key of at most 64 bytes: the first 16 bytes of HMAC-SHA-256 as a UUID of
 * version 8 (deidentification.md §4). The states after the key's own two blocks are worked out once,
 * so that a message costs two compressions (RFC 2104 §4), and four messages go side by side.
 * Writes them as DuckDB stores a UUID: 128 bits, little end first, with the highest bit turned.
 */
export function pseudonymiser(key: Uint8Array) {
	const own = lanes();
	const { block, states, compress } = own;
	takeKey(own, key, 0x36, 0);
	takeKey(own, key, 0x5c, 1);
	const made = states[2];
	const bytes = new Uint8Array(64);
	const kept = Buffer.from(key);

	// most messages are short: the words behind them are emptied once a turn, not one by one
	const place = (lane: number, length: number) => {
		bytes[length] = 0x80;
		bytes[length + 1] = 0;
		bytes[length + 2] = 0;
		bytes[length + 3] = 0;
		for (let to = lane, at = 0; at <= length; to += 4, at += 4)
			block[to] =
				((bytes[at] ?? 0) << 24) |
				((bytes[at + 1] ?? 0) << 16) |
				((bytes[at + 2] ?? 0) << 8) |
				(bytes[at + 3] ?? 0);
		block[60 + lane] = (64 + length) * 8;
	};

	const outer = () => {
		compress(0, 2);
		block.set(made);
		block.fill(0, 36);
		block.fill(0x80000000, 32, 36);
		block.fill((64 + 32) * 8, 60, 64);
		compress(1, 2);
	};

	return (rows: number, read: Read, out: DataView): void => {
		const long = new Map<number, Uint8Array>();
		for (let first = 0; first < rows; first += 4) {
			const many = Math.min(4, rows - first);
			block.fill(0);
			for (let lane = 0; lane < many; lane++) {
				const length = read(first + lane, bytes);
				if (typeof length === 'number') place(lane, length);
				else long.set(first + lane, length);
			}
			outer();
			for (let lane = 0; lane < many; lane++)
				write(
					out,
					(first + lane) * 16,
					made[lane] ?? 0,
					made[4 + lane] ?? 0,
					made[8 + lane] ?? 0,
					made[12 + lane] ?? 0
				);
		}
		for (const [row, text] of long) {
			const whole = createHmac('sha256', kept).update(text).digest();
			const word = (at: number) => whole.readInt32BE(at);
			write(out, row * 16, word(0), word(4), word(8), word(12));
		}
	};
}

/** The first four words of a digest as a UUID of version 8, variant 10 (RFC 9562). */
function write(out: DataView, at: number, a: number, b: number, c: number, d: number): void {
	out.setInt32(at, d, true);
	out.setInt32(at + 4, (c & 0x3fffffff) | 0x80000000, true);
	out.setInt32(at + 8, (b & 0xffff0fff) | 0x8000, true);
	out.setInt32(at + 12, a ^ 0x80000000, true);
}

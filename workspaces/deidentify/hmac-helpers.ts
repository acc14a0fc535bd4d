import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { pseudonymiser } from './hmac-lanes.ts';
import {
	at,
	closed,
	keyBytes,
	most,
	mostKeys,
	piece,
	shared,
	sharedBytes,
	takePieces
} from './hmac-shared.ts';
import { numbers } from './whole-numbers.ts';

type Make = ReturnType<typeof pseudonymiser>;
type Helped = (items: BigInt64Array, rows: number, out: DataView) => void;

/** More would wait for what one thread can hand out. */
const helpers = Math.min(availableParallelism() - 1, 3);
/** Fewer rows are done before a helper has woken. */
const fewest = 2 * piece;

function begin() {
	const buffer = new SharedArrayBuffer(sharedBytes);
	const place = shared(buffer);
	Atomics.store(place.control, at.next, closed);
	for (let n = 0; n < helpers; n++) {
		const worker = new Worker(new URL('./hmac-helper.ts', import.meta.url), {
			workerData: buffer,
			env: {},
			argv: [],
			execArgv: []
		});
		worker.unref(); // a helper keeps no process alive
		worker.on('error', () => undefined); // what it has not taken is done without it
	}
	return { place, keys: 0, owners: new Int32Array(mostKeys).fill(-1) };
}

let begun: ReturnType<typeof begin> | undefined;

/** Waits for pieces that helpers have taken: a moment at most, since each is small. */
function finish(control: Int32Array, rows: number): void {
	const pieces = Math.ceil(rows / piece);
	for (
		let done = Atomics.load(control, at.done);
		done < pieces;
		done = Atomics.load(control, at.done)
	)
		if (Atomics.wait(control, at.done, done, 60_000) === 'timed-out')
			throw new Error('A thread that makes pseudonyms does not answer.');
}

/**
 * Whole numbers' pseudonyms by all processors: DuckDB waits for the one thread that it may call,
 * which shares the rows out in pieces and does what nobody else takes. The key stays in memory that
 * this process's threads alone share. Rows are done by `make` alone when that is quicker.
 */
export function withHelpers(key: Uint8Array, make: Make): Helped {
	const alone: Helped = (items, rows, out) => {
		make(rows, numbers(items), out);
	};
	if (helpers < 1 || key.length > keyBytes) return alone;
	begun ??= begin();
	const { place, owners } = begun;
	const { control } = place;
	const own = begun.keys++;
	const slot = own % mostKeys;
	owners[slot] = own;
	place.keys.set(key, slot * keyBytes);
	place.lengths[slot] = key.length;
	return (items, rows, out) => {
		// an old key's place may be a newer one's by now
		if (rows < fewest || rows > most || owners[slot] !== own) {
			alone(items, rows, out);
			return;
		}
		place.numbers.set(items.subarray(0, rows));
		Atomics.store(control, at.rows, rows);
		Atomics.store(control, at.key, own);
		Atomics.store(control, at.done, 0);
		Atomics.store(control, at.next, 0);
		Atomics.add(control, at.turn, 1);
		Atomics.notify(control, at.turn);
		const { buffer, byteOffset } = place.out;
		takePieces(place, (_, first, many) => {
			const mine = new DataView(buffer, byteOffset + first * 16, many * 16);
			make(many, numbers(place.numbers, first), mine);
		});
		finish(control, rows);
		Atomics.store(control, at.next, closed);
		new Uint8Array(out.buffer, out.byteOffset, rows * 16).set(
			new Uint8Array(buffer, byteOffset, rows * 16)
		);
	};
}

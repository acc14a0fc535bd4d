import { workerData } from 'node:worker_threads';
import { pseudonymiser } from './hmac-lanes.ts';
import { at, keyBytes, mostKeys, shared, takePieces } from './hmac-shared.ts';
import { numbers } from './whole-numbers.ts';

/** A helper of `hmac-helpers.ts`: makes pieces of pseudonyms for as long as the process lives. */
const place = shared(workerData as SharedArrayBuffer);
const { control, keys, lengths } = place;
const makers = new Map<number, ReturnType<typeof pseudonymiser>>();

function maker(key: number): ReturnType<typeof pseudonymiser> {
	const known = makers.get(key);
	if (known) return known;
	const slot = key % mostKeys;
	const from = slot * keyBytes;
	const made = pseudonymiser(Uint8Array.from(keys.subarray(from, from + (lengths[slot] ?? 0))));
	makers.set(key, made);
	makers.delete(key - mostKeys); // whose place this is now
	return made;
}

for (;;) {
	const turn = Atomics.load(control, at.turn);
	takePieces(place, (key, first, rows) => {
		const { buffer, byteOffset } = place.out;
		const out = new DataView(buffer, byteOffset + first * 16, rows * 16);
		maker(key)(rows, numbers(place.numbers, first), out);
	});
	Atomics.wait(control, at.turn, turn);
}

/**
 * What the thread that DuckDB calls and its helpers share. Rows are done in pieces that whoever is
 * free takes next, so that a helper the machine leaves no time for holds nobody up.
 */
export const most = 2048; // rows of one call: DuckDB's vectors
export const piece = 128;
export const mostKeys = 64;
export const keyBytes = 64;

/** Places in the control words. */
export const at = {
	/** Goes up by one with every call. */
	turn: 0,
	rows: 1,
	/** Which key. */
	key: 2,
	/** The next piece to take. */
	next: 3,
	/** Pieces that are done. */
	done: 4,
	/** How many helpers are ready. */
	ready: 5
} as const;

export type Shared = {
	readonly control: Int32Array<SharedArrayBuffer>;
	readonly keys: Uint8Array<SharedArrayBuffer>;
	readonly lengths: Int32Array<SharedArrayBuffer>;
	readonly numbers: BigInt64Array<SharedArrayBuffer>;
	readonly out: DataView<SharedArrayBuffer>;
};

const sizes = [64, mostKeys * keyBytes, mostKeys * 4, most * 8, most * 16] as const;
export const sharedBytes = sizes.reduce((sum, size) => sum + size, 0);

export function shared(buffer: SharedArrayBuffer): Shared {
	let from = 0;
	const [control, keys, lengths, numbers, out] = sizes.map((size) => (from += size) - size) as [
		number,
		number,
		number,
		number,
		number
	];
	return {
		control: new Int32Array(buffer, control, 16),
		keys: new Uint8Array(buffer, keys, mostKeys * keyBytes),
		lengths: new Int32Array(buffer, lengths, mostKeys),
		numbers: new BigInt64Array(buffer, numbers, most),
		out: new DataView(buffer, out, most * 16)
	};
}

/** What `next` holds between calls: nobody can take a piece. */
export const closed = 1 << 30;

/** Does pieces until none is left to take. `make` does `rows` numbers from `first` on, with a key. */
export function takePieces(
	{ control }: Shared,
	make: (key: number, first: number, rows: number) => void
): void {
	for (;;) {
		const own = Atomics.add(control, at.next, 1);
		// read after the piece was taken: until it is done, nobody begins another call
		const rows = own >= closed ? 0 : Atomics.load(control, at.rows);
		if (own * piece >= rows) return;
		make(Atomics.load(control, at.key), own * piece, Math.min(piece, rows - own * piece));
		Atomics.add(control, at.done, 1);
		Atomics.notify(control, at.done);
	}
}

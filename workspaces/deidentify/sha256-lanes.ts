/**
 * SHA-256's compression function over four messages at once, as WebAssembly's 128-bit vectors do
 * it. DuckDB's sha256 takes text and gives text, which costs ten times the hashing itself; node's
 * HMAC is one call a message. The module is put together here, from the standard's own round
 * (FIPS 180-4 §6.2.2), so there is no binary to trust: the tests hold it to node:crypto.
 */

const primes = (count: number): number[] => {
	const found: number[] = [];
	for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n);
	return found;
};

/** The first 32 bits behind the point of the `root`-th root of `n`, exactly. */
function fraction(n: number, root: 2 | 3): number {
	const wanted = BigInt(n) << BigInt(32 * root);
	let guess = 0n;
	for (let bit = 1n << 40n; bit > 0n; bit >>= 1n)
		if ((guess + bit) ** BigInt(root) <= wanted) guess += bit;
	return Number(BigInt.asIntN(32, guess));
}

const rounds = primes(64).map((p) => fraction(p, 3));
/** Where SHA-256 starts. */
export const start: readonly number[] = primes(8).map((p) => fraction(p, 2));

function leb(value: number): number[] {
	const bytes: number[] = [];
	for (let rest = value; ; rest >>= 7) {
		const low = rest & 0x7f;
		const last = (rest >> 7 === 0 && (low & 0x40) === 0) || (rest >> 7 === -1 && low & 0x40);
		bytes.push(last ? low : low | 0x80);
		if (last) return bytes;
	}
}

type Code = readonly number[];
const simd = (op: number): Code => [0xfd, ...unsigned(op)];
function unsigned(value: number): number[] {
	return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
const get = (local: number): Code => [0x20, ...unsigned(local)];
const set = (local: number): Code => [0x21, ...unsigned(local)];
const constant = (value: number): Code => [0x41, ...leb(value)];
const load = (base: number, at: number): Code => [...get(base), ...simd(0x00), 4, ...unsigned(at)];
const splat = simd(0x11);
const [and, andNot, or, xor, add] = [78, 79, 80, 81, 174].map(simd) as [
	Code,
	Code,
	Code,
	Code,
	Code
];
const left = simd(171);
const right = simd(173);

const shift = (x: Code, by: number): Code => [...x, ...constant(by), ...right];
const turn = (x: Code, by: number): Code => [
	...shift(x, by),
	...x,
	...constant(32 - by),
	...left,
	...or
];
const sum = (...parts: readonly Code[]): Code =>
	parts.flatMap((part, at) => (at === 0 ? [...part] : [...part, ...add]));
const mix = (a: Code, b: Code, c: Code): Code => [...a, ...b, ...xor, ...c, ...xor];

/** Locals: 0 and 1 are the addresses of the state before and after, then words, then a … h. */
const word = (t: number): number => 2 + (t % 16);
const letter = (at: number): number => 18 + (at % 8);
const scratch = 26;

function body(): Code {
	const code: number[] = [];
	const emit = (...parts: readonly Code[]) => {
		for (const part of parts) code.push(...part);
	};
	for (let t = 0; t < 16; t++)
		emit(constant(0), simd(0x00), [4, ...unsigned(t * 16)], set(word(t)));
	for (let at = 0; at < 8; at++) emit(load(0, at * 16), set(letter(at)));
	for (let t = 0; t < 64; t++) {
		if (t >= 16) {
			const [old, recent] = [get(word(t - 15)), get(word(t - 2))];
			const s0 = mix(turn(old, 7), turn(old, 18), shift(old, 3));
			const s1 = mix(turn(recent, 17), turn(recent, 19), shift(recent, 10));
			emit(sum(get(word(t)), s0, get(word(t - 7)), s1), set(word(t)));
		}
		// the letters move by renaming: in round t, a is where h was in round t − 1
		const [a, b, c, d, e, f, g, h] = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => letter(at + 64 - t)) as [
			number,
			number,
			number,
			number,
			number,
			number,
			number,
			number
		];
		const s1 = mix(turn(get(e), 6), turn(get(e), 11), turn(get(e), 25));
		const choice = [...get(e), ...get(f), ...and, ...get(g), ...get(e), ...andNot, ...xor];
		const key = [...constant(rounds[t] ?? 0), ...splat];
		emit(sum(get(h), s1, choice, key, get(word(t))), set(scratch));
		emit(sum(get(d), get(scratch)), set(d));
		const s0 = mix(turn(get(a), 2), turn(get(a), 13), turn(get(a), 22));
		const majority = [
			...[...get(a), ...get(b), ...and],
			...[...get(c), ...get(a), ...get(b), ...or, ...and, ...or]
		];
		emit(sum(get(scratch), s0, majority), set(h));
	}
	for (let at = 0; at < 8; at++)
		emit(get(1), sum(load(0, at * 16), get(letter(at))), simd(0x0b), [4, ...unsigned(at * 16)]);
	return code;
}

const section = (id: number, bytes: Code): Code => [id, ...unsigned(bytes.length), ...bytes];

function assemble(): Uint8Array<ArrayBuffer> {
	const code = [1, 25, 0x7b, ...body(), 0x0b];
	return new Uint8Array([
		...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, [1, 0x60, 2, 0x7f, 0x7f, 0]),
		...section(3, [1, 0]),
		...section(5, [1, 0, 1]),
		...section(7, [2, 1, 0x6d, 2, 0, 1, 0x63, 0, 0]),
		...section(10, [1, ...unsigned(code.length), ...code])
	]);
}

/** Four messages side by side: word `w` of message `lane` is at `words[w * 4 + lane]`. */
export type Lanes = {
	/** The block to take in: 16 words of four messages. Words are numbers, not bytes in an order. */
	readonly block: Int32Array;
	/** Three states of 8 words of four messages, to be used as the caller likes. */
	readonly states: readonly [Int32Array, Int32Array, Int32Array];
	/** Takes the block into state `from` and leaves the outcome in state `to`. */
	readonly compress: (from: 0 | 1 | 2, to: 0 | 1 | 2) => void;
};

/** Memory of its own for every caller, since keys stand in it. */
export function lanes(): Lanes {
	const { m, c } = new WebAssembly.Instance(compiled()).exports as {
		m: WebAssembly.Memory;
		c: (from: number, to: number) => void;
	};
	const at = [256, 384, 512] as const;
	const state = (index: 0 | 1 | 2) => new Int32Array(m.buffer, at[index], 32);
	return {
		block: new Int32Array(m.buffer, 0, 64),
		states: [state(0), state(1), state(2)],
		compress(from, to) {
			c(at[from], at[to]);
		}
	};
}

let module_: WebAssembly.Module | undefined;
const compiled = (): WebAssembly.Module => (module_ ??= new WebAssembly.Module(assemble()));

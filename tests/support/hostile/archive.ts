import { raw, text, zip } from './bytes.ts';

/** An archive of one member whose name in its headers is changed to another of the same length. */
export function renamed(from: string, to: string): Uint8Array {
	const bytes = Buffer.from(zip({ [from]: 'sex,n\nF,120\nM,130\n' }));
	const [old, now] = [raw(from), raw(to)];
	for (let place = bytes.indexOf(old); place >= 0; place = bytes.indexOf(old, place + 1))
		bytes.set(now, place);
	return new Uint8Array(bytes);
}

/** 40 MB of the same letter in 40 kB, a few times over. */
export const bomb = (): Uint8Array => {
	const much = new Uint8Array(20_000_000).fill(65);
	return zip({ 'a.csv': much, 'b.csv': much, 'c.csv': much, 'd.csv': much });
};

/** The directory says that a member is small; it is not. */
export function lyingBomb(): Uint8Array {
	const bytes = Buffer.from(zip({ 'a.csv': new Uint8Array(9_000_000).fill(65) }));
	const size = Buffer.alloc(4);
	size.writeUInt32LE(9_000_000);
	const small = Buffer.alloc(4);
	small.writeUInt32LE(1000);
	for (let place = bytes.indexOf(size); place >= 0; place = bytes.indexOf(size, place + 1))
		bytes.set(small, place);
	return new Uint8Array(bytes);
}

/** Two entries of the directory that share the bytes of one member. */
export function overlapping(): Uint8Array {
	const bytes = Buffer.from(zip({ 'a.csv': 'n\n1\n'.repeat(50) }));
	const directory = bytes.indexOf(raw('PK\x01\x02'));
	const end = bytes.indexOf(raw('PK\x05\x06'));
	const entry = bytes.subarray(directory, end);
	const tail = Buffer.from(bytes.subarray(end));
	tail.writeUInt16LE(2, 8);
	tail.writeUInt16LE(2, 10);
	tail.writeUInt32LE(entry.length * 2, 12);
	return new Uint8Array(Buffer.concat([bytes.subarray(0, end), entry, tail]));
}

/** The flag of encryption set in both headers. */
export function encrypted(): Uint8Array {
	const bytes = Buffer.from(zip({ 'a.csv': 'n\n120\n' }));
	bytes.writeUInt16LE(1, bytes.indexOf(raw('PK\x03\x04')) + 6);
	bytes.writeUInt16LE(1, bytes.indexOf(raw('PK\x01\x02')) + 8);
	return new Uint8Array(bytes);
}

export const nested = (): Uint8Array => zip({ 'inner.zip': zip({ 'a.csv': text('n\n120\n') }) });

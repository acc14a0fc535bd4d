import { deflateSync } from 'node:zlib';

/** A real PNG of a few grey points, with words about a place and a person hidden in it. */
export function png(): Uint8Array {
	const crcTable = Array.from({ length: 256 }, (_, n) => {
		let c = n;
		for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
		return c >>> 0;
	});
	const crc = (data: Uint8Array) => {
		let c = 0xffffffff;
		for (const byte of data) c = (crcTable[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8);
		return (c ^ 0xffffffff) >>> 0;
	};
	const chunk = (type: string, data: Uint8Array) => {
		const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
		const out = Buffer.alloc(body.length + 8);
		out.writeUInt32BE(data.length, 0);
		body.copy(out, 4);
		out.writeUInt32BE(crc(body), body.length + 4);
		return out;
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(8, 0);
	head.writeUInt32BE(8, 4);
	head.set([8, 0, 0, 0, 0], 8);
	const pixels = Buffer.alloc(8 * 9, 120);
	for (let row = 0; row < 8; row += 1) pixels[row * 9] = 0;
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', head),
		chunk('tEXt', Buffer.from('Comment\0taken at 51.5N 0.1W by person 12345')),
		chunk('IDAT', deflateSync(pixels)),
		chunk('IEND', new Uint8Array())
	]);
}

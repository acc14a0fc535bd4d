import { createHmac, hkdfSync } from 'node:crypto';
import { master } from './deidentify-scene.ts';

const key = (domain: string) =>
	Buffer.from(hkdfSync('sha256', master, '', `tre/pseudonym/v1|P1|${domain}`, 32));

/** deidentification.md §4, by node:crypto alone. */
export function uuid8(domain: string, text: string): string {
	const hash = createHmac('sha256', key(domain)).update(text).digest();
	hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
	hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
	return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** deidentification.md §3.1: never 0, at most half a year either way. */
export function shiftOf(person: string): number {
	const place = Number(
		createHmac('sha256', key('dateshift')).update(person).digest().readBigUInt64BE(0) % 364n
	);
	return place < 182 ? place - 182 : place - 181;
}

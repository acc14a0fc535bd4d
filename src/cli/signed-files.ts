import { readFileSync, statSync } from 'node:fs';
import { publicKeyOf } from '#platform/signing.server.ts';
import { BadCommand } from './given.ts';

/** Larger than anything a release may hold. */
const most = 200_000_000;

/** A file of a signed set. @throws BadCommand in a sentence. */
export function read(path: string): Buffer {
	const found = statSync(path, { throwIfNoEntry: false });
	if (found === undefined) throw new BadCommand(`${path}: there is no such file; check the path.`);
	if (!found.isFile()) throw new BadCommand(`${path}: this is not a file; name a file.`);
	if (found.size > most)
		throw new BadCommand(`${path}: this file is larger than any release; check the path.`);
	try {
		return readFileSync(path);
	} catch {
		throw new BadCommand(`${path}: this file cannot be read; check its permissions.`);
	}
}

/** A signature's 64 bytes, as they are or in base64. @throws BadCommand */
export function signatureOf(path: string): Uint8Array {
	const bytes = read(path);
	if (bytes.length === 64) return bytes;
	const text = bytes.toString('latin1').trim();
	if (/^[A-Za-z0-9+/]{86}==$/.test(text)) return Buffer.from(text, 'base64');
	throw new BadCommand(
		`${path}: a signature has 64 bytes, or the same in base64; download it again.`
	);
}

/** A public key out of PEM. @throws BadCommand */
export function keyOf(path: string) {
	try {
		return publicKeyOf(read(path).toString('utf8'));
	} catch (error) {
		if (error instanceof TypeError)
			throw new BadCommand(`${path}: this ${error.message}; download it from /keys.`);
		throw error;
	}
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of a file, read piece by piece. */
export async function hashOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) hash.update(piece);
	return hash.digest('hex');
}

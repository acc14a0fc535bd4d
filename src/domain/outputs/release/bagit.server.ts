import { createHash } from 'node:crypto';
import { zipSync, type Zippable } from 'fflate';

/** A file of a bag's payload; its path begins after `data/`. */
export type Payload = { readonly path: string; readonly bytes: Uint8Array };

const text = (lines: readonly string[]): Uint8Array =>
	new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));

const manifest = (algorithm: 'sha256' | 'sha512', files: readonly Payload[]): Uint8Array =>
	text(
		files.map(
			({ path, bytes }) => `${createHash(algorithm).update(bytes).digest('hex')}  ${encoded(path)}`
		)
	);

/** RFC 8493: a line break or percent sign in a path is written as its code. */
const encoded = (path: string): string =>
	path.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/**
 * A BagIt 1.0 bag (RFC 8493) as a list of files: both manifests that our readers use (SHA-512 is what
 * the Five Safes profile asks for, SHA-256 what our releases name), tag manifests and `bag-info.txt`.
 */
export function bag(
	payload: readonly Payload[],
	info: Readonly<Record<string, string>>
): readonly Payload[] {
	const data = [...payload]
		.sort((a, b) => (a.path < b.path ? -1 : 1))
		.map(({ path, bytes }) => ({ path: `data/${path}`, bytes }));
	const octets = data.reduce((sum, { bytes }) => sum + bytes.length, 0);
	const oxum = `${String(octets)}.${String(data.length)}`;
	const tags = [
		{
			path: 'bag-info.txt',
			bytes: text(
				Object.entries({ ...info, 'Payload-Oxum': oxum }).map(
					([name, value]) => `${name}: ${value.replaceAll(/\s+/g, ' ')}`
				)
			)
		},
		{
			path: 'bagit.txt',
			bytes: text(['BagIt-Version: 1.0', 'Tag-File-Character-Encoding: UTF-8'])
		},
		{ path: 'manifest-sha256.txt', bytes: manifest('sha256', data) },
		{ path: 'manifest-sha512.txt', bytes: manifest('sha512', data) }
	];
	return [
		...tags,
		{ path: 'tagmanifest-sha256.txt', bytes: manifest('sha256', tags) },
		{ path: 'tagmanifest-sha512.txt', bytes: manifest('sha512', tags) },
		...data
	];
}

/** The bag in one folder of a ZIP. The same files give the same bytes, on any day and in any zone. */
export function zipped(folder: string, files: readonly Payload[]): Uint8Array {
	// the format's first day, told in local time because that is how it is written
	const mtime = new Date(1980, 0, 1);
	const tree: Zippable = Object.fromEntries(
		files.map(({ path, bytes }) => [`${folder}/${path}`, [bytes, { mtime, level: 6 }]])
	);
	return zipSync(tree);
}

import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

const folders = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin'];

/** Where a program lies; null when it is not installed. Never searched along a PATH from outside. */
export function find(name: string): string | null {
	for (const folder of folders) {
		const path = join(folder, name);
		try {
			accessSync(path, constants.X_OK);
			return path;
		} catch {
			continue;
		}
	}
	return null;
}

/** A word as the shell reads it back unchanged. */
export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

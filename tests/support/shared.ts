import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of a file of known answers beside the repository, which is not part of it. */
export const sharedPath = (name: string): string =>
	fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));

/** Whether the known answers are there. Tests that need them are skipped, by name, when not. */
export const hasShared = (name: string): boolean => existsSync(sharedPath(name));

export const sharedText = (name: string): string => readFileSync(sharedPath(name), 'utf8');

/** A CSV file of known answers as records by column name; none when it is not there. */
export function sharedRecords(name: string): Record<string, string>[] {
	if (!hasShared(name)) return [];
	const [header = '', ...lines] = sharedText(name).trim().split(/\r?\n/);
	const names = header.split(',');
	return lines.map((line) => {
		const cells = line.split(',');
		return Object.fromEntries(names.map((column, index) => [column, cells[index] ?? '']));
	});
}

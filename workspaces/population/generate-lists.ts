import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lists, ListStamp } from './lists.ts';
import { fileDigest } from './write.ts';

const listNames = ['ndoo_cleaned', 'type1', 'controller_signup'] as const;

/**
 * Writes `lists/lists.json` of a source: the day on which the lists were taken and, for each, its
 * rows and SHA-256 as they are now.
 */
export async function stampLists(
	source: string,
	asOf: string,
	rows: ReadonlyMap<string, number>
): Promise<void> {
	const stamp = async (name: string): Promise<ListStamp> => ({
		asOf,
		rows: rows.get(name) ?? 0,
		sha256: await fileDigest(join(source, 'lists', `${name}.parquet`))
	});
	const lists: Lists = {
		ndoo_cleaned: await stamp('ndoo_cleaned'),
		type1: await stamp('type1'),
		controller_signup: await stamp('controller_signup')
	};
	const file = join(source, 'lists', 'lists.json');
	await writeFile(`${file}.partial`, `${JSON.stringify(lists, null, '\t')}\n`, { flush: true });
	await rename(`${file}.partial`, file);
}

/**
 * Takes the lists of a synthetic population again on another day. Nobody opts out or comes back by
 * it: only the day changes, as an extract refuses lists that are too old.
 */
export async function refreshLists(source: string, asOf: string): Promise<void> {
	const before = JSON.parse(await readFile(join(source, 'lists', 'lists.json'), 'utf8')) as Lists;
	await stampLists(source, asOf, new Map(listNames.map((name) => [name, before[name].rows])));
}

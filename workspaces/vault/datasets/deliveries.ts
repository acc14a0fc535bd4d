import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BadInput } from '#workspaces/deidentify/refusal.ts';

/** Deliveries lie beside the warehouse's own files; the portal knows their names and nothing else. */
const folder = 'deliveries';

const isName = (name: string) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name);

export type DeliveredTable = {
	readonly table: string;
	readonly format: 'parquet' | 'csv';
	/** A path or a pattern that DuckDB reads. */
	readonly path: string;
};

/** The names of all deliveries, newest name last, with how many files each has. */
export function deliveries(source: string): { name: string; tables: number }[] {
	const root = join(source, folder);
	if (!existsSync(root)) return [];
	return readdirSync(root)
		.sort()
		.filter((name) => isName(name) && statSync(join(root, name)).isDirectory())
		.map((name) => ({
			name,
			tables: readdirSync(join(root, name)).filter((file) => !file.startsWith('.')).length
		}));
}

const formatOf = (name: string): 'parquet' | 'csv' | null =>
	name.endsWith('.parquet') ? 'parquet' : /\.csv(\.gz)?$/.test(name) ? 'csv' : null;

function entry(root: string, name: string): DeliveredTable | null {
	const path = join(root, name);
	if (!statSync(path).isDirectory()) {
		const format = formatOf(name);
		if (format === null) return null;
		return { table: name.replace(/\.(parquet|csv|csv\.gz)$/, ''), format, path };
	}
	const formats = new Set(readdirSync(path).map(formatOf));
	formats.delete(null);
	const [format] = formats;
	if (formats.size !== 1 || !format)
		throw new BadInput(
			`The folder ${name} of the delivery should hold Parquet files alone, or CSV files alone.`
		);
	return { table: name, format, path: join(path, format === 'csv' ? '*.csv*' : '*.parquet') };
}

/**
 * The tables of a delivery: a file each, or a folder of parts each.
 * @throws BadInput with one sentence for the data manager.
 */
export function tablesIn(source: string, name: string): DeliveredTable[] {
	const root = join(source, folder, name);
	if (!isName(name) || !existsSync(root) || !statSync(root).isDirectory())
		throw new BadInput(`There is no delivery called ${name} any more.`);
	const found = readdirSync(root)
		.sort()
		.filter((file) => !file.startsWith('.'))
		.map((file) => entry(root, file))
		.filter((table) => table !== null);
	if (found.length === 0) throw new BadInput(`The delivery ${name} holds no Parquet or CSV file.`);
	for (const { table } of found) {
		if (!/^[a-z][a-z0-9_]{0,62}$/.test(table))
			throw new BadInput(
				`The file ${table} should be named after its table, in lower case such as drug_exposure.`
			);
		if (found.filter((other) => other.table === table).length > 1)
			throw new BadInput(`The delivery ${name} holds the table ${table} twice.`);
	}
	return found;
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted, rows } from './duck.ts';

/** Below this many people alike, a person counts as standing out (deidentification.md §6). */
export const threshold = 5;

export type Classes = {
	readonly quasiIdentifiers: readonly string[];
	readonly persons: number;
	readonly classes: number;
	/** Fewest people alike; 0 when there is nobody. */
	readonly minimumK: number;
	readonly uniques: number;
	readonly personsBelowThreshold: number;
	/** Prosecutor risk: highest and mean chance of naming a record right. */
	readonly maximumRisk: number;
	readonly meanRisk: number;
	/** People by how many are alike with them, smallest groups first: what the gate's chart shows. */
	readonly sizes: readonly { readonly alike: string; readonly persons: number }[];
};

/** Upper ends of the ranges in which `sizes` counts; the last range has none. */
const ends = [1, 4, 9, 19, 49, 99];

const rangeName = (at: number): string => {
	const [from, to] = [(ends[at - 1] ?? 0) + 1, ends[at]];
	if (to === undefined) return `${String(from)} or more`;
	return from === to ? String(from) : `${String(from)} to ${String(to)}`;
};

const rounded = (value: number) => Math.round(value * 1e6) / 1e6;

type Counting = {
	/** SQL for the people of a group: each row is one, unless rows carry their number. */
	readonly weight?: string;
	/** Groups of fewer than this are too small. */
	readonly below?: number;
};

/** How many people share each combination of quasi-identifiers. One row a person in `from`. */
export async function classes(
	db: DuckDBConnection,
	from: string,
	columns: readonly string[],
	{ weight = 'count(*)', below: fewest = threshold }: Counting = {}
): Promise<Classes> {
	const group = columns.length === 0 ? '()' : columns.map(quoted).join(', ');
	const [row] = await rows(
		db,
		`select sum(size)::bigint as persons, count(*) as classes, min(size) as least,
			count(*) filter (where size = 1) as uniques,
			coalesce(sum(size) filter (where size < ${String(fewest)}), 0)::bigint as below,
			${[...ends, null]
				.map((to, at) => {
					const over = `size > ${String(ends[at - 1] ?? 0)}`;
					const within = to === null ? over : `${over} and size <= ${String(to)}`;
					return `coalesce(sum(size) filter (where ${within}), 0)::bigint as range_${String(at)}`;
				})
				.join(', ')}
		from (select ${weight}::bigint as size from ${from} group by ${group}) where size > 0`
	);
	const [persons, found, least, uniques, below] = [
		Number(row?.['persons'] ?? 0),
		Number(row?.['classes'] ?? 0),
		Number(row?.['least'] ?? 0),
		Number(row?.['uniques'] ?? 0),
		Number(row?.['below'] ?? 0)
	];
	return {
		quasiIdentifiers: columns,
		persons,
		classes: found,
		minimumK: least,
		uniques,
		personsBelowThreshold: below,
		maximumRisk: least === 0 ? 0 : rounded(1 / least),
		meanRisk: persons === 0 ? 0 : rounded(found / persons),
		sizes: [...ends, null].map((_, at) => ({
			alike: rangeName(at),
			persons: Number(row?.[`range_${String(at)}`] ?? 0)
		}))
	};
}

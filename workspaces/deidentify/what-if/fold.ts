import { literal, openDuck, quoted, rows } from '../duck.ts';
import { classes, type Classes } from '../risk.ts';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Choice } from './choice.ts';

export type WouldBe = Classes & {
	/** People who would have to be left out for the rest to be at least `k` alike. */
	readonly below: number;
	/** Their share of everybody. */
	readonly suppressed: number;
	/** Facts that the extract has at all: a trial without one changes nothing. */
	readonly known: readonly string[];
};

const sqlOf = (name: string, band: number) =>
	name === 'age'
		? // everybody of 90 and over is alike, as in the release
			`case when age >= 90 then 90 else age // ${String(band)} * ${String(band)} end as age`
		: quoted(name);

/** Folds the finest counts in `from` to what a choice would leave of them. */
export async function fold(db: DuckDBConnection, from: string, choice: Choice): Promise<WouldBe> {
	const { facts, band, k } = choice;
	const own = facts.map((name) => sqlOf(name, band));
	const coarse = `(select ${[...own, 'persons'].join(', ')} from ${from})`;
	const found = await classes(db, coarse, facts, { weight: 'sum(persons)', below: k });
	const [row] = await rows(
		db,
		`select ${['sex', 'race', 'ethnicity', 'region', 'deprivation']
			.map((name) => `count(distinct ${name}) as ${name}`)
			.join(', ')} from ${from}`
	);
	const below = found.personsBelowThreshold;
	return {
		...found,
		below,
		suppressed: found.persons === 0 ? 0 : Math.round((below / found.persons) * 1e6) / 1e6,
		known: ['age', ...Object.keys(row ?? {}).filter((name) => Number(row?.[name] ?? 0) > 0)]
	};
}

/** As `fold`, over a file of counts. */
export async function foldFile(path: string, choice: Choice): Promise<WouldBe> {
	const duck = await openDuck(null);
	try {
		return await fold(duck.db, `read_parquet(${literal(path)})`, choice);
	} finally {
		duck.close();
	}
}

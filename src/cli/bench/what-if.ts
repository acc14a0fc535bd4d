import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { number, openDuck } from '#workspaces/deidentify/duck.ts';
import { classes } from '#workspaces/deidentify/risk.ts';
import { facts } from '#workspaces/deidentify/what-if/choice.ts';
import { foldFile } from '#workspaces/deidentify/what-if/fold.ts';

/** Times in milliseconds. */
export type WhatIfTime = {
	readonly rows: number;
	/** Groups by the finest facts, which a run counts once. */
	readonly groups: number;
	/** Counting them. */
	readonly count: number;
	/** The slowest of the answers, and asking the rows themselves the same. */
	readonly answer: number;
	readonly direct: number;
	readonly ratio: number;
};

const trials = [
	{ facts: [...facts], band: 1, k: 5 },
	{ facts: [...facts], band: 10, k: 5 },
	{ facts: ['age', 'sex', 'region'] as const, band: 5, k: 11 },
	{ facts: ['age'] as const, band: 20, k: 5 }
] as const;

/** Answers to what would be, over `rows` made-up people, against DuckDB grouping the people anew. */
export async function measureWhatIf(rows: number): Promise<WhatIfTime> {
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-bench-'));
	const duck = await openDuck(join(folder, 'spill'));
	try {
		const [people, finest] = [join(folder, 'people.parquet'), join(folder, 'finest.parquet')];
		await duck.db.run(`copy (select
				(hash(i) % 91)::utinyint as age, (8507 + 25 * (hash(i, 1) % 2))::integer as sex,
				(hash(i, 2) % 18)::integer as race, null::integer as ethnicity,
				'Region ' || (hash(i, 3) % 9) as region, (1 + hash(i, 4) % 10)::smallint as deprivation
			from range(${String(rows)}) t(i)) to '${people}' (format parquet)`);
		let began = performance.now();
		await duck.db.run(`copy (select *, count(*)::uinteger as persons
			from read_parquet('${people}') group by all order by all) to '${finest}' (format parquet)`);
		const count = performance.now() - began;
		const groups = await number(duck.db, `select count(*) from read_parquet('${finest}')`);
		let answer = 0;
		for (const { facts: chosen, band, k } of trials) {
			began = performance.now();
			await foldFile(finest, { facts: [...chosen], band, k });
			answer = Math.max(answer, performance.now() - began);
		}
		began = performance.now();
		await classes(duck.db, `read_parquet('${people}')`, facts);
		const direct = performance.now() - began;
		return { rows, groups, count, answer, direct, ratio: answer / direct };
	} finally {
		duck.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

import { rm } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { trusts } from './boroughs.ts';
import { catalogueOf, type Catalogue } from './catalogue.ts';
import { diagnosisSql, longTermSql, prescriptionSql, visitSql } from './events.ts';
import { stampLists } from './generate-lists.ts';
import { identitySql, mostPersons } from './identities.ts';
import { fileOf, layoutOf } from './layout.ts';
import { signUpSql } from './lists.ts';
import { measureSql } from './measures.ts';
import { omopOutputs } from './outputs.ts';
import { internalOutputs } from './outputs-internal.ts';
import { peopleSql } from './people.ts';
import { placeSql, scale, siteSql } from './places.ts';
import { randomness } from './sql.ts';
import { vocabularyOutputs, vocabularySql } from './vocabulary.ts';
import { partial, prepare, publish, writeCatalogue, writeTable } from './write.ts';

/** The day on which the record ends, unless another is asked for. */
export const usualCut = '2026-10-31';

/**
 * `persons` 1 to 5,000,000. `asOf` is the last day of the record, `listsAsOf` the day on which the
 * opt-out and sign-up lists were taken (ISO days). `onStep` hears what is being made.
 */
export type Wish = {
	persons: number;
	seed: string | number;
	out: string;
	asOf?: string;
	listsAsOf?: string;
	onStep?: (step: string) => void;
};

export type Made = { catalogue: Catalogue; files: readonly string[] };

/**
 * Makes a population of synthetic Londoners in the folder `out`. The same wish makes the same bytes
 * in every file, whatever the machine's number of processors. Files get their names when they are
 * whole, `catalogue.json` last: a folder without it is not a finished population.
 * @throws RangeError when `persons` is out of range; the file system's errors as they come.
 */
export async function generate(wish: Wish): Promise<Made> {
	const { persons, out, asOf = usualCut, listsAsOf = '2026-11-01', onStep = () => {} } = wish;
	if (!Number.isInteger(persons) || persons < 1 || persons > mostPersons)
		throw new RangeError(`The number of people must be from 1 to ${mostPersons}.`);
	const seed = String(wish.seed);
	await prepare(out);
	const work = join(out, partial, 'work.duckdb');
	const instance = await DuckDBInstance.create(work, {
		memory_limit: `${memory()}MB`,
		threads: String(Math.min(8, availableParallelism())),
		temp_directory: join(out, partial, 'spill'),
		preserve_insertion_order: 'true'
	});
	try {
		const connection = await instance.connect();
		const rows = await make(connection, { persons, seed, out, asOf, onStep });
		connection.closeSync();
		const files = [...rows.keys()].map((name) => fileOf(layoutOf(name) ?? { name, folder: '' }));
		// from here on the old population, if there was one, is no longer whole
		await rm(join(out, 'catalogue.json'), { force: true });
		for (const file of files) await publish(out, file);
		await stampLists(out, listsAsOf, rows);
		const version = `1-${persons}-${seed}-${asOf}`;
		const about = { name: 'Synthetic Londoners', version, asOf, persons, seed };
		const catalogue = catalogueOf(about, rows);
		await writeCatalogue(out, catalogue);
		return { catalogue, files: [...files, 'lists/lists.json', 'catalogue.json'] };
	} finally {
		instance.closeSync();
		await rm(join(out, partial), { recursive: true, force: true });
	}
}

/** Megabytes for the database: well under 4 GB in all, and half of a small machine. */
const memory = (): number => Math.floor(Math.min(2_400, totalmem() / 2 / 1_048_576));

type Plan = {
	persons: number;
	seed: string;
	out: string;
	asOf: string;
	onStep: (s: string) => void;
};

async function make(connection: DuckDBConnection, plan: Plan): Promise<Map<string, number>> {
	const { persons, seed, out, asOf, onStep } = plan;
	const { postcodes, practices } = scale(persons);
	const steps: readonly (readonly [
		step: string,
		sql: string,
		files: readonly string[],
		drop: string
	])[] = [
		[
			'places',
			`${randomness(seed)}; ${placeSql(postcodes)}; ${siteSql(practices)}; ${signUpSql}`,
			['location', 'care_site', 'postcode', 'controller', 'controller_signup'],
			''
		],
		['vocabulary', vocabularySql, ['concept', 'concept_ancestor'], ''],
		['people', peopleSql(persons, asOf), ['person', 'observation_period', 'death'], ''],
		['identities', identitySql(persons), ['identity', 'ndoo_cleaned', 'type1'], 'who'],
		['visits', visitSql(practices, trusts.length), ['visit_occurrence'], ''],
		['diagnoses', `${longTermSql}; ${diagnosisSql}`, ['condition_occurrence'], 'd'],
		['medicines', prescriptionSql, ['drug_exposure'], 'x'],
		['measurements', measureSql, ['measurement'], 'm']
	];
	const outputs = { ...omopOutputs, ...vocabularyOutputs, ...internalOutputs };
	const rows = new Map<string, number>();
	for (const [step, sql, files, drop] of steps) {
		onStep(step);
		await connection.run(sql);
		for (const name of files) {
			const [table, output] = [layoutOf(name), outputs[name]];
			if (table && output) rows.set(name, await writeTable(connection, out, table, output));
		}
		if (drop) await connection.run(`drop table ${drop}`);
	}
	return rows;
}

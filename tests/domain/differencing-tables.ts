import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { runDifferencing } from '#domain/outputs/differencing/run.server.ts';
import * as store from '#domain/outputs/differencing/store.server.ts';
import { at, leads, type Project, type Scene } from './differencing-scene.ts';

const person = (column: string) => ({ table: 'person', column });
export const table = (by: string, from: number, to: number, more: object = {}) => ({
	rows: [by],
	columns: [],
	unit: 'person_id',
	statistic: 'count',
	of: 'units',
	value: null,
	q: null,
	where: [{ column: 'born', op: 'between', value: [from, to] }],
	hierarchies: [],
	margins: true,
	from: 'person',
	joins: [],
	fields: {
		person_id: person('person_id'),
		sex: person('gender_concept_id'),
		born: person('birth_year')
	},
	...more
});

/** People by year of birth, the earliest year first. */
async function births(scene: Scene): Promise<{ year: number; people: number }[]> {
	const db = await (await DuckDBInstance.create(':memory:')).connect();
	const path = join(scene.home, 'snapshots', scene.snapshot('one'), 'person.parquet');
	const found = await db.runAndReadAll(
		`select birth_year as year, count(*) as people from read_parquet('${path}')
		where birth_year is not null group by 1 order by 1`
	);
	const rows = found.getRowObjects();
	db.closeSync();
	return rows.map((row) => ({ year: Number(row['year']), people: Number(row['people']) }));
}

/** The last year up to which between one and nine people were born. */
export async function fewBornTo(scene: Scene): Promise<number> {
	let [sum, last] = [0, 0];
	for (const { year, people } of await births(scene)) {
		sum += people;
		if (sum < 10) last = year;
	}
	return last;
}

export const compare = async (scene: Scene, project: Project, id: string) => {
	const { db, actor } = await scene.as(leads[project]);
	return runDifferencing(db, scene.vault, actor, { id, at });
};

export const findings = async (scene: Scene, id: string) => {
	const { db } = await scene.as('carlos');
	return db.read(async (tx) => {
		const latest = await store.latest(tx, id);
		return latest === null ? [] : store.differences(tx, latest.id);
	});
};

export async function released(
	scene: Scene,
	project: Project,
	...tables: object[]
): Promise<string> {
	const id = await scene.draft(project, ...tables);
	const { fails } = await compare(scene, project, id);
	await scene.approve(id, fails > 0 ? 'Public already.' : '');
	await scene.release(id);
	return id;
}

export const place = (scene: Scene, ...path: string[]) =>
	join(scene.home, 'keys', 'vault', 'differencing', ...path);

const exposure = (column: string) => ({ table: 'drug_exposure', column });
/** What was prescribed to people whose drugs are numbered up to `most`. */
export const quantities = (most: number) =>
	table('kind', 0, most, {
		statistic: 'sum',
		of: 'records',
		value: 'quantity',
		where: [{ column: 'drug', op: 'between', value: [0, most] }],
		from: 'drug_exposure',
		fields: {
			person_id: exposure('person_id'),
			kind: exposure('drug_type_concept_id'),
			drug: exposure('drug_concept_id'),
			quantity: exposure('quantity')
		}
	});

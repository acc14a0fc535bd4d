import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import * as v from 'valibot';
import type { CheckerTable } from '#domain/disclosure/answer.ts';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import {
	SnapshotSpecificationSchema,
	type SnapshotSpecification
} from '#domain/disclosure/specification.ts';
import { pool, ready } from '#workspaces/differencing/bitmaps.ts';
import { compareAll } from '#workspaces/differencing/compare-all.ts';
import type { Fresh } from '#workspaces/differencing/compare.ts';
import { peopleOf } from '#workspaces/differencing/people.ts';
import { build, measureOf } from '#workspaces/differencing/table.ts';
import { evidenceLinked } from '#workspaces/evidence/evidence.ts';
import type { Asked } from './computed.ts';
import { textOf } from './file.ts';
import type { Person } from './people.ts';

/** The tables of a request as the vault would make them, and what they give away together. */
export type ComputedTables = {
	readonly answers: readonly CheckerTable[];
	readonly differences: readonly { readonly level: 'fail' | 'review'; readonly said: string }[];
};

const fields = ['pid', 'sex', 'age', 'region', 'decile', 'months', 'spent'] as const;

const specificationOf = ({ rows, columns, statistic, months }: Asked): SnapshotSpecification =>
	v.parse(SnapshotSpecificationSchema, {
		...{ rows: [rows], columns: [columns], unit: 'pid', statistic, margins: true },
		...(statistic === 'count' ? {} : { value: 'spent' }),
		where: months === null ? [] : [{ column: 'months', op: '>=', value: months }],
		from: 'person',
		fields: Object.fromEntries(fields.map((column) => [column, { table: 'person', column }]))
	});

/**
 * Writes the people as a snapshot is written, with their numbers, makes the tables by the way of the
 * vault, judged and protected together, and compares them by the people behind their cells.
 */
export async function computed(
	folder: string,
	people: readonly Person[],
	tables: readonly Asked[]
): Promise<ComputedTables> {
	const [person, sidecar] = await written(folder, people);
	const specifications = tables.map(specificationOf);
	const answers = await evidenceLinked(
		specifications.map((specification) => ({
			...{ files: { person }, specification, policy: usualPolicy }
		}))
	);
	await ready();
	const sets = pool();
	try {
		const fresh: Fresh[] = [];
		for (const [at, specification] of specifications.entries()) {
			const answer = answers[at];
			if (answer === undefined) continue;
			const shown = answer.cells.map(({ row, column, units }, cell) => {
				const safe = answer.safe[cell];
				const value = safe?.mark === 'suppressed' ? null : String(safe?.value ?? '');
				return { labels: [...row, ...column], value, units };
			});
			const behind = await peopleOf({ person }, specification, sidecar);
			const built = build(behind, shown, false, sets);
			if (built === null) throw new Error('The people of a table are not those of its evidence.');
			fresh.push({ file: String(at), measure: measureOf(specification), built });
		}
		const names = fresh.map(({ file }) => file);
		const found = compareAll(fresh, names, [], usualPolicy);
		return {
			answers,
			differences: found.map(({ level, cell, kind }) => ({ level, said: `${kind}: ${cell}` }))
		};
	} finally {
		sets.dispose();
	}
}

const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;

/** Paths of the people and of their numbers. */
async function written(
	folder: string,
	people: readonly Person[]
): Promise<readonly [person: string, sidecar: string]> {
	mkdirSync(folder, { recursive: true });
	const [csv, parquet] = [join(folder, 'person.csv'), join(folder, 'person.parquet')];
	const sidecar = join(folder, 'numbers.csv');
	const pid = (at: number): string => `p${String(at).padStart(6, '0')}`;
	const lines = people.map(({ sex, age, region, decile, months, spent }, at) => [
		...[pid(at), sex, age, region, decile, months, spent]
	]);
	writeFileSync(csv, textOf([[...fields], ...lines]));
	writeFileSync(sidecar, textOf([['pid', 'number'], ...people.map((_, at) => [pid(at), at])]));
	const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
	try {
		const db = await instance.connect();
		await db.run(
			`copy (from read_csv(${quoted(csv)}, header = true)) to ${quoted(parquet)} (format parquet)`
		);
		db.closeSync();
		return [parquet, sidecar];
	} finally {
		instance.closeSync();
	}
}

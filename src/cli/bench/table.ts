import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import * as v from 'valibot';
import { PolicySchema } from '#domain/disclosure/policy.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { judge } from '#domain/disclosure/judge.ts';
import { evidence, evidenceCells } from '#workspaces/evidence/evidence.ts';

export type TableTime = {
	readonly rows: number;
	readonly cells: number;
	/** Milliseconds, the best of several: the three aggregates alone, over the same file. */
	readonly plain: number;
	/** The same cells as judged evidence. */
	readonly judged: number;
	readonly ratio: number;
	/** With totals, suppression and the attacker's audit. */
	readonly suppressed: number;
	readonly suppressedRatio: number;
	/** Cells that the policy found unsafe, so that it is plain that there was work to do. */
	readonly unsafe: number;
	readonly secondary: number;
};

const [areas, kinds] = [50, 100];

/**
 * The time of a table of 50 × 100 cells over `rows` records, each its own unit, with threshold,
 * dominance and p %, against DuckDB adding up the same three aggregates: count, sum and the two
 * largest. Both read the same Parquet file. The second figure has totals, suppression and audit too.
 */
export async function measureTable(rows: number): Promise<TableTime> {
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-bench-'));
	const data = join(folder, 'records.parquet');
	try {
		await withDatabase(async (db) => {
			await db.run(`copy (
				select ((i * 7919) % ${areas})::integer as area,
					(case when i % 1000 < 2 then i % 7 else 7 + hash(i) % ${kinds - 7} end)::integer as kind,
					case when hash(i + 1) % 4000 = 0 then 1e6 else (hash(i + 2) % 10000) / 10 end as amount
				from range(${rows}) as t(i)
			) to '${data.replaceAll("'", "''")}' (format parquet)`);
		});
		const asked = { rows: ['area'], columns: ['kind'], statistic: 'sum', value: 'amount' };
		const policy = v.parse(PolicySchema, {});
		const specification = v.parse(TableSpecificationSchema, asked);
		const total = v.parse(TableSpecificationSchema, { ...asked, margins: true });
		const request = { files: { data }, specification, policy };
		const plain = await best(5, () => withDatabase((db) => aggregates(db, data)));
		const judged = await best(5, async () =>
			judge(await evidenceCells(request), specification, policy)
		);
		const suppressed = await best(1, () => evidence({ ...request, specification: total }));
		const { summary } = suppressed.made;
		return {
			rows,
			cells: judged.made.length,
			plain: plain.time,
			judged: judged.time,
			ratio: judged.time / plain.time,
			suppressed: suppressed.time,
			suppressedRatio: suppressed.time / plain.time,
			unsafe: summary.unsafe,
			secondary: summary.secondary
		};
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function aggregates(db: DuckDBConnection, data: string): Promise<number> {
	const found = await db.runAndReadAll(
		`select area, kind, count(amount), sum(amount), max(amount, 2)
		from read_parquet('${data.replaceAll("'", "''")}') group by all`
	);
	return found.getRows().length;
}

async function withDatabase<T>(work: (db: DuckDBConnection) => Promise<T>): Promise<T> {
	const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
	try {
		const db = await instance.connect();
		try {
			return await work(db);
		} finally {
			db.closeSync();
		}
	} finally {
		instance.closeSync();
	}
}

async function best<T>(times: number, work: () => Promise<T>): Promise<{ time: number; made: T }> {
	let time = Infinity;
	let made: T | undefined;
	for (let turn = 0; turn < times; turn++) {
		const start = performance.now();
		made = await work();
		time = Math.min(time, performance.now() - start);
	}
	if (made === undefined) throw new RangeError('Measure at least once.');
	return { time, made };
}

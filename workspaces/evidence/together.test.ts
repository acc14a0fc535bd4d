import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { judge } from '#domain/disclosure/judge.ts';
import { PolicySchema, strictest } from '#domain/disclosure/policy.ts';
import {
	SnapshotSpecificationSchema,
	type SnapshotSpecification
} from '#domain/disclosure/specification.ts';
import { auditLinked } from '#domain/disclosure/suppression/linked-audit.ts';
import { solver } from '#platform/solver.server.ts';
import { evidenceCells, evidenceLinked } from './evidence.ts';
import { answerTogether } from './together.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const snapshot = mkdtempSync(join(tmpdir(), 'aldgate-together-'));
const file = join(snapshot, 'person.parquet');
const regions = [
	['K', 'one', 'left', 3],
	['L', 'one', 'right', 19],
	['M', 'two', 'left', 18],
	['N', 'two', 'right', 30]
] as const;

beforeAll(async () => {
	const db = await (await DuckDBInstance.create(':memory:')).connect();
	const rows = regions.map(
		([region, county, group, n]) => `('${region}','${county}','${group}',${n})`
	);
	await db.run(
		`copy (select row_number() over () as person_id, region, county, side
			from (values ${rows.join()}) t(region, county, side, n), range(n))
		to '${file}' (format parquet)`
	);
	db.closeSync();
});
afterAll(() => {
	rmSync(snapshot, { recursive: true });
});

const policy = v.parse(PolicySchema, {
	threshold: 10,
	classShare: null,
	organisations: null,
	zerosDisclose: false
});

/** Regions by one of the two groupings, under a name of its own: names are not what ties tables. */
const by = (which: 'county' | 'side', called: string): SnapshotSpecification =>
	v.parse(SnapshotSpecificationSchema, {
		rows: [called],
		columns: [],
		unit: 'person_id',
		statistic: 'count',
		margins: true,
		hierarchies: [
			{
				column: called,
				parents: regions.map(([region, county, side]) => [
					region,
					which === 'county' ? county : side
				])
			}
		],
		from: 'person',
		fields: {
			person_id: { table: 'person', column: 'person_id' },
			[called]: { table: 'person', column: 'region' }
		}
	});
const specifications = [by('county', 'area'), by('side', 'place')];

const hiddenIn = (safe: readonly { readonly mark?: string }[]): Set<number> =>
	new Set(safe.keys().filter((at) => safe[at]?.mark === 'suppressed'));

async function auditOf(
	tables: readonly { readonly safe: readonly { readonly mark?: string }[] }[]
) {
	const sent = [];
	for (const [t, specification] of specifications.entries()) {
		const evidence = await evidenceCells({ files: { person: file }, specification, policy });
		const cells = judge(evidence, specification, policy);
		sent.push({ cells, specification, hidden: hiddenIn(tables[t]?.safe ?? []) });
	}
	return auditLinked(sent, policy, await solver());
}

test('tables that leave together hide their shared cells in both; apart they give one away', async () => {
	const apart = [];
	for (const specification of specifications)
		apart.push(...(await evidenceLinked([{ files: { person: file }, specification, policy }])));
	expect(apart.map(({ safeVerdict }) => safeVerdict)).toEqual(['pass', 'pass']);
	expect((await auditOf(apart)).exposed).toHaveLength(2);

	const together = specifications.map((specification) => ({ specification, control: 'suppress' }));
	const answer = await answerTogether(snapshot, { together }, policy);
	if (answer.kind !== 'tables') throw new Error(answer.reason);
	expect(answer.groups).toEqual([[0, 1]]);
	expect(answer.tables.map(({ table }) => table.safeVerdict)).toEqual(['pass', 'pass']);
	expect((await auditOf(answer.tables.map(({ researcher }) => researcher))).exposed).toEqual([]);
});

test('several tables are judged by the strictest of their policies', async () => {
	const stricter = v.parse(PolicySchema, { ...policy, threshold: 19 });
	const [first, second] = await evidenceLinked(
		specifications.map((specification, t) => ({
			files: { person: file },
			specification,
			policy: t === 0 ? policy : stricter
		}))
	);
	expect(first?.policy).toEqual(strictest([policy, stricter]));
	expect(first?.summary.unsafe).toBe(second?.summary.unsafe);
	expect(first?.summary.unsafe).toBe(2);
});

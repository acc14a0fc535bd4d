import { join } from 'node:path';
import * as v from 'valibot';
import type { ResearcherTable } from '#domain/disclosure/answer.ts';
import { PolicySchema, strictest } from '#domain/disclosure/policy.ts';
import { SnapshotSpecificationSchema } from '#domain/disclosure/specification.ts';
import { controlOf, csvOf, measureOf, verdictOn } from '#domain/outputs/files/leaving.ts';
import type { Json } from '#platform/canonical.ts';
import type { Sql } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import type { WorkOutEvidence } from '../evidence.ts';
import { sidecarOf } from '../person-index.ts';
import type { Keys } from '../keys.ts';
import * as store from './regular.store.server.ts';

export type Asked = {
	readonly person: string;
	readonly run: string;
	readonly at: Temporal.Instant;
};

export type Regular = (asked: Asked) => Promise<Json>;

type Place = { readonly snapshots: string; readonly keys: Keys };

const Table = v.looseObject({
	kind: v.literal('table'),
	specification: SnapshotSpecificationSchema,
	researcher: v.looseObject({})
});

/**
 * Computes the table of a run by the definition in the database, under the strictest of the policies
 * it was approved with and those in force today, and notes its bytes and verdict there: a release
 * under the standing approval takes no other process's word for them. Asked again
 * it gives the same. @throws Problem 404 | 409 when the definition is not in force.
 */
export const regularTables =
	(sql: Sql, place: Place, evidence: WorkOutEvidence): Regular =>
	async ({ person, run, at }) => {
		const found = await store.runOf(sql, person, run, londonDay(at));
		if (!found?.isService) throw new Problem(404, 'There is no such run.');
		insistInForce(found, at);
		const { snapshot } = found;
		const specification = v.parse(SnapshotSpecificationSchema, JSON.parse(found.specification));
		const body = { specification, ...(found.control === 'none' ? {} : { control: found.control }) };
		const answer = await evidence({
			person,
			project: found.projectId,
			snapshot: join(place.snapshots, snapshot),
			sidecar: sidecarOf(place.keys, snapshot),
			policy: strictest(found.policies.map((one) => v.parse(PolicySchema, one))),
			body
		});
		const table = v.safeParse(Table, answer);
		if (!table.success) return { kind: 'needs-evidence', snapshot, answer };
		const researcher = table.output.researcher as unknown as ResearcherTable;
		const control = controlOf(researcher, found.control);
		const { rows, columns } = table.output.specification;
		const shape = { rows, columns, measure: measureOf(table.output.specification) };
		const bytes = csvOf(researcher, shape, control);
		const result = {
			snapshotId: snapshot,
			verdict: verdictOn(researcher, control),
			sha256: sha256(bytes),
			bytes: bytes.length
		};
		await store.keep(sql, person, run, result, at);
		return { kind: 'table', snapshot, answer };
	};

function insistInForce(found: store.RunRow, at: Temporal.Instant): asserts found is store.OpenRun {
	if (found.status !== 'in_force' || !found.approved)
		throw new Problem(409, 'This regular release is not in force.');
	if (Temporal.PlainDate.compare(londonDay(at), found.endsOn) > 0)
		throw new Problem(409, 'The standing approval of this regular release has ended.');
	if (found.projectStatus !== 'active' || found.workspace !== 'open' || found.snapshot === null)
		throw new Problem(409, 'The project of this regular release is not active.');
}

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import {
	SnapshotSpecificationSchema,
	type SnapshotSpecification
} from '#domain/disclosure/specification.ts';
import type { Answer, Control } from '#domain/outputs/files/file.ts';
import { leaving, mark } from '#domain/outputs/files/leaving.ts';
import { EvidenceError } from '#workspaces/evidence/expression.ts';
import { insistTraceable } from '#workspaces/evidence/traceable.ts';
import type { AskedFile } from './asking.ts';
import type { Pool } from './bitmaps.ts';
import { peopleOf } from './people.ts';
import { build, measureOf, type Built, type Shown } from './table.ts';

/** A table of a request with the people behind its cells. */
export type RequestTable = {
	readonly file: AskedFile;
	readonly specification: SnapshotSpecification;
	readonly measure: string;
	/** Id of the snapshot it was made of. */
	readonly snapshot: string;
	readonly shown: readonly Shown[];
	readonly built: Built;
};

export type Data = {
	/** Folder of the snapshot. */
	readonly snapshot: string;
	readonly sidecar: string | null;
};

/** Whether people can be counted in it: a snapshot may be deleted after its tables were made. */
export const isThere = (data: Data): data is Data & { readonly sidecar: string } =>
	data.sidecar !== null && existsSync(data.snapshot);

/** A file that cannot be compared, and why. */
export type Left = { readonly file: AskedFile; readonly because: string };

/** The people behind a file's cells, or why they are not known. Sets belong to the pool. */
export async function tableOf(
	file: AskedFile,
	data: Data,
	pool: Pool
): Promise<RequestTable | Left> {
	if (file.supporting) return { file, because: 'A supporting file is never released.' };
	const parsed = v.safeParse(SnapshotSpecificationSchema, file.specification);
	const shown = shownOf(file);
	if (!parsed.success || shown === null)
		return {
			file,
			because: 'We did not compute this file, so nobody knows which people are behind it.'
		};
	if (!isThere(data))
		return { file, because: 'The people of this snapshot are not in the person index.' };
	const specification = parsed.output;
	const { snapshot, sidecar } = data;
	try {
		insistTraceable(specification);
		const people = await peopleOf(tableFiles(snapshot), specification, sidecar);
		const rounded = file.control !== 'none' && file.control !== 'suppress';
		const built = build(people, shown, rounded, pool);
		if (built === null)
			return {
				file,
				because: 'This table was made of earlier data. Make it again from its query.'
			};
		return {
			file,
			specification,
			measure: measureOf(specification),
			snapshot: basename(snapshot),
			shown,
			built
		};
	} catch (error) {
		if (error instanceof EvidenceError) return { file, because: error.message };
		throw error;
	}
}

function shownOf({ answer, control }: AskedFile): Shown[] | null {
	if (typeof answer !== 'object' || answer === null || !('kind' in answer)) return null;
	if (answer.kind !== 'table') return null;
	const { table } = answer as Extract<Answer, { kind: 'table' }>;
	const values = leaving(table, control as Control);
	return table.cells.map(({ row, column, units }, at) => ({
		labels: [...row, ...column],
		value: values[at] === mark ? null : (values[at] ?? ''),
		units
	}));
}

const tableFiles = (snapshot: string): Record<string, string> =>
	Object.fromEntries(
		readdirSync(snapshot)
			.filter((name) => name.endsWith('.parquet'))
			.map((name) => [name.slice(0, -'.parquet'.length), join(snapshot, name)])
	);

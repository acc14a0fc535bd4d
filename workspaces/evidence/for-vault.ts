import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { redact, type CheckerTable, type ResearcherTable } from '#domain/disclosure/answer.ts';
import { PolicySchema, strictest, type Policy } from '#domain/disclosure/policy.ts';
import {
	SnapshotSpecificationSchema,
	type SnapshotSpecification
} from '#domain/disclosure/specification.ts';
import type { Control } from '#domain/disclosure/protect.ts';
import { registered, tablesOf } from './compile.ts';
import { describe, withTables } from './database.ts';
import { evidence, type Request } from './evidence.ts';
import { EvidenceError } from './expression.ts';
import type { Tables } from './sources.ts';
import { tableFromSelect } from './specification.ts';
import type { Secret } from './record-keys.ts';
import { insistTraceable } from './traceable.ts';

const Body = v.looseObject({
	/** The parsed syntax tree of the analyst's query, or a specification that was made before. */
	tree: v.optional(v.unknown()),
	specification: v.optional(SnapshotSpecificationSchema),
	policy: v.optional(PolicySchema),
	control: v.optional(v.picklist(['suppress', 'round']))
});

/** A checker's table without the policy it was judged by, which the portal may not read. */
type Recorded = Omit<CheckerTable, 'policy'>;

/**
 * What the vault answers. `table` is for checkers and the record; `researcher` is what its asker may
 * see. A query that we cannot stand behind is not an error: it needs evidence (settled.md 15).
 */
export type Answer =
	| {
			readonly kind: 'table';
			readonly specification: SnapshotSpecification;
			readonly table: Recorded;
			readonly researcher: ResearcherTable;
	  }
	| { readonly kind: 'needs-evidence'; readonly reason: string };

/**
 * Answers `POST /evidence` over one snapshot's folder, by the project's `own` policy. One that comes
 * with the request can only make it stricter, and a rounding that is demanded cannot be chosen away.
 * Throws valibot's error when the body is not of this shape.
 */
export async function answerEvidence(
	snapshot: string,
	body: unknown,
	own: Policy,
	secret?: Secret
): Promise<Answer> {
	const asked = v.parse(Body, body);
	try {
		const files = tableFiles(snapshot);
		const found =
			asked.specification === undefined
				? tableFromSelect(asked.tree, await columnsOf(files))
				: { specification: asked.specification };
		if ('needsEvidence' in found) return { kind: 'needs-evidence', reason: found.needsEvidence };
		const { specification } = found;
		const policy = asked.policy === undefined ? own : strictest([own, asked.policy]);
		const table = await evidence(requestOf(files, asked, { specification, policy, secret }));
		return { kind: 'table', specification, table: recorded(table), researcher: redact(table) };
	} catch (error) {
		if (error instanceof EvidenceError) return { kind: 'needs-evidence', reason: error.message };
		throw error;
	}
}

/** A request for evidence over a snapshot's files; a rounding that is demanded is not chosen away. */
export function requestOf(
	files: Files,
	{ control }: { readonly control?: Control | undefined },
	asked: {
		readonly specification: SnapshotSpecification;
		readonly policy: Policy;
		readonly secret: Secret | undefined;
	}
): Request {
	insistTraceable(asked.specification);
	const request = { ...asked, files: filesFor(files, asked.specification) };
	const wanted = asked.policy.rounding === null ? control : 'round';
	return wanted === undefined ? request : { ...request, control: wanted };
}

export function recorded(table: CheckerTable): Recorded {
	const { verdict, cells, summary, control, safe, safeVerdict, notes, behind } = table;
	return { verdict, cells, summary, control, safe, safeVerdict, notes, behind };
}

type Files = Readonly<Record<string, string>>;

/** The Parquet files of a snapshot by the table that each holds. */
export function tableFiles(snapshot: string): Files {
	if (!existsSync(snapshot)) throw new EvidenceError('This project has no data yet.');
	const names = readdirSync(snapshot).filter((name) => name.endsWith('.parquet'));
	return Object.fromEntries(
		names.map((name) => [name.slice(0, -'.parquet'.length), join(snapshot, name)])
	);
}

/** The files that a table reads, and its people's practices for tables that do not name one. */
export function filesFor(files: Files, specification: SnapshotSpecification): Files {
	const tables = tablesOf(specification);
	const read = Object.entries(files).filter(([table]) => tables.includes(table));
	const people = files['person'] === undefined ? {} : { [registered]: files['person'] };
	return { ...Object.fromEntries(read), ...people };
}

const columnsOf = (files: Files): Promise<Tables> =>
	withTables(files, async (db) => {
		const tables: Record<string, string[]> = {};
		for (const table of Object.keys(files)) tables[table] = [...(await describe(db, table)).keys()];
		return tables;
	});

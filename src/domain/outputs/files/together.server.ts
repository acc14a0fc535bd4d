import * as v from 'valibot';
import {
	SnapshotSpecificationSchema,
	type SnapshotSpecification
} from '#domain/disclosure/specification.ts';
import { Problem } from '#platform/problems.ts';
import type { Control, Prepared } from './file.ts';
import { vaultAnswer, type VaultAnswer } from './vault-answer.ts';
import { asAskedFor, held, reached, tableFile, type Ask, type Tools } from './work-out.server.ts';

const Answered = v.variant('kind', [
	v.object({
		kind: v.literal('tables'),
		tables: v.array(v.looseObject({ specification: SnapshotSpecificationSchema })),
		groups: v.array(v.array(v.number()))
	}),
	v.object({ kind: v.literal('needs-evidence'), reason: v.string() })
]);

export type Asked = {
	readonly sql: string;
	readonly specification: SnapshotSpecification;
	readonly control: Control;
};

/**
 * Computes the tables of a request afresh and protects as one those that hang together: a cell that
 * two of them share is hidden in both or in neither. Null for a table that shares nothing with
 * another: it stays as it is. @throws Problem 409.
 */
export async function workedTogether(
	tools: Tools,
	ask: Ask,
	tables: readonly Asked[]
): Promise<(Prepared | null)[]> {
	// a table left as it is would show what another hides: it is suppressed where that is needed
	const controls = tables.map(({ control }) => (control === 'none' ? 'suppress' : control));
	const together = tables.map(({ specification }, t) => ({ specification, control: controls[t] }));
	const answer = v.parse(Answered, await reached(tools.vault.evidence({ ...held(ask), together })));
	if (answer.kind !== 'tables') throw new Problem(409, answer.reason);
	const tied = new Set(answer.groups.filter((group) => group.length > 1).flat());
	const made: (Prepared | null)[] = [];
	for (const [t, { sql, specification }] of tables.entries()) {
		if (!tied.has(t)) {
			made.push(null);
			continue;
		}
		const table = tableIn(answer.tables[t]);
		const control = controls[t] ?? 'suppress';
		const before = await asAskedFor(tools, ask, specification, control);
		made.push(await tableFile(tools, table, sql, control, before));
	}
	return made;
}

function tableIn(told: unknown): Extract<VaultAnswer, { kind: 'table' }> {
	const answer = vaultAnswer(told);
	if (answer.kind !== 'table') throw new Problem(409, answer.reason);
	return answer;
}

import * as v from 'valibot';
import type { CheckerTable, ResearcherTable } from '#domain/disclosure/answer.ts';
import {
	SnapshotSpecificationSchema,
	type SnapshotSpecification
} from '#domain/disclosure/specification.ts';

const verdict = v.picklist(['pass', 'review', 'fail']);
const table = v.looseObject({
	verdict,
	safeVerdict: verdict,
	cells: v.array(v.looseObject({ row: v.array(v.string()), column: v.array(v.string()) })),
	safe: v.array(v.looseObject({}))
});

const Answered = v.variant('kind', [
	v.object({
		kind: v.literal('table'),
		specification: SnapshotSpecificationSchema,
		table: v.looseObject({ ...table.entries, behind: v.array(v.looseObject({})) }),
		researcher: table
	}),
	v.object({ kind: v.literal('needs-evidence'), reason: v.string() })
]);

/** What the vault answers when it is asked to stand behind a table. */
export type VaultAnswer =
	| {
			readonly kind: 'table';
			readonly specification: SnapshotSpecification;
			readonly table: Omit<CheckerTable, 'policy'>;
			readonly researcher: ResearcherTable;
	  }
	| { readonly kind: 'needs-evidence'; readonly reason: string };

/** @throws when the vault answers something else: a bug, not a person's mistake. */
export const vaultAnswer = (told: unknown): VaultAnswer =>
	v.parse(Answered, told) as unknown as VaultAnswer;

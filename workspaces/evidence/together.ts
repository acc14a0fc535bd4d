import * as v from 'valibot';
import { redact } from '#domain/disclosure/answer.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import { SnapshotSpecificationSchema } from '#domain/disclosure/specification.ts';
import { evidenceTogether } from './evidence.ts';
import { EvidenceError } from './expression.ts';
import { recorded, requestOf, tableFiles, type Answer } from './for-vault.ts';
import type { Secret } from './record-keys.ts';

const Body = v.looseObject({
	together: v.pipe(
		v.array(
			v.strictObject({
				specification: SnapshotSpecificationSchema,
				control: v.optional(v.picklist(['suppress', 'round']))
			})
		),
		v.maxLength(20, 'holds more than 20 tables')
	)
});

/** Several tables that leave together, in the order they were asked for. */
export type Together =
	| {
			readonly kind: 'tables';
			readonly tables: readonly Extract<Answer, { kind: 'table' }>[];
			/** The places of the tables that hang together, a list a group. */
			readonly groups: readonly (readonly number[])[];
	  }
	| Extract<Answer, { kind: 'needs-evidence' }>;

/** Whether a request for evidence is for several tables. */
export const asksTogether = (body: Readonly<Record<string, unknown>>): boolean =>
	body['together'] !== undefined;

/**
 * Answers `POST /evidence` of several tables: protected as one, so that no cell of one is given away
 * by another. By the project's own policy. Throws valibot's error when the body is not of this shape.
 */
export async function answerTogether(
	snapshot: string,
	body: unknown,
	policy: Policy,
	secret?: Secret
): Promise<Together> {
	const { together } = v.parse(Body, body);
	try {
		const files = tableFiles(snapshot);
		const requests = together.map(({ specification, control }) =>
			requestOf(files, { control }, { specification, policy, secret })
		);
		const { tables, groups } = await evidenceTogether(requests);
		return {
			kind: 'tables',
			groups,
			tables: together.flatMap(({ specification }, t) =>
				tables.slice(t, t + 1).map((table) => ({
					kind: 'table' as const,
					specification,
					table: recorded(table),
					researcher: redact(table)
				}))
			)
		};
	} catch (error) {
		if (error instanceof EvidenceError) return { kind: 'needs-evidence', reason: error.message };
		throw error;
	}
}

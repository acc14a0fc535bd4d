import * as v from 'valibot';
import type { Json } from '#platform/canonical.ts';
import { BadInput } from '#workspaces/deidentify/refusal.ts';

const Column = v.object({
	name: v.string(),
	type: v.string(),
	class: v.string(),
	description: v.optional(v.string(), '')
});

const Table = v.object({
	name: v.string(),
	description: v.optional(v.string(), ''),
	rows: v.pipe(
		v.optional(v.number(), 0),
		v.transform((rows) => Math.round(rows / 5) * 5)
	),
	internal: v.optional(v.boolean(), false),
	columns: v.array(Column)
});

const Catalogue = v.object({
	name: v.optional(v.string(), ''),
	version: v.optional(v.string(), ''),
	asOf: v.optional(v.string(), ''),
	datasets: v.array(
		v.object({
			code: v.string(),
			name: v.string(),
			description: v.optional(v.string(), ''),
			product: v.optional(v.string(), ''),
			tables: v.array(Table)
		})
	)
});

/**
 * The catalogue as anybody may see it: what is offered, with row counts rounded to 5. Tables that
 * serve the vault alone, and numbers of people, stay here.
 * @throws BadInput when catalogue.json is not one.
 */
export function publicCatalogue(input: unknown): Record<string, Json> {
	const parsed = v.safeParse(Catalogue, input);
	if (!parsed.success)
		throw new BadInput(
			`catalogue.json: ${v.getDotPath(parsed.issues[0]) ?? 'the document'}: ${parsed.issues[0].message}.`
		);
	const { datasets, ...about } = parsed.output;
	return {
		...about,
		datasets: datasets.map(({ tables, ...dataset }) => ({
			...dataset,
			tables: tables
				.filter(({ internal }) => !internal)
				.map(({ name, description, rows, columns }) => ({ name, description, rows, columns }))
		}))
	};
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { conceptDomains, criterionKinds } from '#domain/catalogue/criterion.ts';
import type { Json } from '#platform/canonical.ts';
import { list, literal, openDuck, rows, type Row } from '#workspaces/deidentify/duck.ts';

export const ConceptsBody = v.union([
	v.strictObject({
		kind: v.picklist(criterionKinds),
		search: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
		limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)), 12)
	}),
	v.strictObject({
		vocabulary: v.picklist(['SNOMED', 'ICD10', 'dm+d']),
		codes: v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(5000))
	}),
	v.strictObject({ ids: v.pipe(v.array(v.pipe(v.number(), v.integer())), v.maxLength(2500)) })
]);
export type Asked = v.InferOutput<typeof ConceptsBody>;

/** How alike a word of a search and a word of a name must be: one slip in six letters passes. */
const alike = 0.88;

const columns =
	"concept_id as id, concept_name as name, domain_id as domain, vocabulary_id as vocabulary, concept_code as code, coalesce(standard_concept = 'S', false) as standard";

/**
 * Concepts by name: those that hold the words as typed come first, then those where every word typed
 * is close to a word of the name, so that a slip still finds.
 */
function searchSql(file: string, asked: { kind: string; search: string; limit: number }): string {
	const typed = asked.search.toLowerCase();
	const words = typed.split(/\s+/);
	return `
		with named as (
			select ${columns}, lower(concept_name) as low
			from ${file}
			where domain_id = ${literal(asked.kind)} and standard_concept = 'S'
		), scored as (
			select *,
				case when contains(low, ${literal(typed)}) then 2 + length(${literal(typed)}) / length(low) else
					list_min(list_transform([${list(words)}], lambda wanted:
						list_max(list_transform(string_split_regex(low, '[^a-z0-9]+'), lambda word:
							jaro_winkler_similarity(wanted, word)))))
				end as score
			from named
		)
		select id, name, domain, vocabulary, code, standard
		from scored
		where score >= ${String(alike)}
		order by score desc, length(name), name, id
		limit ${String(asked.limit)}`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const concept = ({ id, name, domain, vocabulary, code, standard }: Row): Json => ({
	id: Number(id),
	name: text(name),
	domain: text(domain),
	vocabulary: text(vocabulary),
	code: text(code),
	standard: standard === true
});

function sqlOf(file: string, asked: Asked): string {
	if ('ids' in asked)
		return `select ${columns} from ${file} where concept_id in (${list(asked.ids)}) order by 1`;
	if ('codes' in asked)
		return `select ${columns} from ${file}
			where vocabulary_id = ${literal(asked.vocabulary)} and concept_code in (${list(asked.codes)})
			order by 1`;
	return searchSql(file, { ...asked, kind: conceptDomains[asked.kind] });
}

/**
 * What the vocabulary calls things: names and numbers of concepts, and nothing about people. A source
 * without a vocabulary finds none.
 */
export async function concepts(source: string, asked: Asked): Promise<Record<string, Json>> {
	const path = join(source, 'concept.parquet');
	if (!existsSync(path)) return { concepts: [] };
	const file = `read_parquet(${literal(path)})`;
	if ('ids' in asked && asked.ids.length === 0) return { concepts: [] };
	if ('codes' in asked && asked.codes.length === 0) return { concepts: [] };
	const duck = await openDuck(null);
	try {
		const found = await rows(duck.db, sqlOf(file, asked));
		return { concepts: found.map(concept) };
	} finally {
		duck.close();
	}
}

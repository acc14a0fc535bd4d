import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { CriterionKind } from '../criterion.ts';
import type { List, Resolved, Version, Vocabulary } from './code-list.ts';

/** Lists that the reader may see with their latest version, by name. */
export const lists = (
	tx: Tx,
	{ limit, offset }: { limit: number; offset: number }
): Promise<(List & { number: number; codes: number; at: Temporal.Instant; total: number })[]> =>
	tx<(List & { number: number; codes: number; at: Temporal.Instant; total: number })[]>`
		select
			l.id, l.organisation_id, o.name as organisation, l.name, l.vocabulary, l.description,
			v.number, v.codes, v.at, count(*) over ()::int as total
		from code_list l
		join organisation o on o.id = l.organisation_id
		join lateral (
			select number, codes, at from code_list_version where list_id = l.id order by number desc limit 1
		) v on true
		order by lower(l.name), l.id
		limit ${limit} offset ${offset}
	`;

/** One list. @throws Problem 404. */
export async function find(tx: Tx, id: string): Promise<List> {
	const [list] = await tx<List[]>`
		select l.id, l.organisation_id, o.name as organisation, l.name, l.vocabulary, l.description
		from code_list l
		join organisation o on o.id = l.organisation_id
		where l.id = ${id}
	`;
	if (!list) throw new Problem(404, 'There is no such code list.');
	return list;
}

/** Its versions, the latest first. */
export const versions = (tx: Tx, list: string): Promise<Version[]> =>
	tx<Version[]>`
		select
			v.id, v.number, v.note, v.sha256, v.codes, p.name as by, v.at, app.code_list_used(v.id) as used,
			(
				select count(*)::int from code_list_code c where c.version_id = v.id and c.concept_id is not null
			) as known
		from code_list_version v
		left join person p on p.id = v.person_id
		where v.list_id = ${list}
		order by v.number desc
	`;

/** The codes of a version, as they stood in its file. */
export const codes = (tx: Tx, version: string): Promise<Resolved[]> =>
	tx<Resolved[]>`
		select code, term, concept_id::float8 as concept_id, concept_name, domain
		from code_list_code
		where version_id = ${version}
		order by place
	`;

export async function nameTaken(tx: Tx, organisation: string, name: string): Promise<boolean> {
	const [row] = await tx`
		select from code_list where organisation_id = ${organisation} and lower(name) = lower(${name})
	`;
	return row !== undefined;
}

/** Keeps a new list that has no version yet, and answers its id. */
export async function insert(
	tx: Tx,
	made: {
		readonly organisation: string;
		readonly name: string;
		readonly vocabulary: Vocabulary;
		readonly description: string;
		readonly person: string;
		readonly at: Temporal.Instant;
	}
): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into code_list (organisation_id, name, vocabulary, description, created_by, created_at)
		values (
			${made.organisation}, ${made.name}, ${made.vocabulary}, ${made.description}, ${made.person}, ${made.at}
		)
		returning id
	`;
	if (!row) throw new Error('The list was not kept.');
	return row.id;
}

/** Keeps the next version of a list with its codes, and answers its number. */
export async function insertVersion(
	tx: Tx,
	made: {
		readonly list: string;
		readonly note: string;
		readonly sha256: string;
		readonly codes: readonly Resolved[];
		readonly person: string;
		readonly at: Temporal.Instant;
	}
): Promise<number> {
	const [row] = await tx<{ id: string; number: number }[]>`
		insert into code_list_version (list_id, number, note, sha256, codes, person_id, at)
		values (
			${made.list},
			(select coalesce(max(number), 0) + 1 from code_list_version where list_id = ${made.list}),
			${made.note}, ${made.sha256}, ${made.codes.length}, ${made.person}, ${made.at}
		)
		returning id, number
	`;
	if (!row) throw new Error('The version was not kept.');
	const each = <T>(of: (one: Resolved) => T): T[] => made.codes.map(of);
	await tx`
		insert into code_list_code (version_id, place, code, term, concept_id, concept_name, domain)
		select ${row.id}, c.place, c.code, c.term, c.concept_id, c.concept_name, c.domain
		from unnest(
			${each(({ code }) => code)}::text[],
			${each(({ term }) => term)}::text[],
			${each(({ conceptId }) => (conceptId === null ? null : String(conceptId)))}::bigint[],
			${each(({ conceptName }) => conceptName)}::text[],
			${each(({ domain }) => domain)}::text[]
		) with ordinality as c (code, term, concept_id, concept_name, domain, place)
	`;
	return row.number;
}

/** Holds a list so that its versions are numbered one after the other. */
export const hold = async (tx: Tx, list: string): Promise<void> => {
	await tx`select pg_advisory_xact_lock(hashtextextended(${list}, 33))`;
};

export async function removeVersion(tx: Tx, version: string): Promise<void> {
	await tx`delete from code_list_version where id = ${version}`;
}

/** Versions whose concepts a criterion of this kind can look for, for the builder to offer. */
export const offered = (
	tx: Tx,
	kind: CriterionKind
): Promise<{ id: string; name: string; number: number; concepts: number }[]> =>
	tx<{ id: string; name: string; number: number; concepts: number }[]>`
		select v.id, l.name, v.number, cardinality(app.code_list_concepts(v.id, ${kind})) as concepts
		from code_list_version v
		join code_list l on l.id = v.list_id
		where app.code_list_concepts(v.id, ${kind}) <> '{}'
		order by lower(l.name), v.number desc
		limit 100
	`;

/** The concepts of a version in one kind of record; none when the reader may not see the list. */
export async function conceptsIn(tx: Tx, version: string, kind: CriterionKind): Promise<number[]> {
	const [row] = await tx<{ concepts: string[] }[]>`
		select app.code_list_concepts(v.id, ${kind})::text[] as concepts
		from code_list_version v
		where v.id::text = ${version}
	`;
	return (row?.concepts ?? []).map(Number);
}

/** Names of versions, such as "Asthma, version 2", by id. */
export async function versionNames(
	tx: Tx,
	ids: readonly string[]
): Promise<ReadonlyMap<string, string>> {
	if (ids.length === 0) return new Map();
	const found = await tx<{ id: string; name: string; number: number }[]>`
		select v.id, l.name, v.number
		from code_list_version v
		join code_list l on l.id = v.list_id
		where v.id = any (${[...ids]}::uuid[])
	`;
	return new Map(found.map(({ id, name, number }) => [id, `${name}, version ${String(number)}`]));
}

/** Lists of a cohort that do not hold the concepts they are named for; none when all is right. */
export async function faults(tx: Tx, cohort: object): Promise<string[]> {
	const [row] = await tx<{ faults: string[] }[]>`
		select app.code_list_faults(${JSON.stringify(cohort)}::text::jsonb) as faults
	`;
	return row?.faults ?? [];
}

import type { Cohort } from '#domain/catalogue/cohort.ts';
import type { CriterionKind } from '#domain/catalogue/criterion.ts';
import { partsOf, type Part, type Wanted } from '#domain/catalogue/parts.ts';
import { list, literal } from '#workspaces/deidentify/duck.ts';
import { ageSql } from '#workspaces/deidentify/people.ts';

/** Where records of each kind lie in OMOP, and which of their columns a criterion looks at. */
export const recordTables = {
	condition: {
		table: 'condition_occurrence',
		concept: 'condition_concept_id',
		day: 'condition_start_date',
		value: null
	},
	drug: {
		table: 'drug_exposure',
		concept: 'drug_concept_id',
		day: 'drug_exposure_start_date',
		value: null
	},
	measurement: {
		table: 'measurement',
		concept: 'measurement_concept_id',
		day: 'measurement_date',
		value: 'value_as_number'
	}
} as const satisfies Record<
	CriterionKind,
	{ table: string; concept: string; day: string; value: string | null }
>;

/** What a source holds beyond its records, and whose rows a table's are. */
export type Shape = {
	/** Whether a concept stands for its descendants too: the source has concept_ancestor. */
	readonly ancestors: boolean;
	/** Whether a table's rows name the visit, and visits the place. */
	readonly placed: (table: string) => boolean;
	/** The data set that a table belongs to, as controllers sign up to it. */
	readonly dataset: (table: string) => string;
};

/** A cohort as DuckDB SQL. Every value in it is a number, a date or a quoted literal. */
export type Compiled = {
	/** Every record that a part looks for: `person_id, part, dataset, care_site_id`. */
	readonly matches: string;
	/** Who people are, as a condition on rows of `everybody`. */
	readonly demographic: string;
	/** Each part as a condition on rows of people, given the table of records that may be used. */
	readonly parts: (matches: string) => readonly { readonly key: string; readonly sql: string }[];
	/** The people of `from` for whom every part holds. */
	readonly inside: (from: string, matches: string) => string;
	/**
	 * As `inside`, without what a person must not have: records that turn out not to be usable must
	 * put nobody out, so those parts are asked last of all.
	 */
	readonly possible: (from: string, matches: string) => string;
};

const sexes = { female: 8532, male: 8507 } as const;

const none = `select null::bigint as person_id, null::varchar as part, null::varchar as dataset,
	null::bigint as care_site_id where false`;

function recordsOf(key: string, wanted: Wanted, shape: Shape): string {
	const { table, concept, day, value } = recordTables[wanted.kind];
	const placed = shape.placed(table);
	const narrower = shape.ancestors
		? ` union select descendant_concept_id from src_concept_ancestor where ancestor_concept_id in (${list(wanted.concepts)})`
		: '';
	const limits = [
		wanted.from === null ? null : `o.${day} >= ${literal(wanted.from)}::date`,
		wanted.to === null ? null : `o.${day} <= ${literal(wanted.to)}::date`,
		value === null || wanted.low === null ? null : `o.${value} >= ${String(wanted.low)}`,
		value === null || wanted.high === null ? null : `o.${value} <= ${String(wanted.high)}`
	].filter((limit) => limit !== null);
	return `select distinct o.person_id::bigint as person_id, ${literal(key)} as part,
		${literal(shape.dataset(table))} as dataset,
		${placed ? 'v.care_site_id::bigint' : 'null::bigint'} as care_site_id
	from src_${table} o
	${placed ? 'left join src_visit_occurrence v on v.visit_occurrence_id = o.visit_occurrence_id' : ''}
	where o.${concept} in (
		select unnest([${list(wanted.concepts)}]::bigint[])${narrower})
	${limits.map((limit) => `and ${limit}`).join(' ')}`;
}

function condition(part: Part, at: string, matches: string): string {
	switch (part.about) {
		case 'sex':
			return `coalesce(sex = ${String(sexes[part.sex])}, false)`;
		case 'age': {
			const age = ageSql(at);
			// nobody has an age before birth, where DuckDB's age() says 0 for a while
			const limits = [
				`(birth is null or birth <= ${literal(at)}::date)`,
				part.from === null ? null : `${age} >= ${String(part.from)}`,
				part.to === null ? null : `${age} <= ${String(part.to)}`
			].filter((limit) => limit !== null);
			return `coalesce(${limits.join(' and ')}, false)`;
		}
		case 'area':
			return `coalesce(icb in (${list(part.icbs)}), false)`;
		case 'record':
			return `person_id ${part.include ? '' : 'not '}in (
				select person_id from ${matches} where part = ${literal(part.key)} and person_id is not null)`;
	}
}

const all = (conditions: readonly string[]) =>
	conditions.length === 0 ? 'true' : conditions.join('\n\tand ');

/**
 * Compiles a cohort once, for the count and for the extract alike. `at` is the day that ages are
 * taken at when the cohort names no last day.
 */
export function compileCohort(cohort: Cohort, at: string, shape: Shape): Compiled {
	const parts = partsOf(cohort);
	const day = cohort.to ?? at;
	const sql = (part: Part, matches: string) => condition(part, day, matches);
	const records = parts.flatMap((part) =>
		part.about === 'record' ? [recordsOf(part.key, part.wanted, shape)] : []
	);
	const where = (from: string, matches: string, some: readonly Part[]) =>
		`select * from ${from} where ${all(some.map((part) => sql(part, matches)))}`;
	return {
		matches: records.length === 0 ? none : records.join('\nunion all '),
		demographic: all(
			parts.filter(({ about }) => about !== 'record').map((part) => sql(part, 'matches'))
		),
		parts: (matches) => parts.map((part) => ({ key: part.key, sql: sql(part, matches) })),
		inside: (from, matches) => where(from, matches, parts),
		possible: (from, matches) =>
			where(
				from,
				matches,
				parts.filter((part) => part.about === 'record' && part.include)
			)
	};
}

/** The tables of records that a cohort looks into. */
export const tablesOf = (cohort: Cohort): string[] => [
	...new Set(
		partsOf(cohort).flatMap((part) =>
			part.about === 'record' ? [recordTables[part.wanted.kind].table] : []
		)
	)
];

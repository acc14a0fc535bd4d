import type { Choices } from '#domain/workspaces/rules/choices.ts';
import { literal, quoted } from './duck.ts';
import { BadInput } from './refusal.ts';
import { has, type Source } from './source.ts';

/** Names of areas in a release and the columns of the postcode table that they come from. */
export const areas = {
	lad: { name: 'lad', columns: ['lad', 'lad23', 'borough'] },
	msoa: { name: 'msoa21', columns: ['msoa21', 'msoa'] },
	lsoa: { name: 'lsoa21', columns: ['lsoa21', 'lsoa'] }
} as const;

/** SQL for a person's birth date, from the most exact columns that the source has. */
function birthDate(source: Source): string {
	const parts: string[] = [];
	if (has(source, 'person', 'birth_datetime')) parts.push('p.birth_datetime::date');
	if (has(source, 'person', 'month_of_birth') && has(source, 'person', 'day_of_birth'))
		parts.push(`try_cast(printf('%04d-%02d-%02d', p.year_of_birth::bigint,
			p.month_of_birth::bigint, p.day_of_birth::bigint) as date)`);
	return parts.length > 0 ? `coalesce(${parts.join(', ')})` : 'null::date';
}

/** SQL for whole years between a birth and `at`. With only a year known, the older answer. */
export const ageSql = (at: string, birth = 'birth', year = 'birth_year'): string =>
	`coalesce(extract(year from age(${literal(at)}::date, ${birth})),
		${at.slice(0, 4)} - ${year})::integer`;

/** SQL for the area and the deprivation measures that were chosen, from the postcode's row `z`. */
function placed(source: Source, { place, deprivation }: Choices, known: boolean): string[] {
	const of = (column: string) => known && has(source, 'postcode', column);
	const missing = (what: string) =>
		new BadInput(`${source.dir}: postcode.parquet has no ${what}; choose another measure or area.`);
	const area = place === 'region' ? null : areas[place].columns.find(of);
	if (area === undefined) throw missing(`column for the area ${place}`);
	const measure = (name: string): string => {
		if (of(name)) return `z.${quoted(name)}::smallint as ${quoted(name)}`;
		const decile = name.replace(/_quintile$/, '_decile');
		if (decile !== name && of(decile))
			return `((z.${quoted(decile)} + 1) // 2)::smallint as ${quoted(name)}`;
		if (name !== 'imd_decile') throw missing(`measure ${name}`);
		return `null::smallint as ${quoted(name)}`;
	};
	return [
		...(area === null ? [] : [`z.${quoted(area)}::varchar as area`]),
		...deprivation.map(measure)
	];
}

/**
 * SQL for everybody in the source: their key columns, their practice and its board, and the two
 * small-area facts that may leave. Deprivation and region come from the postcode, whose own value,
 * like the address's coordinates, goes no further than this query.
 */
export function everybody(source: Source, rules: Choices): string {
	const identity = has(source, 'identity', 'nhs_number');
	const site = has(source, 'care_site', 'care_site_source_value');
	const controller = has(source, 'controller') && site;
	const places = has(source, 'postcode');
	const located = has(source, 'location', 'zip') && has(source, 'person', 'location_id');
	const identified = has(source, 'identity', 'postcode');
	const code = [located && 'l.zip', identified && 'i.postcode'].filter((x) => x !== false);
	const squeeze = (sql: string) => `upper(replace(${sql}, ' ', ''))`;
	const column = (name: string, type = 'integer') =>
		has(source, 'person', name) ? `p.${name}::${type}` : `null::${type}`;
	return `
		select
			p.person_id::bigint as person_id,
			${column('gender_concept_id')} as sex,
			${column('race_concept_id')} as race,
			${column('ethnicity_concept_id')} as ethnicity,
			${birthDate(source)} as birth,
			coalesce(extract(year from ${birthDate(source)}), ${column('year_of_birth')})::integer as birth_year,
			${column('care_site_id', 'bigint')} as care_site_id,
			${controller ? 'c.icb_code' : 'null::varchar'} as icb,
			${identity ? 'canonical_nhs(i.nhs_number)' : 'null::varchar'} as nhs,
			${code.length > 0 ? squeeze(`coalesce(${code.join(', ')})`) : 'null::varchar'} as postcode,
			${[
				`${places && code.length > 0 ? 'z.region' : 'null::varchar'} as region`,
				...placed(source, rules, places && code.length > 0)
			].join(', ')}
		from src_person p
		${site ? 'left join src_care_site s on s.care_site_id = p.care_site_id' : ''}
		${controller ? 'left join src_controller c on c.code = s.care_site_source_value' : ''}
		${has(source, 'identity') ? 'left join src_identity i on i.person_id = p.person_id' : ''}
		${located ? 'left join src_location l on l.location_id = p.location_id' : ''}
		${places && code.length > 0 ? `left join src_postcode z on ${squeeze('z.postcode')} = ${squeeze(`coalesce(${code.join(', ')})`)}` : ''}
	`;
}

import { limits } from './classes.ts';
import { number, quoted } from './duck.ts';
import { keep, type Run } from './run.ts';
import { has } from './source.ts';
import type { Cut } from './tables.ts';

/** A scratch table (concept, unit, low, high, decimals), and SQL of a row's own concept and unit. */
export type Bounds = { readonly table: string; readonly concept: string; readonly unit: string };

/** Decimals of what instruments measure to, by concept; everything else has two. */
export const precision: Readonly<Record<number, number>> = {
	3038553: 1, // body mass index
	3036277: 0, // height, cm
	3025315: 1, // weight, kg
	3004410: 1, // HbA1c, %
	3004249: 0, // systolic pressure
	3012888: 0, // diastolic pressure
	3027114: 0 // total cholesterol, mg/dL
};

/**
 * Concepts whose outermost thousandth at either end is drawn in, since a body or a family stands out
 * by it: height, weight, body mass index, gestation, parity, size of the family (class C18).
 */
export const bodies: readonly number[] = [
	3038553, 3036277, 3025315, 3048230, 3016762, 3032804, 4305525
];

/** Values at either end that are looked at to find those of enough people. */
const ends = 32;

/** The lowest, or highest, value that enough people reach, by concept and unit. */
async function keepEnds(run: Run, cut: Cut, column: string, at: Omit<Bounds, 'table'>) {
	const value = `r.${quoted(column)}`;
	const least = String(limits.minimumPersons);
	const own = cut.rows(cut.source);
	const all = `select ${at.concept} as concept, ${at.unit} as unit, r.person_place as place, ${value} as value ${own} and ${value} is not null`;
	const temporary = (name: string, sql: string) =>
		run.db.run(`create or replace temp table ${name} as ${sql}`);
	await temporary(
		'ends',
		`select concept, unit, count(*) as n,
			min(value, ${String(ends)}) as lows, arg_min(place, value, ${String(ends)}) as low_places,
			max(value, ${String(ends)}) as highs, arg_max(place, value, ${String(ends)}) as high_places
		from (${all}) group by concept, unit`
	);
	for (const [side, order, pick] of [
		['low', 'asc', 'min'],
		['high', 'desc', 'max']
	] as const) {
		const nth = (
			from: string
		) => `select concept, unit, count(*) as persons, list(value order by value ${order})[${least}] as value
			from (select concept, unit, place, ${pick}(value) as value from (${from}) group by concept, unit, place)
			group by concept, unit`;
		await temporary(
			`${side}_near`,
			nth(
				`select concept, unit, unnest(${side}s) as value, unnest(${side}_places) as place from ends`
			)
		);
		// one person may fill the whole end: then everybody of that concept is looked at
		const short = `select concept, unit from ${side}_near n join ends e using (concept, unit)
			where n.persons < ${least} and e.n > ${String(ends)}`;
		if ((await number(run.db, `select count(*) from (${short})`)) > 0)
			await temporary(
				`${side}_near`,
				`select * from ${side}_near anti join (${short}) using (concept, unit)
				union all by name ${nth(`select a.* from (${all}) a semi join (${short}) using (concept, unit)`)}`
			);
	}
	return all;
}

/**
 * Keeps the bounds of one column's values: each bound is shared by enough people, so nobody stands
 * out by the highest or lowest, and a concept of too few people has none, which empties its values.
 */
export async function keepBounds(
	run: Run,
	cut: Cut,
	{ column }: { readonly column: string }
): Promise<Bounds> {
	const word = cut.name.split('_')[0] ?? cut.name;
	const of = (name: string) =>
		has(run.source, cut.name, name) ? `coalesce(r.${quoted(name)}::bigint, -1)` : '0::bigint';
	const at = { concept: of(`${word}_concept_id`), unit: of('unit_concept_id') };
	const all = await keepEnds(run, cut, column, at);
	const decimals = Object.entries(precision)
		.map(([concept, places]) => `when ${concept} then ${String(places)}`)
		.join(' ');
	const table = `limit_value_${cut.name}_${column}`;
	await keep(
		run,
		table,
		`with outer_part as (
			select concept, unit, quantile_disc(value, 0.001) as p_low, quantile_disc(value, 0.999) as p_high
			from (${all}) where concept in (${bodies.join(', ')}) group by concept, unit
		)
		select l.concept, l.unit, case l.concept ${decimals} else 2 end::integer as decimals,
			case when l.value <= h.value then greatest(l.value, o.p_low) end as low,
			case when l.value <= h.value then least(h.value, o.p_high) end as high
		from low_near l join high_near h using (concept, unit) left join outer_part o using (concept, unit)
		where l.persons >= ${String(limits.minimumPersons)} and h.persons >= ${String(limits.minimumPersons)}`
	);
	return { table, ...at };
}

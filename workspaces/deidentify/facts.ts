import { ageBandOf, dateModeOf, type Choices } from '#domain/workspaces/rules/choices.ts';
import { limits } from './classes.ts';
import { literal, quoted } from './duck.ts';
import { ageSql, areas } from './people.ts';
import type { Rules } from './rules.ts';

/** One fact about a person that may leave; `of` is the class that it stands for. */
export type Fact = {
	readonly name: string;
	readonly of: 'birth' | 'place' | 'index';
	readonly type: string;
	/** Over a person's row of `born`: `birth` (shifted), `years`, `old`, `age`, `region`, `area`, … */
	readonly sql: string;
};

/** Years of birth in bands as wide as those of age, so that one does not undo the other. */
function birthFacts(choices: Choices, at: string): Fact[] {
	const band = ageBandOf(choices);
	const top = String(limits.topAge);
	const oldest = String(Number(at.slice(0, 4)) - limits.topAge + 1);
	const fact = (name: string, type: string, sql: string): Fact => ({
		name,
		of: 'birth',
		type,
		sql
	});
	const young = `not old and age < ${top} and years >= ${oldest}`;
	const low = `age // ${String(band)} * ${String(band)}`;
	const facts: Fact[] =
		band === 1
			? [
					fact('birth_year', 'smallint', `case when ${young} then years end`),
					fact(
						'age',
						'smallint',
						`case when old then ${top} when age >= 0 then least(age, ${top}) end`
					)
				]
			: [
					fact(
						'birth_year_from',
						'smallint',
						`case when ${young} then years // ${String(band)} * ${String(band)} end`
					),
					fact(
						'age_band',
						'varchar',
						`case when old or age >= ${top} then '${top}+'
							when age >= 0 then (${low})::integer || '-' || (${low} + ${String(band - 1)})::integer end`
					)
				];
	if (choices.infants)
		facts.push(
			fact(
				'age_months',
				'smallint',
				`case when birth is not null and age between 0 and 1 then datesub('month', birth, ${literal(at)}::date) end`
			)
		);
	if (choices.birth === 'month-under-16')
		facts.push(
			fact('birth_month', 'smallint', `case when age between 0 and 15 then month(birth) end`)
		);
	if (choices.birth === 'week')
		facts.push(fact('birth_week', 'smallint', `case when ${young} then weekofyear(birth) end`));
	return facts;
}

function placeFacts({ place, deprivation }: Choices): Fact[] {
	const fact = (name: string, type: string, sql: string): Fact => ({
		name,
		of: 'place',
		type,
		sql
	});
	return [
		fact('region', 'varchar', 'region'),
		...(place === 'region' ? [] : [fact(areas[place].name, 'varchar', 'area')]),
		...deprivation.map((name) => fact(name, 'smallint', quoted(name)))
	];
}

/** What may leave of a person beside their own columns, under these choices, at a day. */
export const personFacts = (rules: Choices & Pick<Rules, 'at'>): Fact[] => [
	...birthFacts(rules, rules.at),
	...placeFacts(rules),
	...(dateModeOf(rules) === 'relative' && rules.dates.index !== 'birth'
		? [{ name: 'index_year', of: 'index', type: 'smallint', sql: 'year(index_day)' } as const]
		: [])
];

/** Whether rows need the person's shift, or the day that others are counted from. */
export const personDays = (rules: Choices) => ({
	shift: dateModeOf(rules) === 'shift',
	index: dateModeOf(rules) === 'relative'
});

/**
 * SQL for table `facts`: a row a person with the key that pseudonyms are made of and the facts that
 * may leave. Under shifted days the birth date is shifted first, as every other day of the person.
 * `shift` and `index` are SQL over `people` as `q`.
 */
export function factsSql(rules: Rules, shift: string | null, index: string | null): string {
	const born = shift === null ? 'birth' : '(birth + shift)';
	const year = shift === null ? 'birth_year' : `coalesce(year(${born}), birth_year)`;
	const columns = personFacts(rules).map(
		({ name, type, sql }) => `(${sql})::${type} as ${quoted(name)}`
	);
	const { at } = rules;
	return `select person_id, key, type1,
			${[...(shift === null ? [] : ['shift']), ...(index === null ? [] : ['index_day']), ...columns].join(', ')}
		from (
			select * exclude (birth), ${born}::date as birth, ${year}::integer as years,
				coalesce(${ageSql(at)} >= ${String(limits.topAge)}, false) as old, ${ageSql(at, born, year)} as age
			from (select q.*${shift === null ? '' : `, ${shift}::smallint as shift`}${index === null ? '' : `, ${index} as index_day`} from people q)
		)`;
}

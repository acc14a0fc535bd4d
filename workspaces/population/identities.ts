import { testPrefixes } from '#platform/nhs-number.ts';
import { names, streets, ways } from './names.ts';
import { choose, list, pick } from './sql.ts';

/** The most people that the test ranges can number: about 909,000 valid numbers a prefix. */
export const mostPersons = 5_000_000;

/**
 * NHS numbers: table `number`, one for each person, all valid and all from ranges that are never
 * issued (999 first, then 998 and so on: one prefix has about 909,000 numbers with a check digit).
 * Inside a prefix the numbers come in an order that depends on the seed.
 */
const numberSql = (persons: number): string => `
	create table number as
	with body as (
		select k, ${list(testPrefixes)}[1 + cast(k // 1000000 as integer)]
			|| lpad(cast((k % 1000000 * 387421 + whole(u(k // 1000000, 'nhs') * 1000000)) % 1000000
				as varchar), 6, '0') as digits
		from range(${Math.ceil(persons * 1.1) + 1000}) r(k)
	), checked as (
		select k, digits, (11 - list_sum(list_transform(range(1, 10),
			lambda i: cast(digits[i] as integer) * (11 - i)))::integer % 11) % 11 as digit
		from body
	)
	select row_number() over (order by k) as id, digits || cast(digit as varchar) as nhs_number
	from checked where digit < 10
	qualify id <= ${persons}`;

const byGroup = (part: 'female' | 'male' | 'family', tag: string): string => {
	const draw = `u(id, '${tag}')`;
	// one person in five has a name from any group: families are mixed
	return `case case when u(id, 'blend') < 0.2
			then ${choose("u(id, 'blend-to')", [
				["'white'", 5],
				["'asian'", 2],
				["'black'", 2],
				["'other'", 2]
			])}
			else ethnic end
		when 'asian' then ${pick(draw, names.asian[part])}
		when 'black' then ${pick(draw, names.black[part])}
		when 'other' then ${pick(draw, names.other[part])}
		else ${pick(draw, names.white[part])} end`;
};

/**
 * Who they are: table `who`. Telephone numbers lie in the ranges that Ofcom keeps for drama,
 * e-mail addresses at example.org: neither can reach anybody.
 */
export const identitySql = (persons: number): string => `
	${numberSql(persons)};
	create table who as
	select p.id, nhs_number,
		case sex when 'F' then ${byGroup('female', 'given')} else ${byGroup('male', 'given')} end
			as given_name,
		${byGroup('family', 'family')} as family_name,
		birth, cast(1 + whole(u(id, 'house') * u(id, 'house') * 180) as varchar) || ' '
			|| ${pick("u(place * 8 + id % 8, 'street')", streets)} || ' '
			|| ${pick("u(place * 8 + id % 8, 'way')", ways)} as address,
		postcode,
		case when u(id, 'line') < 0.25
			then '020 7946 0' || lpad(cast(whole(u(id, 'phone') * 1000) as varchar), 3, '0')
			else '07700 900' || lpad(cast(whole(u(id, 'phone') * 1000) as varchar), 3, '0') end as phone,
		lower(given_name || '.' || family_name) || cast(id as varchar) || '@example.org' as email,
		practice, trust,
		u(id, 'national opt-out') < 0.05 as opted_out,
		u(id, 'type 1 opt-out') < 0.03 as type_one
	from p join number using (id)`;

import { choose } from './sql.ts';

/** Where the record begins: nothing before it is in the population. */
export const firstDay = '2015-01-01';

const bands: readonly (readonly [from: number, weight: number])[] = [
	[0, 6],
	[5, 6],
	[10, 6.2],
	[15, 5.8],
	[20, 7],
	[25, 8.8],
	[30, 9.2],
	[35, 8.5],
	[40, 7.6],
	[45, 6.6],
	[50, 6.4],
	[55, 5.9],
	[60, 4.9],
	[65, 3.8],
	[70, 3.2],
	[75, 2.8],
	[80, 2.1],
	[85, 1.6],
	[90, 1],
	[95, 0.4]
];

/** A chance by age: each pair is the age below which it holds and the chance. */
const byAge = (steps: readonly (readonly [below: number, chance: number])[], last: number) =>
	`case ${steps.map(([below, chance]) => `when age < ${below} then ${chance}`).join(' ')}
		else ${last} end`;

/** More of it for each decile towards the most deprived. */
const deprived = (perDecile: number): string => `(1 + ${perDecile} * (5.5 - imd))`;

/**
 * Everybody, one row each: table `p`. Sexes, ages, homes, ethnic groups and habits are drawn; the
 * long-term conditions follow from them, each with the direction and rough size known from
 * English studies; deaths follow from age and conditions.
 */
export const peopleSql = (persons: number, asOf: string): string => `
	create table p as
	with born as (
		select cast(i as bigint) as id,
			1 + whole(u(i, 'home') * (select max(place) from place)) as place,
			case when u(i, 'sex') < 0.505 then 'F' else 'M' end as sex,
			${choose("u(i, 'band')", bands)} as band,
			date '${asOf}' - whole((band + 5 * u(i, 'age')) * 365.25) as birth
		from range(1, ${persons} + 1) r(i)
	), lived as (
		select born.*, imd, icb, postcode, borough,
			date_diff('day', birth, date '${asOf}') / 365.25 as age,
			case when u(id, 'ethnic') * 100 < white then 'white'
				when u(id, 'ethnic') * 100 < white + asian then 'asian'
				when u(id, 'ethnic') * 100 < white + asian + black then 'black'
				when u(id, 'ethnic') * 100 < white + asian + black + mixed then 'mixed'
				else 'other' end as ethnic,
			case when age < 16 then 'never'
				when u(id, 'smoke') < 0.13 * ${deprived(0.1)} * if(sex = 'M', 1.25, 0.8)
					* ${byAge(
						[
							[25, 0.9],
							[45, 1.25],
							[65, 1.1]
						],
						0.6
					)} then 'current'
				when u(id, 'smoke') > 1 - ${byAge(
					[
						[25, 0.05],
						[45, 0.18],
						[65, 0.28]
					],
					0.38
				)}
					then 'former'
				else 'never' end as smoke,
			case when age < 18 then clamp(15 + 0.35 * age + 1.8 * z(id, 'bmi'), 12, 45)
				else clamp(25.6 + 0.2 * (5.5 - imd) + 0.06 * (least(age, 60) - 40)
					+ case ethnic when 'black' then 0.9 when 'asian' then -0.5 else 0 end
					+ 4.4 * z(id, 'bmi'), 15.5, 60) end as bmi
		from born join place using (place)
	), ill as (
		select lived.*,
			u(id, 't1dm') < 0.005 as t1,
			not t1 and u(id, 't2dm') < least(0.75,
				${byAge(
					[
						[18, 0.0004],
						[30, 0.005],
						[40, 0.018],
						[50, 0.05],
						[60, 0.1],
						[70, 0.16],
						[80, 0.2]
					],
					0.21
				)}
				* ${deprived(0.08)} * greatest(0.4, 1 + 0.09 * (bmi - 26.5)) * if(sex = 'M', 1.15, 0.88)
				* case ethnic when 'asian' then 1.9 when 'black' then 1.6 when 'white' then 0.85
					else 1.15 end) as t2,
			u(id, 'htn') < least(0.9,
				${byAge(
					[
						[18, 0.0008],
						[30, 0.015],
						[40, 0.05],
						[50, 0.13],
						[60, 0.26],
						[70, 0.4],
						[80, 0.53]
					],
					0.6
				)}
				* ${deprived(0.03)} * greatest(0.6, 1 + 0.03 * (bmi - 26.5)) * if(t1 or t2, 1.5, 1)
				* case ethnic when 'black' then 1.35 when 'asian' then 1.1 else 0.97 end) as htn,
			u(id, 'copd') < least(0.6,
				${byAge(
					[
						[35, 0.0002],
						[45, 0.005],
						[55, 0.018],
						[65, 0.04],
						[75, 0.065]
					],
					0.085
				)}
				* ${deprived(0.09)}
				* case smoke when 'current' then 3.8 when 'former' then 1.7 else 0.35 end) as copd,
			u(id, 'asthma') < ${byAge(
				[
					[5, 0.04],
					[18, 0.125],
					[45, 0.09]
				],
				0.085
			)}
				* ${deprived(0.04)} * if(smoke = 'current', 1.15, 1)
				* case when age < 18 and sex = 'M' then 1.2 when age >= 18 and sex = 'F' then 1.2
					else 0.85 end as asthma,
			u(id, 'dep') < ${byAge(
				[
					[12, 0.002],
					[18, 0.04],
					[30, 0.11],
					[65, 0.155]
				],
				0.11
			)}
				* ${deprived(0.06)} * if(sex = 'F', 1.3, 0.72) * if(t1 or t2 or copd, 1.3, 1) as low
		from lived
	), ended as (
		select ill.*,
			cast(t1 or t2 as integer) + cast(htn as integer) + cast(copd as integer)
				+ cast(asthma as integer) + cast(low as integer) as burden,
			greatest(birth, date '${firstDay}') as entered,
			case when u(id, 'dies') < least(0.97,
				${byAge(
					[
						[1, 0.003],
						[40, 0.003],
						[50, 0.012],
						[60, 0.03],
						[70, 0.075],
						[80, 0.19],
						[90, 0.45]
					],
					0.75
				)}
				* ${deprived(0.05)} * if(sex = 'M', 1.2, 0.88) * if(t1 or t2, 1.3, 1) * if(copd, 1.7, 1)
				* case smoke when 'current' then 1.6 when 'former' then 1.2 else 0.95 end)
				then entered + whole((0.02 + 0.98 * u(id, 'when'))
					* date_diff('day', entered, date '${asOf}')) end as died,
			coalesce(died, date '${asOf}') as last_day,
			case when u(id, 'moved') < 0.3
				then entered + whole(u(id, 'arrived') * 0.6 * date_diff('day', entered, last_day))
				else entered end as first_day
		from ill
	)
	select ended.*, cast(last_day - first_day as integer) as days,
		case when t1 or t2 then 0.5 else 0 end + case when copd then 0.3 else 0 end
			+ 0.08 * burden as need,
		p_from + 1 + whole((p_to - p_from) * (0.6 * u(id, 'list') + 0.4 * u(id, 'list')
			* u(id, 'list'))) as practice,
		p_from + 1 + whole((p_to - p_from) * u(id, 'former-list')) as former_practice,
		case when u(id, 'changed') < 0.15
			then first_day + whole(u(id, 'change-day') * days) end as changed,
		t_from + 1 + whole(t_count * u(id, 'trust')) as trust
	from ended join board on board.code = case when u(id, 'away') < 0.04
		then ${choose("u(id, 'away-to')", [
			["'QMF'", 1],
			["'QMJ'", 1],
			["'QRV'", 1],
			["'QKK'", 1],
			["'QWE'", 1]
		])}
		else ended.icb end`;

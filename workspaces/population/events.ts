import { acute, risks, treatments } from './risks.ts';
import { choose, rows } from './sql.ts';

/**
 * Visits: table `v`. A person's visits are spread evenly over the time they are registered, with a
 * day drawn inside each share, so the number `k` follows the calendar. At most 250 a person;
 * `vid` = person × 256 + k stays unique without any counting.
 */
export const visitSql = (practices: number, trustCount: number): string => `
	create table v as
	with n as (
		select id, first_day, days, need, practice, former_practice, changed, trust,
			least(250, greatest(1, whole(days / 365.25 * (0.4 + 1.2 * u(id, 'visits')) * (0.7 + need)
				* case when age < 5 then 1.7 when age < 16 then 0.6
					when age < 45 then if(sex = 'F', 1.05, 0.7) when age < 65 then 1.1
					when age < 80 then 1.6 else 2 end))) as count,
			least(0.5, 0.16 + 0.12 * need + if(age > 75, 0.08, 0)) as hospital
		from p
	), each as (
		select n.*, unnest(range(count)) as k from n
	)
	select cast(id * 256 + k as bigint) as vid, id, cast(k as integer) as k,
		first_day + least(days, whole((k + u(vid, 'day')) / count * days)) as day,
		case when u(vid, 'place') >= hospital then 'gp'
			else ${choose("u(vid, 'kind')", [
				["'outpatient'", 60],
				["'emergency'", 26],
				["'inpatient'", 14]
			])} end as kind,
		cast(case when kind = 'gp' then if(day < changed, former_practice, practice)
			when u(vid, 'other') < 0.12 then ${practices} + 1 + whole(u(vid, 'which') * ${trustCount})
			else trust end as integer) as site,
		cast(case kind when 'gp' then 8 * 60 + whole(u(vid, 'hour') * 600)
			when 'outpatient' then 9 * 60 + whole(u(vid, 'hour') * 480)
			else whole(u(vid, 'hour') * 1430) end as integer) as minute,
		case when kind = 'inpatient'
			then cast(least(first_day + days - day, 1 + whole(u(vid, 'stay') * u(vid, 'stay') * 14))
				as integer) else 0 end as stay
	from each`;

const risk = risks
	.map(({ concept, chance, female = 1, smoker = 1, deprived = 0, needs }, at) => {
		const condition = needs === 'diabetes' ? 'p.t2' : 'true';
		return `select id, ${concept} as concept, ${at + 12} as slot from p where ${condition}
			and u(id, 'risk ${concept}') < (case when age < 18 then ${chance[0]}
				when age < 45 then ${chance[1]} when age < 65 then ${chance[2]} else ${chance[3]} end)
				* if(sex = 'F', ${female}, ${Math.max(0, 2 - female).toFixed(2)})
				* if(smoke = 'current', ${smoker}, 1) * (1 + ${deprived} * (5.5 - imd))`;
	})
	.join('\nunion all ');

const main = `
	select id, 201254 as concept, 1 as slot from p where t1
	union all select id, if(u(id, 'plain') < 0.12, 4193704, 201826), 2 from p where t2
	union all select id, if(u(id, 'hcode') < 0.15, 316866, 320128), 3 from p where htn
	union all select id, if(u(id, 'ccode') < 0.12, 261325, 255573), 4 from p where copd
	union all select id, if(age < 14, 4051466, 317009), 5 from p where asthma
	union all select id, ${choose("u(id, 'dcode')", [
		[440383, 70],
		[4152280, 12],
		[4282096, 18]
	])}, 6 from p where low`;

/**
 * Long-term conditions: table `c`, one row a person and condition, with the visit at which it is
 * first written down. A condition that began before the record is written down at its first visit.
 */
export const longTermSql = `
	create table c as
	with had as (${main} union all ${risk}),
	begun as (
		select had.*, last_day - whole(u(id * 64 + slot, 'onset')
			* least(18, greatest(0, date_diff('day', birth, last_day) / 365.25 - 1)) * 365.25) as onset
		from had join p using (id)
	)
	select begun.id, concept, slot, onset, min(vid) as first_vid
	from begun join v on v.id = begun.id and v.day >= onset
	group by all`;

/** Diagnoses: table `d`. The first record of a long-term condition, reviews, and short illnesses. */
export const diagnosisSql = `
	create table d as
	select vid * 64 + slot as did, c.id, vid, concept, day, minute, cast(null as date) as day_end,
		vid = first_vid as main
	from c join v on v.id = c.id and vid >= first_vid
	where vid = first_vid or u(vid * 64 + slot, 'review') < 0.16
	union all
	select vid * 64, id, vid, ${choose("u(vid, 'short')", acute)}, day, minute,
		day + 3 + whole(u(vid, 'lasts') * 15), true
	from v where u(vid, 'acute') < 0.22`;

/** Prescriptions: table `x`, at visits to the practice after the diagnosis. */
export const prescriptionSql = `
	create table x as
	with t as (
		select * from (${rows(
			treatments.map(({ condition, drug, from, to, days }, at) => [
				at,
				condition,
				drug,
				from,
				to,
				days
			])
		)}) t(no, concept, drug, low, high, supply)
	), taken as (
		select c.id, c.slot, first_vid, no, drug, supply from c join t using (concept)
		where u(c.id * 64 + c.slot, 'treated') >= low and u(c.id * 64 + c.slot, 'treated') < high
	)
	select vid * 16 + no as xid, v.id, vid, drug, supply, day, minute
	from taken join v on v.id = taken.id and vid >= first_vid
	where kind = 'gp' and u(vid * 16 + no, 'issued') < 0.75`;

import { boards, boroughs, trusts } from './boroughs.ts';
import { list, rows } from './sql.ts';

/** How many postcodes and practices a population of this size has. */
export const scale = (persons: number): { postcodes: number; practices: number } => ({
	postcodes: Math.min(60_000, Math.max(600, Math.round(persons / 4))),
	// 250 at 20,000 people, about 1,150 at a million, as London has
	practices: Math.min(1_150, Math.max(15, Math.round(250 * (persons / 20_000) ** 0.39)))
});

const total = boroughs.reduce((sum, [, people]) => sum + people, 0);

/** The cumulative counts that share `n` things out by weight, at least one each. */
function shares(n: number, weights: readonly number[]): [from: number, to: number][] {
	const all = weights.reduce((sum, weight) => sum + weight, 0);
	const spare = n - weights.length;
	let sum = 0;
	return weights.map((weight, at) => {
		const from = at + Math.floor((spare * sum) / all);
		sum += weight;
		return [from, at + 1 + Math.floor((spare * sum) / all)];
	});
}

const boroughTable = (postcodes: number): string =>
	boroughs
		.map(([name, , icb, outcodes, decile, white, asian, black, mixed], at) => {
			const [from, to] = shares(
				postcodes,
				boroughs.map(([, people]) => people)
			)[at] ?? [0, 0];
			const values = [at + 1, `'${name}'`, `'${icb}'`, list(outcodes), decile];
			return `(${[...values, white, asian, black, mixed, from, to].join(', ')})`;
		})
		.join(', ');

const boardWeight = (code: string): number =>
	boroughs.reduce((sum, [, people, icb]) => sum + (icb === code ? people : 0), 0) / total;

/** The postcodes, their small areas and deprivation: table `place`, one row a postcode. */
export const placeSql = (postcodes: number): string => `
	create table borough (no integer, name varchar, icb varchar, outcodes varchar[], decile double,
		white integer, asian integer, black integer, mixed integer, k_from integer, k_to integer);
	insert into borough values ${boroughTable(postcodes)};
	create table place as
	with numbered as (
		select k + 1 as place, b.*, k - k_from as nth,
			cast((nth // len(outcodes)) * 1237 + no * 61 as integer) % 4000 as inward,
			no * 1000 + nth // 12 as area
		from range(${postcodes}) r(k) join borough b on k >= k_from and k < k_to
	)
	select place, name as borough, icb, white, asian, black, mixed,
		outcodes[1 + nth % len(outcodes)] || ' ' || cast(inward // 400 as varchar)
			|| substr('ABDEFGHJLNPQRSTUWXYZ', 1 + (inward // 20) % 20, 1)
			|| substr('ABDEFGHJLNPQRSTUWXYZ', 1 + inward % 20, 1) as postcode,
		'E019' || lpad(cast(area as varchar), 5, '0') as lsoa21,
		cast(clamp(round(decile + 2.1 * z(area, 'decile')), 1, 10) as integer) as imd
	from numbered`;

/** Practices, trusts and boards: table `site` (numbered 1 up) and the table `board`. */
export const siteSql = (practices: number): string => {
	const ranges = shares(
		practices,
		boards.map(([code]) => boardWeight(code))
	);
	const boardRows = boards.map(([code, name], at) => [
		at + 1,
		code,
		name,
		...(ranges[at] ?? [0, 0]),
		practices + trusts.findIndex(([, , icb]) => icb === code),
		trusts.filter(([, , icb]) => icb === code).length
	]);
	return `
	create table board as select * from (${rows(boardRows)})
		t(no, code, name, p_from, p_to, t_from, t_count);
	create table site as
	select cast(n + 1 as integer) as site, 'gp-practice' as kind, code as icb,
		'Z' || cast(no * 10000 + 1 + n - p_from as varchar) as code,
		${practiceName} as name
	from range(${practices}) r(n) join board on n >= p_from and n < p_to
	union all
	select ${practices} + n, 'trust', icb, code, name
	from (${rows(trusts.map(([code, name, icb], at) => [at + 1, code, name, icb]))})
		t(n, code, name, icb)
	order by 1;
	create table sited as
	select site.*, 1 + whole(u(site, 'site-place') * places) as place
	from site, (select count(*) as places from place)`;
};

const practiceName = `
	['Almond', 'Beacon', 'Bramble', 'Bridge', 'Chestnut', 'Clock Tower', 'Crescent', 'Dovecote',
	 'Elm', 'Fountain', 'Garden', 'Hazel', 'Ivy', 'Jubilee', 'Kiln', 'Laurel', 'Maple', 'Newbridge',
	 'Oak', 'Pavilion', 'Queensway', 'Riverside', 'Sycamore', 'Trinity', 'Union', 'Violet',
	 'Willow', 'Yew'][1 + n % 28] || ' ' ||
	['Surgery', 'Medical Centre', 'Health Centre', 'Practice', 'Family Practice', 'Group Practice']
		[1 + (n // 28) % 6]
	|| case when n >= 168 then ' ' || cast(1 + n // 168 as varchar) else '' end`;

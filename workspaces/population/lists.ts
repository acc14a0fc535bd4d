/**
 * Sign-up: table `signed`, one row a controller, dataset and purpose. About 85 % of practices have
 * signed for research and 70 % for industry (a practice that signed for industry signed for
 * research too), all trusts for research. A few have signed and left again.
 */
export const signUpSql = `
	create table signed as
	with wish as (
		select s.*, d.dataset, q.purpose, q.gp, q.trust,
			u(site, 'wish') + if(dataset = 'measurements', 0.02 * u(site, 'measures'), 0) as draw
		from site s,
			(values ('linked-core'), ('measurements')) d(dataset),
			(values ('planning', 0.95, 1.1), ('research', 0.87, 1.1), ('industry', 0.72, 0.8))
				q(purpose, gp, trust)
	), dated as (
		select *, date '2023-06-01' + whole(u(site, 'signed ' || purpose) * 850) as signed_from
		from wish where draw < case kind when 'trust' then trust else gp end
	)
	select code as controller_code, dataset, purpose, signed_from,
		case when kind = 'gp-practice' and u(site, 'left') < 0.02
			then greatest(signed_from, date '2025-10-01') + 30 + whole(u(site, 'left-day') * 200) end
			as signed_to
	from dated`;

/** `lists.json`: when each list was taken, how long it is, and the SHA-256 of its file. */
export type ListStamp = { asOf: string; rows: number; sha256: string };
export type Lists = Record<'ndoo_cleaned' | 'type1' | 'controller_signup', ListStamp>;

import type { Cohort, Purpose } from '#domain/catalogue/cohort.ts';
import type { Tier } from '#domain/pricing/tier.ts';
import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';

/** What an application can be started from. */
export type Quote = {
	readonly id: string;
	readonly feasibilityId: string | null;
	/** As it was priced (pricing/request.ts); only what an application reuses is named here. */
	readonly request: {
		readonly tier: Tier;
		readonly start?: string;
		readonly months?: number;
		readonly products?: readonly { readonly code: string }[];
		/** The calculator's answers, when the quote was made on its page. */
		readonly asked?: Readonly<Record<string, Json>>;
	};
	/** The catalogue's datasets that the quoted products stand for. */
	readonly datasets: readonly string[];
};

export type Feasibility = {
	readonly id: string;
	readonly cohort: Cohort;
	readonly purpose: Purpose;
};

export type Organisation = {
	readonly id: string;
	readonly name: string;
	readonly country: string;
	readonly kind: 'university' | 'nhs' | 'charity' | 'company' | 'service';
	readonly assuredUntil: Temporal.PlainDate | null;
};

/** @throws Problem 404 when there is none, or it is somebody else's. */
export async function quote(tx: Tx, id: string): Promise<Quote> {
	const [row] = await tx<Quote[]>`
		select q.id, q.feasibility_id, q.request, array(
			select d.code
			from dataset d
			where d.product in (select p ->> 'code' from jsonb_array_elements(coalesce(q.request -> 'products', '[]')) p)
			order by d.code
		) as datasets
		from quote q
		where q.id = ${id}
	`;
	if (!row) throw new Problem(404, 'There is no such quote.');
	return row;
}

/** @throws Problem 404 when there is none, or it is somebody else's. */
export async function feasibility(tx: Tx, id: string): Promise<Feasibility> {
	const [row] = await tx<Feasibility[]>`
		select id, cohort, purpose from feasibility where id = ${id}
	`;
	if (!row) throw new Problem(404, 'There is no such count.');
	return row;
}

export async function organisation(tx: Tx, id: string): Promise<Organisation> {
	const [row] = await tx<Organisation[]>`
		select id, name, country, kind, assured_until from organisation where id = ${id}
	`;
	if (!row) throw new Problem(404, 'There is no such organisation.');
	return row;
}

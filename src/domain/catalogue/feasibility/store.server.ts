import type { Tx } from '#platform/db.server.ts';
import type { Cohort, Purpose } from '../cohort.ts';
import type { Counted, Shown } from './protection.ts';

export type Count = {
	readonly id: string;
	readonly personId: string;
	readonly organisationId: string | null;
	readonly cohort: Cohort;
	readonly purpose: Purpose;
	readonly shown: string;
	readonly count: bigint | null;
	/** Everybody who could be in any study, and who was left after each part, as shown. */
	readonly usable: Shown | null;
	readonly steps: Counted['steps'];
	readonly at: Temporal.Instant;
};

export async function addCount(tx: Tx, made: Omit<Count, 'id'>): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into feasibility (person_id, organisation_id, cohort, purpose, shown, count, usable, steps, at)
		values (
			${made.personId}, ${made.organisationId}, ${tx.json(made.cohort)}, ${made.purpose},
			${made.shown}, ${made.count}, ${made.usable === null ? null : tx.json(made.usable)},
			${tx.json(made.steps)}, ${made.at}
		)
		returning id
	`;
	if (!row) throw new Error('The count was not stored.');
	return row.id;
}

/** A count that the reader may see; null when there is none for them. */
export async function countById(tx: Tx, id: string): Promise<Count | null> {
	const [row] = await tx<Count[]>`
		select id, person_id, organisation_id, cohort, purpose, shown, count, usable, steps, at
		from feasibility
		where id = ${id}
	`;
	return row ?? null;
}

/** Whose count this is; null when the reader may not see it. */
export const ownerOfCount = async (tx: Tx, id: string): Promise<string | null> =>
	(await countById(tx, id))?.personId ?? null;

/** A person's own counts, newest first, 20 a page. */
export const countsOf = (tx: Tx, person: string, page = 1): Promise<Count[]> =>
	tx<Count[]>`
		select id, person_id, organisation_id, cohort, purpose, shown, count, usable, steps, at
		from feasibility
		where person_id = ${person}
		order by at desc, id
		limit 20 offset ${(page - 1) * 20}
	`;

export async function countCountsOf(tx: Tx, person: string): Promise<number> {
	const [row] = await tx<{ total: number }[]>`
		select count(*)::int as total from feasibility where person_id = ${person}
	`;
	return row?.total ?? 0;
}

/**
 * How many counts an organisation's people have made since an instant. Taken from the events, which
 * all of an organisation's people see, because a count itself is its maker's alone.
 */
export async function countsSince(
	tx: Tx,
	organisation: string,
	since: Temporal.Instant
): Promise<number> {
	const [row] = await tx<{ total: number }[]>`
		select count(*)::int as total
		from event
		where organisation_id = ${organisation} and action = 'feasibility.count' and at >= ${since}
	`;
	return row?.total ?? 0;
}

/** Counts of one organisation are stored one after the other, so that a limit is a limit. */
export const lockCounting = (tx: Tx, organisation: string) =>
	tx`select pg_advisory_xact_lock(hashtextextended(${`feasibility ${organisation}`}, 0))`;

/** Definitions that an organisation has had answered since an instant: what its budget counts. */
export async function chargedSince(
	tx: Tx,
	organisation: string,
	since: Temporal.Instant
): Promise<number> {
	const [row] = await tx<{ total: number }[]>`
		select count(*)::int as total
		from feasibility_charge
		where organisation_id = ${organisation} and at > ${since}
	`;
	return row?.total ?? 0;
}

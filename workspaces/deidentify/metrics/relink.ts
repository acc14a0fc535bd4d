import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted, rows } from '../duck.ts';

export type Relink = {
	readonly attempts: number;
	/** People who were the only one left, and were who they were taken for. */
	readonly certain: number;
	/** Chance of naming somebody right: one over the number of people left, over all attempts. */
	readonly rate: number;
};

/** SQL that yields what an attacker knows and what is released. */
export type Attack = {
	/** (pid, then any columns that `match` names): what is known of each target. */
	readonly targets: string;
	/** The same of everybody in the release. */
	readonly released: string;
	/** SQL over `t` (a target) and `c` (a candidate): whether they can be one person. */
	readonly match: string;
	/** Columns of `released` that `match` names: people alike in them are compared once. */
	readonly by: readonly string[];
	/** (pid, month) of known events, two a target at most; null when nothing is known or dated. */
	readonly known: string | null;
	/** (pid, month) of released events; months as whole numbers. */
	readonly events: string | null;
	/** How months compare: themselves, only the time between the two, or whichever finds more. */
	readonly months: 'same' | 'apart' | 'better';
};

/** Months that days moved together may differ by once they are cut to months. */
const slack = 1;

const told = {
	same: `(select count(*) from known k where k.pid = d.target
			and k.month in (select e.month from happened e where e.pid = d.pid))
		= (select count(*) from known k where k.pid = d.target)`,
	apart: `(select coalesce(max(k.month) - min(k.month), 0) from known k where k.pid = d.target) = 0
		or exists (
			select 1 from happened a join happened b on b.pid = a.pid
			where a.pid = d.pid and abs((b.month - a.month)
				- (select max(k.month) - min(k.month) from known k where k.pid = d.target)) <= ${String(slack)})`
} as const;

/**
 * Tries to find known people in a release: by what their neighbour knows of them first, then by the
 * months of two of their events (deidentification.md §5.4). An attacker who has several left guesses.
 */
export async function relink(db: DuckDBConnection, attack: Attack): Promise<Relink> {
	const { targets, released, match, by, known, events, months } = attack;
	await db.run(`create or replace temp table target as ${targets}`);
	const columns = by.map((name) => `${quoted(name)}, `).join('');
	await db.run(`create or replace temp table drawn_in as
		select target, unnest(pids) as pid from (
			select t.pid as target, c.pids
			from target t
			join (select ${columns} list(pid) as pids from (${released}) group by all) c on ${match}
		)`);
	const dated = known !== null && events !== null;
	if (dated) {
		await db.run(
			`create or replace temp table known as select distinct pid, month from (${known})`
		);
		await db.run(`create or replace temp table happened as
			select distinct pid, month from (${events}) semi join (select distinct pid from drawn_in) using (pid)`);
	}
	if (months !== 'better') return guess(db, dated ? told[months] : 'true');
	const plain = await guess(db, dated ? told.same : 'true');
	const apart = dated ? await guess(db, told.apart) : plain;
	return apart.rate > plain.rate ? apart : plain;
}

/** What comes of guessing among those drawn in of whom `still` is true. */
async function guess(db: DuckDBConnection, still: string): Promise<Relink> {
	await db.run(`create or replace temp table left_over as
		select target, pid from drawn_in d where ${still}`);
	const [row] = await rows(
		db,
		`select (select count(*) from target)::integer as attempts,
			count(*) filter (where own and several = 1)::integer as certain,
			coalesce(sum(1.0 / several) filter (where own), 0) as right
		from (select target, count(*) as several, bool_or(pid = target) as own from left_over group by target)`
	);
	const attempts = Number(row?.['attempts'] ?? 0);
	return {
		attempts,
		certain: Number(row?.['certain'] ?? 0),
		rate: attempts === 0 ? 0 : Math.round((Number(row?.['right'] ?? 0) / attempts) * 1e6) / 1e6
	};
}

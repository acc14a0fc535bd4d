import type { DuckDBConnection } from '@duckdb/node-api';
import { number, rows } from './duck.ts';

export type Unicity = {
	readonly knownEvents: number;
	readonly sampled: number;
	readonly unique: number;
	readonly share: number;
};

/** Numbers of events that somebody may know of a person (deidentification.md §6). */
const knowledge = [1, 2, 3, 4];

/**
 * Share of sampled people whom a few of their own (code, month) events single out, for one to four
 * events known. `from` yields (pid, code, month) and may repeat itself. People and events are picked
 * by hash, so the same release gives the same answer. Only the sample's own events are compared with
 * everybody's, which keeps this quick for ten million rows.
 */
export async function unicity(
	db: DuckDBConnection,
	from: string,
	sample = 1000
): Promise<Unicity[]> {
	// some have fewer events than are known: four times as many are drawn, and the first `sample` kept
	await db.run(`create or replace temp table drawn as
		select distinct e.pid, e.code, e.month from (${from}) e semi join (
			select pid from (select distinct pid from (${from})) order by hash(pid), pid limit ${String(4 * sample)}
		) using (pid)`);
	await db.run(`create or replace temp table shared as
		select distinct e.pid, e.code, e.month from (${from}) e
		semi join (select distinct code, month from drawn) using (code, month)`);
	// whoever has all of somebody's events has the rarest of them: the fewest are looked at
	await db.run(`create or replace temp table often as
		select code, month, count(*) as n from shared group by code, month`);
	const found: Unicity[] = [];
	for (const known of knowledge) {
		await db.run(`create or replace temp table told as
			with enough as (
				select pid from drawn group by pid having count(*) >= ${String(known)}
				order by hash(pid), pid limit ${String(sample)}
			)
			select pid, code, month from drawn semi join enough using (pid)
			qualify row_number() over (
				partition by pid order by hash(pid, code, month), code, month) <= ${String(known)}`);
		const sampled = await number(db, 'select count(distinct pid) from told');
		const [row] = await rows(
			db,
			`with placed as (
				select t.*, row_number() over (partition by t.pid order by n, code, month) as place
				from told t join often using (code, month)
			), near as (
				select t.pid, p.pid as other from placed t join shared p using (code, month) where place = 1
			), alike as (
				select a.pid, a.other
				from near a
				join placed t on t.pid = a.pid and t.place > 1
				join shared p on p.pid = a.other and p.code = t.code and p.month = t.month
				group by a.pid, a.other having count(*) = ${String(known - 1)}
			)
			select count(*)::integer as alone from (
				select pid from ${known === 1 ? 'near' : 'alike'} group by pid having count(*) = 1
			)`
		);
		const unique = Number(row?.['alone'] ?? 0);
		const share = sampled === 0 ? 0 : Math.round((unique / sampled) * 1e6) / 1e6;
		found.push({ knownEvents: known, sampled, unique, share });
	}
	return found;
}

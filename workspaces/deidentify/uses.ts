import { join } from 'node:path';
import { domains } from './classes.ts';
import { literal, number, quoted } from './duck.ts';
import { personDays } from './facts.ts';
import type { Detail, Run } from './run.ts';
import { shiftDomain } from './shift.ts';
import type { Cut } from './tables.ts';
import { visitDomain } from './visits.ts';

/**
 * On how many values each domain's key was used, for the vault's record of it: people as they were
 * made, other keys as they are found in the files (a visit's where visits are not asked for).
 */
export async function countUses(run: Run, cuts: readonly Cut[], people: number): Promise<Detail[]> {
	const uses = new Map<string, number>([[domains.person, people]]);
	if (personDays(run.rules).shift) uses.set(shiftDomain, people);
	const add = (domain: string, made: number) => uses.set(domain, (uses.get(domain) ?? 0) + made);
	for (const { name, plan } of cuts)
		for (const { key, name: column } of plan.outputs) {
			if (!key || !plan.domains.includes(key.domain)) continue;
			// visits are made once for all tables: their own table says how many
			if (key.domain === visitDomain && uses.has(visitDomain)) continue;
			const file = literal(join(run.release, `${name}.parquet`));
			const sql = `select count(distinct ${quoted(column)}) from read_parquet(${file})`;
			add(key.domain, await number(run.db, sql));
		}
	return [...uses].sort().map(([domain, values]) => ({ domain, values }));
}

import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { literal, number } from '../duck.ts';
import { keyedSql } from '../keyed.ts';
import { keep, loadKeys, type Detail, type Step } from '../run.ts';
import { cutTable, makeVisitKeys } from '../tables.ts';

/** Rows per Parquet row group; fixed, so the same rows make the same bytes. */
const rowGroup = 122_880;

/** Writes each table with keyed pseudonyms in place of its identifiers. */
export const pseudonyms: Step = {
	name: 'pseudonyms',
	title: 'Replace identifiers with pseudonyms of this project',
	async run(run) {
		loadKeys(run, ['person']);
		await keep(
			run,
			'pids',
			`select *, row_number() over (order by pid)::uinteger as place from (
				select person_id, ${keyedSql('person', 'key', 'VARCHAR')} as pid, type1,
					birth_year, age, region, imd_decile
				from facts)`
		);
		const people = await number(run.db, 'select count(*) from pids');
		const different = await number(run.db, 'select count(distinct pid) from pids');
		if (people !== different) throw new Error('Two people were given the same pseudonym.');
		const domains = new Set(['person']);
		const cuts = run.rules.tables.map((table) => cutTable(run, table));
		await makeVisitKeys(run);
		const tables: Detail[] = [];
		for (const { name, plan, sql } of cuts) {
			loadKeys(run, plan.domains);
			for (const domain of plan.domains) domains.add(domain);
			const path = join(run.release, `${name}.parquet`);
			await run.db.run(`copy (${sql}) to ${literal(`${path}.tmp`)}
				(format parquet, compression zstd, row_group_size ${String(rowGroup)})`);
			renameSync(`${path}.tmp`, path);
			const from = `read_parquet(${literal(path)})`;
			tables.push({
				name,
				rowsOut: await number(run.db, `select count(*) from ${from}`),
				personsOut: await number(run.db, `select count(distinct person_id) from ${from}`)
			});
		}
		return { people, domains: [...domains].sort(), tables };
	}
};

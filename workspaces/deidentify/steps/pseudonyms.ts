import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { domains as classDomains } from '../classes.ts';
import { literal, number } from '../duck.ts';
import { keyedSql } from '../keyed.ts';
import { countLimits } from '../limits.ts';
import { keep, loadKeys, type Detail, type Step } from '../run.ts';
import { cutTable, makeVisitKeys } from '../tables.ts';

/** Rows per Parquet row group; fixed, so the same rows make the same bytes. */
const rowGroup = 122_880;

/** Writes each table with keyed pseudonyms in place of its identifiers. */
export const pseudonyms: Step = {
	name: 'pseudonyms',
	title: 'Replace identifiers with pseudonyms of this project',
	async run(run) {
		const { person: personDomain } = classDomains;
		loadKeys(run, [personDomain]);
		await keep(
			run,
			'pids',
			`select *, row_number() over (order by pid)::uinteger as place from (
				select * exclude (key), ${keyedSql(personDomain, 'key', 'VARCHAR')} as pid
				from facts)`
		);
		const people = await number(run.db, 'select count(*) from pids');
		const different = await number(run.db, 'select count(distinct pid) from pids');
		if (people !== different) throw new Error('Two people were given the same pseudonym.');
		const domains = new Set([personDomain]);
		await makeVisitKeys(run);
		const planned = run.rules.tables.map((table) => cutTable(run, table));
		const counted = await countLimits(run, planned);
		const cuts = run.rules.tables.map((table) => cutTable(run, table, counted));
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

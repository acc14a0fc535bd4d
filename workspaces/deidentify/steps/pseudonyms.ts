import { domains as classDomains } from '../classes.ts';
import { number } from '../duck.ts';
import { keyedSql } from '../keyed.ts';
import { countLimits } from '../limits.ts';
import { keep, loadKeys, type Detail, type Step } from '../run.ts';
import { sharedTables } from '../shared.ts';
import { cutTable, type Cut } from '../tables.ts';
import { countUses } from '../uses.ts';
import { makeVisitRows } from '../visits.ts';
import { forgetRows, sortedSql, stage, writeSorted } from '../write.ts';

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
		if (run.share) return sharedTables(run, run.share, people);
		const domains = new Set([personDomain]);
		await run.db.run('create or replace temp view who as select * from pids');
		await makeVisitRows(run);
		const tables: Detail[] = [];
		const cuts: Cut[] = [];
		for (const table of run.rules.tables) {
			const plan = cutTable(run, table);
			await stage(run, plan);
			const cut = cutTable(run, table, await countLimits(run, [plan]));
			cuts.push(cut);
			loadKeys(run, cut.plan.domains);
			for (const domain of cut.plan.domains) domains.add(domain);
			tables.push(await writeSorted(run, cut, sortedSql(cut)));
		}
		const uses = await countUses(run, cuts, people);
		await forgetRows(run);
		return { people, domains: [...domains].sort(), uses, tables };
	}
};

import { number, quoted } from '../duck.ts';
import { factsSql, personDays } from '../facts.ts';
import { indexDay } from '../indexing.ts';
import { deriveKey } from '../pseudonym.ts';
import { keep, type Detail, type Run, type Step } from '../run.ts';
import { installShift, shiftDomain, shiftSql } from '../shift.ts';
import { cutTable } from '../tables.ts';

function loadShift({ db, master, rules }: Run): void {
	const key = deriveKey(master, rules.project, shiftDomain);
	installShift(db, key, rules.dates.preserveWeekday ? 'weeks' : 'days');
	key.fill(0);
}

/**
 * Rules, by table and column, and how much there is to cut from. The facts about a person that may
 * leave are worked out here, and the days by which theirs are shifted or from which they are counted.
 */
export const cut: Step = {
	name: 'cut',
	title: 'Cut tables, columns and period',
	async run(run) {
		const { shift, index } = personDays(run.rules);
		if (shift) loadShift(run);
		await keep(
			run,
			'facts',
			factsSql(run.rules, shift ? shiftSql('q.key') : null, index ? indexDay(run) : null)
		);
		const tables: Detail[] = [];
		for (const table of run.rules.tables) {
			const { plan } = cutTable(run, table);
			const source = quoted(`src_${table.name}`);
			tables.push({
				name: table.name,
				from: table.from,
				to: table.to,
				rowsIn: await number(run.db, `select count(*) from ${source}`),
				personsIn: await number(run.db, `select count(distinct person_id) from ${source}`),
				columns: plan.rulings.map((ruling) => ({ ...ruling }))
			});
		}
		return { tables };
	}
};

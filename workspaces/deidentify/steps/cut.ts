import { number, quoted } from '../duck.ts';
import { keep, type Detail, type Step } from '../run.ts';
import { ageSql } from '../people.ts';
import { cutTable } from '../tables.ts';

/**
 * Rules, by table and column, and how much there is to cut from. The facts about a person that may
 * leave are worked out here: year of birth and age by the day of the cut, nobody above 90 apart.
 */
export const cut: Step = {
	name: 'cut',
	title: 'Cut tables, columns and period',
	async run(run) {
		const { at } = run.rules;
		const oldest = Number(at.slice(0, 4)) - 89;
		await keep(
			run,
			'facts',
			`select person_id, key, type1, region, imd_decile,
				case when age < 90 and birth_year >= ${String(oldest)} then birth_year end::smallint as birth_year,
				case when age >= 0 then least(age, 90) end::smallint as age
			from (select *, ${ageSql(at)} as age from people)`
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

import { quoted, rows } from '../duck.ts';
import { ageSql } from '../people.ts';
import type { Run } from '../run.ts';

/** SQL: how many people share each combination of the finest facts, single years of age among them. */
export async function finestSql(run: Run): Promise<string> {
	const columns = (await rows(run.db, 'describe select * from people')).map((row) =>
		String(row['column_name'])
	);
	const deprivation = columns.find((name) => /_(decile|quintile)$/.test(name));
	return `select
			least(greatest(${ageSql(run.rules.at)}, 0), 90)::utinyint as age,
			sex, race, ethnicity, region,
			${deprivation === undefined ? 'null::smallint' : quoted(deprivation)} as deprivation,
			count(*)::uinteger as persons
		from people group by all order by all`;
}

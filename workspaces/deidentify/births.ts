import { join } from 'node:path';
import { literal, number, quoted, rows } from './duck.ts';
import { found, type Finding } from './look.ts';
import type { Run } from './run.ts';

/** People looked at; the files are sorted by pseudonym, so these are the first of each. */
const sample = 5000;

/** Newborns are seen on the day of their birth; a column of which more than this is so is one of birthdays. */
const share = 0.2;
const fewest = 5;

/** Looks for birth dates under another name: a date column that mostly repeats its people's births. */
export async function birthDates(run: Run, files: readonly string[]): Promise<Finding[]> {
	await run.db.run(`create or replace temp table born as
		select p.pid, e.birth from pids p join people e using (person_id)
		where p.place <= ${String(sample)} and e.birth is not null`);
	const findings: Finding[] = [];
	for (const file of files) {
		const from = `read_parquet(${literal(join(run.release, file))})`;
		const columns = await rows(run.db, `describe select * from ${from}`);
		const names = columns.map((row) => String(row['column_name']));
		if (!names.includes('person_id')) continue;
		for (const row of columns) {
			const column = String(row['column_name']);
			if (!/^(DATE|TIMESTAMP)/.test(String(row['column_type']))) continue;
			const joined = `${from} r join born b on b.pid = r.person_id where r.${quoted(column)} is not null`;
			const all = await number(run.db, `select count(*) from ${joined}`);
			const same = await number(
				run.db,
				`select count(*) from ${joined} and r.${quoted(column)}::date = b.birth`
			);
			if (same >= fewest && same / all > share)
				findings.push(found({ file, column, from }, 'birth-date', same, 'birth dates of people'));
		}
	}
	return findings;
}

import { classOf } from './catalogue.ts';
import { treatments } from './classes.ts';
import { quoted } from './duck.ts';
import { planTable } from './plan.ts';
import type { Run } from './run.ts';

/**
 * Columns of a table that an output, a condition or a count may ask for, as SQL names, but for one.
 * Texts and times that do not leave are most of what a source holds, and are left where they are.
 */
export function neededColumns(run: Run, table: string, but: string | null): string[] {
	const known = run.source.known.tables.get(table);
	const own = run.source.tables.get(table) ?? [];
	const asked = run.rules.tables.find(({ name }) => name === table);
	if (!known || !asked) return [];
	const { rulings } = planTable(known, own, asked.columns, run.rules);
	return own
		.filter(({ name, type }) => {
			if (name === but) return false;
			const column = known.columns.find((one) => one.name === name);
			const code = column ? classOf(column) : null;
			const counted = code !== null && ['code', 'sensitive'].includes(treatments[code]);
			const leaves = rulings.some((r) => r.column === name && r.output !== undefined);
			return counted || leaves || !/^(VARCHAR|TIMESTAMP|BLOB)/.test(type);
		})
		.map(({ name }) => quoted(name));
}

import type { TableReport } from './load-compare.ts';
import type { LoadReport } from './load.ts';

const state = (report: TableReport): string => {
	if (!report.found) return report.needed ? 'MISSING, needed' : 'missing';
	if (report.problem !== undefined) return 'unreadable';
	return `${report.rows.toLocaleString('en-GB')} ${report.rows === 1 ? 'row' : 'rows'}`;
};

const different = (report: TableReport): string[] => [
	...(report.problem === undefined ? [] : [report.problem]),
	...(report.missing.length > 0 ? [`columns missing: ${report.missing.join(', ')}`] : []),
	...(report.extra.length > 0 ? [`columns we do not know: ${report.extra.join(', ')}`] : []),
	...report.otherType
		.filter(({ misfits }) => misfits > 0)
		.map(
			({ column, expected, found, misfits }) =>
				`${column} is ${found}: ${misfits} values cannot be read as ${expected}`
		),
	...fitting(report)
];

const fitting = (report: TableReport): string[] => {
	const fits = report.otherType.filter(({ misfits }) => misfits === 0);
	if (fits.length === 0) return [];
	const kinds = Map.groupBy(fits, ({ found, expected }) => `${found} read as ${expected}`);
	return [...kinds].map(([kind, columns]) => `${kind}: ${columns.map((c) => c.column).join(', ')}`);
};

/** The report of a load, for a terminal. */
export function loadWords(report: LoadReport): string {
	const width = Math.max(...report.tables.map(({ name }) => name.length));
	const lines = report.tables.flatMap((table) => [
		`  ${table.name.padEnd(width)}  ${state(table)}`,
		...(table.found ? different(table).map((line) => `  ${' '.repeat(width)}    ${line}`) : [])
	]);
	const others =
		report.unknownTables.length > 0
			? ['', `Also there, not used: ${report.unknownTables.join(', ')}.`]
			: [];
	const notes =
		report.notes.length > 0 ? ['', 'What this means', ...report.notes.map((n) => `- ${n}`)] : [];
	return [
		`Tables in ${report.source}`,
		...lines,
		...others,
		...notes,
		'',
		report.usable
			? 'This set can be used.'
			: 'This set cannot be used: a needed table or one of its required columns is missing or unreadable.'
	].join('\n');
}

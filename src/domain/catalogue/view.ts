import {
	coverageInWords,
	kindNames,
	purposeNames,
	type Coverage
} from '#domain/controllers/coverage.ts';
import { disclosureClass, disclosureClasses } from './classes.ts';
import { roundedToFive, tableName, typeInWords, type Dataset, type Table } from './dataset.ts';

const rows = (count: bigint): string => roundedToFive(count).toLocaleString('en-GB');

type Listed = Dataset & {
	readonly tables: readonly { readonly name: string; readonly rows: bigint }[];
	readonly variables: number;
	readonly matches: readonly string[];
};

/** A dataset as the list shows it: rounded rows, and who has signed up for research today. */
export const datasetInList = (dataset: Listed, signed: readonly Coverage[]) => ({
	code: dataset.code,
	name: dataset.name,
	description: dataset.description,
	asOf: dataset.asOf.toString(),
	variables: dataset.variables,
	tables: dataset.tables.map((table) => ({
		name: tableName(table.name),
		rows: rows(table.rows)
	})),
	matches: dataset.matches.slice(0, 12),
	matchCount: dataset.matches.length,
	coverage: coverageOf(signed.filter((one) => one.dataset === dataset.code))
});

/** One row a purpose, one cell a kind of controller: "171 of 200". */
export function coverageOf(signed: readonly Coverage[]) {
	const purposes = [...new Set(signed.map(({ purpose }) => purpose))];
	return purposes.map((purpose) => ({
		purpose: purposeNames[purpose],
		kinds: signed
			.filter((one) => one.purpose === purpose)
			.map((one) => ({
				kind: kindNames[one.kind],
				words: coverageInWords(one),
				share: one.total === 0 ? 0 : Math.round((100 * one.signed) / one.total)
			}))
	}));
}

/** A dataset as its own page shows it, each variable with what becomes of it. */
export const datasetView = (
	dataset: Dataset & { readonly tables: readonly Table[] },
	signed: readonly Coverage[]
) => ({
	code: dataset.code,
	name: dataset.name,
	description: dataset.description,
	version: dataset.version,
	asOf: dataset.asOf.toString(),
	coverage: coverageOf(signed),
	tables: dataset.tables.map((table) => ({
		code: table.name,
		name: tableName(table.name),
		description: table.description,
		rows: rows(table.rows),
		columns: table.columns.map((column) => ({
			name: column.name,
			type: typeInWords(column.type),
			class: column.class,
			className: disclosureClass(column.class).name,
			fate: disclosureClass(column.class).fate,
			description: column.description
		}))
	})),
	classes: Object.entries(disclosureClasses)
		.filter(([code]) =>
			dataset.tables.some((table) => table.columns.some((column) => column.class === code))
		)
		.map(([code, { name, fate, words }]) => ({ code, name, fate, words }))
});

import type { Coverage } from '#domain/controllers/coverage.ts';
import { disclosureClass } from './classes.ts';
import { roundedToFive, type Dataset, type Table } from './dataset.ts';

/** A dataset for the API: row counts rounded to 5, sign-up in numbers of controllers. */
export const datasetJson = (
	dataset: Dataset & { readonly tables: readonly Table[] },
	signed: readonly Coverage[]
) => ({
	code: dataset.code,
	name: dataset.name,
	description: dataset.description,
	product: dataset.product,
	version: dataset.version,
	asOf: dataset.asOf.toString(),
	tables: dataset.tables.map(({ name, description, rows, columns }) => ({
		name,
		description,
		rows: Number(roundedToFive(rows)),
		columns: columns.map((column) => ({ ...column, release: disclosureClass(column.class).fate }))
	})),
	signUp: signed
		.filter(({ dataset: code }) => code === dataset.code)
		.map(({ purpose, kind, signed: count, total }) => ({ purpose, kind, signed: count, total }))
});

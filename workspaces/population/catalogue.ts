import { tables, type Column, type Table } from './layout.ts';

export type CatalogueTable = {
	name: string;
	description: string;
	rows: number;
	internal?: true;
	columns: readonly Pick<Column, 'name' | 'type' | 'class' | 'description' | 'values'>[];
};

export type CatalogueDataset = {
	code: string;
	name: string;
	description: string;
	product: 'product-standard' | 'product-complex';
	tables: readonly CatalogueTable[];
};

/**
 * `catalogue.json`: what is offered, and under `internal` the tables that never are, so that the
 * check for unclassified columns knows every column of the source.
 */
export type Catalogue = {
	name: string;
	version: string;
	asOf: string;
	persons: number;
	seed?: string;
	datasets: readonly CatalogueDataset[];
	internal: readonly CatalogueTable[];
};

const offers: readonly Omit<CatalogueDataset, 'tables'>[] = [
	{
		code: 'linked-core',
		name: 'Linked core record',
		description:
			'People, the time they were registered, visits to practices and hospitals, diagnoses, medicines and deaths.',
		product: 'product-standard'
	},
	{
		code: 'measurements',
		name: 'Measurements',
		description: 'HbA1c, blood pressure, body mass index, cholesterol and smoking status.',
		product: 'product-complex'
	}
];

const inDataset = (code: string, { name }: Table): boolean =>
	(name === 'measurement') === (code === 'measurements');

/**
 * The catalogue of a source, from the number of rows of each table. Tables without a count are
 * left out, and so are the columns for which `has` is false.
 */
export function catalogueOf(
	about: Omit<Catalogue, 'datasets' | 'internal'>,
	rows: ReadonlyMap<string, number>,
	has: (table: string, column: string) => boolean = () => true
): Catalogue {
	const entry = ({ name: table, description, internal, columns }: Table): CatalogueTable => ({
		name: table,
		description,
		rows: rows.get(table) ?? 0,
		...(internal ? { internal } : {}),
		columns: columns
			.filter(({ name }) => has(table, name))
			.map(({ name, type, class: group, description: words, values }) => ({
				name,
				type,
				class: group,
				description: words,
				...(values ? { values } : {})
			}))
	});
	const present = tables.filter(({ name }) => rows.has(name));
	const offered = present.filter(({ internal }) => !internal);
	return {
		...about,
		datasets: offers
			.map((offer) => ({
				...offer,
				tables: offered.filter((table) => inDataset(offer.code, table)).map(entry)
			}))
			.filter((dataset) => dataset.tables.length > 0),
		internal: present.filter(({ internal }) => internal).map(entry)
	};
}

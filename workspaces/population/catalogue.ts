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
	seed: string;
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

/** The catalogue of a population, from the number of rows of each table. */
export function catalogueOf(
	about: { persons: number; seed: string; asOf: string },
	rows: ReadonlyMap<string, number>
): Catalogue {
	const entry = ({ name, description, internal, columns }: Table): CatalogueTable => ({
		name,
		description,
		rows: rows.get(name) ?? 0,
		...(internal ? { internal } : {}),
		columns: columns.map(({ name, type, class: group, description, values }) => ({
			name,
			type,
			class: group,
			description,
			...(values ? { values } : {})
		}))
	});
	const offered = tables.filter(({ internal }) => !internal);
	return {
		name: 'Synthetic Londoners',
		version: `1-${about.persons}-${about.seed}-${about.asOf}`,
		...about,
		datasets: offers.map((offer) => ({
			...offer,
			tables: offered.filter((table) => inDataset(offer.code, table)).map(entry)
		})),
		internal: tables.filter(({ internal }) => internal).map(entry)
	};
}

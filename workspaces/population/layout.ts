import { internalTables } from './layout-internal.ts';
import { offeredTables } from './layout-offered.ts';

/** How a column is stored in Parquet, in DuckDB's words. */
export type ColumnType = 'BIGINT' | 'INTEGER' | 'DOUBLE' | 'VARCHAR' | 'DATE' | 'TIMESTAMP';

/** Which de-identification rule a column falls under (C01 direct identifier … C24 other). */
export type DisclosureClass =
	| 'C01'
	| 'C02'
	| 'C03'
	| 'C04'
	| 'C05'
	| 'C06'
	| 'C07'
	| 'C08'
	| 'C09'
	| 'C10'
	| 'C11'
	| 'C12'
	| 'C13'
	| 'C14'
	| 'C15'
	| 'C16'
	| 'C17'
	| 'C18'
	| 'C19'
	| 'C20'
	| 'C21'
	| 'C22'
	| 'C23'
	| 'C24';

/**
 * One column. `required` is the CDM's "not null". `values` lists every value that a coded column
 * (C20) may hold; a value outside it is not released.
 */
export type Column = {
	name: string;
	type: ColumnType;
	class: DisclosureClass;
	required: boolean;
	description: string;
	values?: readonly number[];
};

/** One file, `<name>.parquet`. `folder` is empty, or `lists` for opt-outs and sign-up. */
export type Table = {
	name: string;
	description: string;
	internal: boolean;
	folder: '' | 'lists';
	columns: readonly Column[];
};

/** Every table of a source, those offered to studies first. */
export const tables: readonly Table[] = [...offeredTables, ...internalTables];

/** The tables that a third party's OMOP set must have before anything can be cut from it. */
export const neededTables = ['person', 'visit_occurrence', 'condition_occurrence'] as const;

/** Tables of the OMOP CDM; the others are our own additions to a source. */
export const omopTables: readonly Table[] = tables.filter(
	({ name, folder }) => folder === '' && !['postcode', 'controller', 'identity'].includes(name)
);

/** The layout of one table, or undefined when we do not know it. */
export const layoutOf = (name: string): Table | undefined =>
	tables.find((table) => table.name === name);

/** Where a table lies inside a source folder. */
export const fileOf = ({ folder, name }: Pick<Table, 'folder' | 'name'>): string =>
	folder === '' ? `${name}.parquet` : `${folder}/${name}.parquet`;

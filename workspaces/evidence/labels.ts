import type { DuckDBConnection } from '@duckdb/node-api';
import { maximumCells } from '#domain/disclosure/grid.ts';
import type { Specification } from '#domain/disclosure/judge.ts';
import { dimensionsOf } from './compile.ts';
import { rows } from './database.ts';
import { EvidenceError } from './expression.ts';
import { labelsOf } from './hierarchy.ts';

/** The labels that a query gives. @throws EvidenceError when they are too many to be groups. */
export async function categoriesOf(
	db: DuckDBConnection,
	column: string,
	query: string
): Promise<string[]> {
	const found = await rows(db, `${query} limit ${maximumCells + 1}`);
	if (found.length > maximumCells)
		throw new EvidenceError(`“${column}” has too many different values to be a group.`);
	return found.map((row) => String(row['label']));
}

/**
 * Table l{index}: under which labels each category counts. Their words come from outside, so they are
 * bound. Answers how many labels there are.
 */
export async function keepLabels(
	db: DuckDBConnection,
	specification: Specification,
	index: number,
	categories: readonly string[]
): Promise<number> {
	const column = dimensionsOf(specification)[index] ?? '';
	await db.run(`create temp table l${index} (leaf varchar, label varchar, level integer)`);
	const appender = await db.createAppender(`l${index}`);
	const labels = labelsOf(specification, column, categories);
	for (const { leaf, label, level } of labels) {
		appender.appendVarchar(leaf);
		appender.appendVarchar(label);
		appender.appendInteger(level);
		appender.endRow();
	}
	appender.closeSync();
	return labels.length;
}

/** Tables l0 … lk for records that have their labels already, as d0 … dk of table `asked`. */
export async function labelRecords(
	db: DuckDBConnection,
	specification: Specification
): Promise<void> {
	for (const [index, column] of dimensionsOf(specification).entries()) {
		const query = `select distinct d${index} as label from asked`;
		await keepLabels(db, specification, index, await categoriesOf(db, column, query));
	}
}

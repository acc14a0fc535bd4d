import {
	StatementType,
	type DuckDBConnection,
	type DuckDBPreparedStatement,
	type DuckDBResult
} from '@duckdb/node-api';
import type { Answer, Request, Value } from '../protocol.ts';
import { Refused } from './answer.ts';
import { showsPeople } from './people.ts';
import { serialise } from './tree.ts';
import { shown } from './values.ts';

/** Columns of a result that can be shown; wider ones are refused with a sentence. */
const mostColumns = 200;
const mostCharacters = 4 * 1024 * 1024;

/** Rows beyond the shown ones are counted this long (milliseconds), then the total is left open. */
const countFor = 1000;

/**
 * Runs one query and keeps its first rows.
 * @throws Refused in words for the analyst; an error of the running query says whether it may quote people.
 */
export async function query(connection: DuckDBConnection, request: Request): Promise<Answer> {
	const began = performance.now();
	const statement = await single(connection, request.sql);
	const people = await countsAsPeople(connection, request, statement);
	try {
		const result = await statement.stream();
		const read = await first(result, request.rows);
		return { ok: true, ...read, people, ms: Math.round(performance.now() - began) };
	} catch (error) {
		if (error instanceof Refused) throw error;
		const message = error instanceof Error ? error.message : String(error);
		if (/^Out of Memory|bad allocation/i.test(message)) throw new Refused('memory', message);
		throw new Refused('sql', message, people);
	}
}

/** The one query of a text. @throws Refused when it is none, or several. */
export async function single(
	connection: DuckDBConnection,
	sql: string
): Promise<DuckDBPreparedStatement> {
	const statements = await planned(() => connection.extractStatements(sql));
	if (statements.count > 1)
		throw new Refused(
			'several-statements',
			`Send one statement at a time; this text holds ${statements.count}. A PIVOT counts as several unless its IN list is given.`
		);
	const statement = await planned(() => statements.prepare(0));
	const { statementType: type } = statement;
	if (type !== StatementType.SELECT && type !== StatementType.EXPLAIN)
		throw new Refused(
			'not-a-query',
			'Only queries can be run here (SELECT, WITH, FROM, DESCRIBE, SUMMARIZE, EXPLAIN): the data are read-only and settings are fixed.'
		);
	return statement;
}

/** Errors before a query runs speak of its text, not of anybody's row. */
async function planned<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		// What DuckDB's binding says of a text that holds no statement at all.
		if (message === 'Error in native callback') throw new Refused('empty', 'Write a query first.');
		throw new Refused('sql', message);
	}
}

async function countsAsPeople(
	connection: DuckDBConnection,
	request: Request,
	statement: DuckDBPreparedStatement
): Promise<boolean> {
	if (statement.statementType === StatementType.EXPLAIN) return false;
	const types = Array.from({ length: statement.columnCount }, (_, index) =>
		statement.columnType(index).toString()
	);
	const tree = await serialise(connection, request.sql).catch(() => null);
	return tree === null || showsPeople(tree, { types, keys: await keys(connection) });
}

/** Pseudonyms are the UUID columns of a snapshot (deidentification.md, C02–C06), and whatever is called person_id. */
async function keys(connection: DuckDBConnection): Promise<ReadonlySet<string>> {
	const read = await connection.runAndReadAll(
		"select distinct lower(column_name) from duckdb_columns() where data_type = 'UUID' and not internal"
	);
	return new Set(['person_id', ...read.getRowsJS().map(([name]) => name as string)]);
}

async function first(result: DuckDBResult, most: number) {
	if (result.columnCount > mostColumns)
		throw new Refused(
			'too-wide',
			`This result has ${result.columnCount} columns; at most ${mostColumns} can be shown. Name the ones you need.`
		);
	const columns = result.columnNames().map((name, index) => ({
		name: name.slice(0, 200),
		type: result.columnType(index).toString().slice(0, 200)
	}));
	const rows: Value[][] = [];
	let count = 0;
	let characters = 0;
	let until = Infinity;
	for (;;) {
		const chunk = await result.fetchChunk();
		if (chunk === null || chunk.rowCount === 0) break;
		for (let row = 0; row < chunk.rowCount && rows.length < most; row++) {
			const values = columns.map((_, column) => shown(chunk.getColumnVector(column).getItem(row)));
			characters += values.reduce<number>((sum, value) => sum + String(value).length, 0);
			if (characters > mostCharacters)
				throw new Refused('too-wide', 'This result is too long to show. Choose fewer columns.');
			rows.push(values);
		}
		count += chunk.rowCount;
		if (count >= most) until = Math.min(until, performance.now() + countFor);
		if (performance.now() > until) return { columns, rows, rowCount: null, truncated: true };
	}
	return { columns, rows, rowCount: count, truncated: count > rows.length };
}

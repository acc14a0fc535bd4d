import type { DuckDBConnection } from '@duckdb/node-api';
import { Refused } from './answer.ts';

/** A node of DuckDB's serialised syntax tree. Its shape is DuckDB's; read it as untrusted. */
export type Node = Readonly<Record<string, unknown>>;

export type Tree = { readonly error: boolean; readonly statements?: readonly Node[] };

/**
 * DuckDB's syntax tree of a text, which is not run. Texts that are not queries have none.
 * @throws Refused `sql` with DuckDB's words, `several-statements` for more than one query.
 */
export async function serialise(connection: DuckDBConnection, sql: string): Promise<Tree> {
	const statement = await connection.prepare('select json_serialize_sql($1::varchar)');
	statement.bind([sql]);
	const [[text] = []] = (await statement.runAndReadAll()).getRowsJS();
	const tree = JSON.parse(text as string) as Tree & { error_message?: string };
	if (tree.error) throw new Refused('sql', tree.error_message ?? 'This text is not a query.');
	if (tree.statements?.length !== 1)
		throw new Refused('several-statements', 'Send one query at a time.');
	return tree;
}

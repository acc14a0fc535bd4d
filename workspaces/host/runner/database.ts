import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { Setup } from '../protocol.ts';
import { Refused } from './answer.ts';

const name = /^[a-z][a-z0-9_]{0,62}$/;

/**
 * An in-memory database with one view per table of the snapshot, locked before any text of the
 * analyst is read. The lock is a courtesy that gives clear errors; the sandbox is the wall.
 * @throws Refused when a table of the snapshot cannot be read.
 */
export async function open({ tables, memory }: Setup): Promise<DuckDBConnection> {
	const instance = await DuckDBInstance.create(':memory:', {
		threads: '2',
		memory_limit: `${Math.floor(memory / 1024 / 1024)}MiB`,
		temp_directory: '',
		autoinstall_known_extensions: 'false',
		autoload_known_extensions: 'false',
		allow_community_extensions: 'false'
	});
	const connection = await instance.connect();
	await connection.run("set enable_progress_bar = false; set timezone = 'UTC'");
	for (const table of tables) await view(connection, table);
	const files = tables.map((table) => `'/data/${table}.parquet'`).join(', ');
	await connection.run(`set allowed_paths = [${files}]`);
	await connection.run('set enable_external_access = false');
	await connection.run('set lock_configuration = true');
	return connection;
}

async function view(connection: DuckDBConnection, table: string): Promise<void> {
	if (!name.test(table))
		throw new Refused('data', 'A table of this snapshot has an unusable name.');
	try {
		await connection.run(
			`create view "${table}" as select * from read_parquet('/data/${table}.parquet')`
		);
	} catch {
		throw new Refused(
			'data',
			`The table ${table} of this snapshot cannot be read; tell the service.`
		);
	}
}

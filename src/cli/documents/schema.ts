import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '#platform/db.server.ts';
import { migrate } from '#db/migrate.ts';
import { printSchema } from '#db/print-schema.ts';
import { startPostgres } from '#db/server.ts';

/** db/schema.sql: what the migrations make, asked of a Postgres that lives for this answer only. */
export async function schemaSql(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-schema-'));
	const server = await startPostgres(folder, { durable: false });
	try {
		await migrate(server.ownerUrl, Temporal.Now.instant());
		const sql = connect(server.ownerUrl, 1);
		try {
			return await printSchema(sql);
		} finally {
			await sql.end();
		}
	} finally {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

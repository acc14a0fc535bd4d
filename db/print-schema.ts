import type { Db } from '#platform/db.server.ts';
import { catalogue, type Line } from './schema-queries.ts';

const header = `-- The database as the migrations leave it, printed from its own catalogue by npx aldgate docs and
-- compared in npm test. To read, and to see in a diff what a migration did; never to run.
`;

/**
 * Everything of ours in a database as stable text: the same migrations give the same bytes. Reads
 * Postgres's own functions that print a definition, so nothing here has to know SQL's grammar.
 */
export async function printSchema(owner: Db): Promise<string> {
	const parts: string[] = [header];
	for (const { title, query } of catalogue) {
		const rows = await owner.unsafe<Line[]>(query);
		parts.push(`-- ${title}\n`, ...grouped(rows), '');
	}
	return `${parts.join('\n').trimEnd()}\n`;
}

/** Lines of one thing stand together under its name, with an empty line between things. */
function grouped(rows: readonly Line[]): string[] {
	const lines: string[] = [];
	let last: string | null = null;
	for (const { under, line } of rows) {
		if (under !== null && under !== last) {
			if (last !== null) lines.push('');
			lines.push(under);
		}
		last = under;
		lines.push(under === null ? line : `\t${line}`);
	}
	return lines;
}

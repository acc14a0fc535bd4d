import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { domainReadme } from './documents/domain.ts';
import { schemaSql } from './documents/schema.ts';
import { root } from './processes/launch.ts';

export const help = `
Usage: npx aldgate docs [--check]

Writes src/domain/README.md from the tables of moves and grants, and db/schema.sql from the catalogue
of a database that it migrates in a temporary folder.
With --check it writes nothing and ends 1 when a file differs (npm test compares the same).
`;

const documents: Record<string, () => Promise<string>> = {
	'src/domain/README.md': () => format(domainReadme(), { parser: 'markdown' }),
	'db/schema.sql': schemaSql
};

export async function run(argv: string[]): Promise<number> {
	let code = 0;
	for (const [file, make] of Object.entries(documents)) {
		const path = join(root, file);
		const wanted = await make();
		if (!argv.includes('--check')) {
			writeFileSync(path, wanted);
		} else if (!existsSync(path) || readFileSync(path, 'utf8') !== wanted) {
			process.stderr.write(
				`aldgate docs: ${file} is not what the code says; run npx aldgate docs.\n`
			);
			code = 1;
		}
	}
	return code;
}

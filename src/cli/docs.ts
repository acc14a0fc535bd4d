import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { domainReadme } from './documents/domain.ts';
import { root } from './processes/launch.ts';

export const help = `
Usage: npx aldgate docs [--check]

Writes src/domain/README.md from the tables of moves and grants.
With --check it writes nothing and ends 1 when the file differs (npm test does that).
`;

export async function run(argv: string[]): Promise<number> {
	const path = join(root, 'src/domain/README.md');
	const wanted = await format(domainReadme(), { parser: 'markdown' });
	if (!argv.includes('--check')) {
		writeFileSync(path, wanted);
		return 0;
	}
	if (readFileSync(path, 'utf8') === wanted) return 0;
	process.stderr.write(
		'aldgate docs: src/domain/README.md is not what the tables say; run npx aldgate docs.\n'
	);
	return 1;
}

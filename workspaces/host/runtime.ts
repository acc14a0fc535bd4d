import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A file or folder of this machine and where the sandbox sees it, read-only. */
export type Bind = {
	readonly from: string;
	readonly to: string;
	/** Names of the files of a folder that are seen; the rest of it is not there. */
	readonly files?: readonly string[];
};

export type Runtime = {
	/** What may lie where the sandbox's user cannot enter: staged first (launch.ts). */
	readonly parts: readonly Bind[];
	/** Shared libraries, seen where the loader looks for them. */
	readonly libraries: readonly Bind[];
	readonly libraryPath: string;
	readonly command: readonly string[];
};

/**
 * All that a run needs of this machine: Node, DuckDB's packages, the runner and their shared
 * libraries. Nothing else of the file system exists in the sandbox, not even /etc.
 * @throws when DuckDB is not installed or its libraries cannot be listed.
 */
export function runtime(): Runtime {
	const node = realpathSync(process.execPath);
	const packages = duckdb();
	const native = join(packages, `node-bindings-${process.platform}-${process.arch}`);
	const libraries = [
		...new Set([...librariesOf(node), ...librariesOf(join(native, 'libduckdb.so'))])
	];
	return {
		parts: [
			{ from: node, to: '/runtime/node' },
			{ from: packages, to: '/runtime/node_modules/@duckdb' },
			{ from: join(import.meta.dirname, 'runner'), to: '/runtime/host/runner' },
			{ from: join(import.meta.dirname, 'engines'), to: '/runtime/host/engines' }
		],
		libraries: libraries.map((path) => ({ from: path, to: path })),
		libraryPath: [...new Set(libraries.map((path) => dirname(path)))].join(':'),
		command: ['/runtime/node', '--no-warnings', '/runtime/host/runner/runner.ts']
	};
}

function duckdb(): string {
	const entry = createRequire(import.meta.url).resolve('@duckdb/node-api/package.json');
	return dirname(dirname(realpathSync(entry)));
}

/** The libraries a program is linked with, as the loader finds them: `name => /path (0x…)`. */
export function librariesOf(program: string): string[] {
	const listed = execFileSync('ldd', [program], { encoding: 'utf8' });
	return [...listed.matchAll(/(?:=>\s*|^\s*)(\/\S+) \(0x/gm)]
		.map(([, path]) => path)
		.filter((path) => path !== undefined);
}

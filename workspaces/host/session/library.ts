import { existsSync } from 'node:fs';
import { version } from '@duckdb/node-api';
import { installed, installing, packages } from '../library.ts';
import { faultOf, languageNames } from './languages.ts';

const engines = { r: 'r-base-core', python: 'python3' } as const;
const programs = { r: '/usr/lib/R/bin/exec/R', python: '/usr/bin/python3' } as const;

/** The languages and the approved packages of this machine, with their versions and what is missing. */
export function libraryOf() {
	const names = [...packages.r, ...packages.python];
	const versions = new Map(installed(names).map(({ name, version }) => [name, version]));
	const missing = names.filter((name) => !versions.has(name));
	const languages = (['r', 'python'] as const).map((language) => {
		const there = existsSync(programs[language]);
		const lacking = packages[language].filter((name) => !versions.has(name));
		return {
			...{ language, name: languageNames[language] },
			version: there ? (versions.get(engines[language]) ?? '') : null,
			says: there ? '' : faultOf(language),
			install: lacking.length > 0 ? installing(lacking) : null
		};
	});
	return {
		ok: true,
		languages: [
			{ language: 'sql', name: 'SQL (DuckDB)', version: version(), says: '', install: null },
			...languages
		],
		packages: (['r', 'python'] as const).flatMap((language) =>
			packages[language].map((name) => ({ language, name, version: versions.get(name) ?? null }))
		),
		install: missing.length > 0 ? installing(missing) : null
	};
}

import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Each capability may use those before it (settled rule 13). */
const order = [
	'audit',
	'people',
	'organisations',
	'controllers',
	'catalogue',
	'pricing',
	'applications',
	'committees',
	'agreements',
	'projects',
	'billing',
	'workspaces',
	'disclosure',
	'outputs',
	'transparency',
	'home'
];

const files = globSync('{src,workspaces,db,tests}/**/*.{ts,svelte}', {
	exclude: ['**/node_modules/**']
});
const text = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
const imports = files.flatMap((file) =>
	[
		...(text.get(file) ?? '').matchAll(
			/^\s*(?:import|export)\b(?!\s+type\b)[^'"`;]*?['"]([^'"]+)['"]/gm
		),
		...(text.get(file) ?? '').matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)
	].map(([, target]) => ({ file, target: target ?? '' }))
);
const offenders = (wrong: (file: string, target: string) => boolean) =>
	imports
		.filter(({ file, target }) => wrong(file, target))
		.map(({ file, target }) => `${file} → ${target}`);
const containing = (within: RegExp, pattern: RegExp, except = /^$/) =>
	files.filter(
		(file) => within.test(file) && !except.test(file) && pattern.test(text.get(file) ?? '')
	);
const isTest = /\.test\.ts$/;

describe('the direction of dependencies', () => {
	test('domain knows nothing of routes or screens', () => {
		expect(
			offenders(
				(file, target) =>
					/^src\/(domain|platform)\//.test(file) &&
					/^(\$app|\$env|@sveltejs|#ui|#routes|#workspaces|#db|svelte)/.test(target) &&
					!file.endsWith('.test.ts')
			)
		).toEqual([]);
	});

	test('platform knows nothing of the domain', () => {
		expect(
			offenders((file, target) => file.startsWith('src/platform/') && target.startsWith('#domain'))
		).toEqual([]);
	});

	test('components know no capability', () => {
		expect(
			offenders(
				(file, target) => file.startsWith('src/ui/') && /^#(domain|workspaces|db)/.test(target)
			)
		).toEqual([]);
	});

	test('screens never import the data plane or the database folder', () => {
		expect(
			offenders(
				(file, target) =>
					/^src\/(routes|hooks)/.test(file) &&
					/^(#workspaces|#db)|(?<!#domain\/)workspaces\/|\/db\//.test(target)
			)
		).toEqual([]);
	});

	test('the data plane imports platform and pure domain files only', () => {
		expect(
			offenders(
				(file, target) =>
					file.startsWith('workspaces/') &&
					!file.endsWith('.test.ts') &&
					(/^(#ui|#db|\$app|svelte)/.test(target) ||
						(target.startsWith('#domain') &&
							target.includes('.server') &&
							!target.startsWith('#domain/audit/')))
			)
		).toEqual([]);
	});

	test('capabilities depend only on those before them', () => {
		const capability = (path: string) =>
			order.indexOf(/^(?:src\/|#)domain\/([^/]+)/.exec(path)?.[1] ?? '');
		expect(
			offenders(
				(file, target) =>
					!file.endsWith('.test.ts') &&
					capability(file) >= 0 &&
					capability(target) > capability(file)
			)
		).toEqual([]);
	});

	test('every capability has its place in the order', () => {
		const found = new Set(globSync('src/domain/*/').map((path) => path.split('/')[2] ?? ''));
		expect([...found].filter((name) => !name.endsWith('.md') && !order.includes(name))).toEqual([]);
	});
});

describe('what is where', () => {
	test('a file without .server in its name does no I/O', () => {
		expect(
			offenders(
				(file, target) =>
					/^src\/(domain|platform)\//.test(file) &&
					!/\.(server|test)\./.test(file) &&
					(target.endsWith('.server.ts') ||
						/^(node:|postgres|stripe|@aws-sdk|pg-boss|pdfmake)/.test(target))
			)
		).toEqual([]);
	});

	test('SQL is only in stores', () => {
		expect(
			containing(
				/^src\/(domain|routes|worker)/,
				/`\s*(select|insert into|update|delete from|with \w+ as)\b/,
				/store\.server\.ts$|\.test\.ts$/
			)
		).toEqual([]);
	});

	test('transactions start in one place, and only act writes', () => {
		expect(containing(/^src\//, /\.begin\(/, isTest)).toEqual(['src/platform/db.server.ts']);
		expect(containing(/^src\//, /\b(db|bound|locals\.db)\.write\(/, isTest)).toEqual([
			'src/domain/audit/act.server.ts'
		]);
	});

	test('the domain is told the time', () => {
		expect(
			containing(/^src\/(domain|platform)\//, /Temporal\.Now|new Date\(\)|Date\.now/, isTest)
		).toEqual([]);
	});

	test('the pool is used by no page but signing in and out', () => {
		expect(
			containing(
				/^src\/routes\//,
				/services\.sql|\{[^}]*\bsql\b[^}]*\} = (locals\.)?services/
			).sort()
		).toEqual([
			'src/routes/(public)/sign-in/+page.server.ts',
			'src/routes/sign-out/+page.server.ts'
		]);
	});
});

describe('secrets', () => {
	test('portal and worker code cannot name the warehouse or the keys', () => {
		const theirs = /^src\/(routes|domain|ui|hooks|worker)/;
		expect(
			containing(theirs, /WAREHOUSE_URL|ALDGATE_KEYS|vaultSettings|\/warehouse\b/, isTest)
		).toEqual([]);
		// a folder of that name, joined to another or read from one; the public page of keys that
		// releases are signed with has an address, and a cell key is a number
		const folder = /['"`](keys|warehouse)\/?['"`]|[/}](keys|warehouse)\//;
		const address = /(href="|curl -O …)\/keys\b(\/\{\w+\.\w+\}\.pem|\/KEY\.pem)?/g;
		const said = /^\s*\*.*$|"cell-key", "keys"/gm;
		expect(
			files.filter(
				(file) =>
					theirs.test(file) &&
					!file.endsWith('.test.ts') &&
					folder.test((text.get(file) ?? '').replaceAll(address, '').replaceAll(said, ''))
			)
		).toEqual([]);
	});

	test('only the vault and commands read the settings that name them', () => {
		expect(
			containing(
				/^(src|workspaces)\//,
				/\bvaultSettings\b/,
				/^src\/platform\/settings|\.test\.ts$/
			).filter((file) => !/^(workspaces\/vault\/|src\/cli\/)/.test(file))
		).toEqual([]);
	});
});

test('no page writes HTML past the escaping of its templates, whatever people typed or sent', () => {
	const unescaped =
		/\{@html|\.(inner|outer)HTML|insertAdjacentHTML|document\.write|srcdoc|=\{?['"`]javascript:/;
	expect('<p>{@html words}</p>').toMatch(unescaped);
	expect(containing(/^src\/(routes|ui)\//, unescaped)).toEqual([]);
});

test('no file carries two ideas: 200 lines at most', () => {
	const long = files
		.filter((file) => /^(src|workspaces|db)\//.test(file) && !file.endsWith('.test.ts'))
		.map((file) => ({ file, lines: (text.get(file) ?? '').split('\n').length - 1 }))
		.filter(({ lines }) => lines > 200);
	expect(long).toEqual([]);
});

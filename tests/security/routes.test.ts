import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectations } from './route-expectations.ts';
import { fieldNames, routes } from './route-manifest.ts';

const all = routes();

describe('every route', () => {
	test('says who may see it', () => {
		expect(all.length).toBeGreaterThan(40);
		expect(all.map(({ path }) => path).filter((path) => !(path in expectations))).toEqual([]);
	});

	test('is there: nothing is said of one that is gone', () => {
		const paths = all.map(({ path }) => path);
		expect(Object.keys(expectations).filter((path) => !paths.includes(path))).toEqual([]);
	});

	test('that is not for everybody lies behind signing in, and the other way round', () => {
		const wrong = all.filter(({ path, signedIn }) => {
			const expected = expectations[path];
			return expected !== undefined && (expected.who !== 'everybody') !== signedIn;
		});
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});

	test('that names a thing is its people’s, or public', () => {
		const wrong = all.filter(
			({ path, signedIn }) => path.includes('[') && signedIn && expectations[path]?.others !== 404
		);
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});
});

describe('the manifest that the walk over HTTP goes by', () => {
	test('knows the actions of every page that has some, and the fields of their forms', () => {
		const pages = globSync('src/routes/**/+page.server.ts').filter((file) =>
			readFileSync(file, 'utf8').includes('export const actions')
		);
		const silent = all.filter(({ actions }) => actions.length > 0);
		expect(silent).toHaveLength(pages.length);
		expect(all.find(({ path }) => path === '/sign-in')?.actions).toEqual(['password', 'demo']);
		expect(all.find(({ path }) => path === '/outputs/[id]')?.actions).toEqual(
			expect.arrayContaining(['save', 'submit', 'vote', 'add-sql'])
		);
		expect(fieldNames()).toEqual(expect.arrayContaining(['email', 'password', 'version']));
	});
});

describe('what a form posts', () => {
	test('is read through a schema, never field by field', () => {
		const loose = globSync('src/routes/**/*.ts').filter((file) =>
			/formData\(\)\)?\.(get|getAll|entries)\(/.test(readFileSync(file, 'utf8'))
		);
		expect(loose).toEqual([]);
	});

	test('is never written into a page as markup', () => {
		const raw = globSync('src/{routes,ui}/**/*.svelte').filter((file) =>
			readFileSync(file, 'utf8').includes('{@html')
		);
		expect(raw).toEqual([]);
	});
});

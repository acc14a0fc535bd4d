import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import { pool, ready } from './bitmaps.ts';
import { comparison, siblingOf, type Fresh } from './compare.ts';
import { build } from './table.ts';

const folder = '../shared/data/sdc/03-sdctable';
const here = existsSync(`${folder}/linked_microcounts.csv`);
if (!here) console.info(`${folder} is missing: the linked tables are not compared.`);

const rows = (name: string): string[][] =>
	readFileSync(`${folder}/${name}`, 'utf8')
		.trim()
		.split(/\r?\n/)
		.slice(1)
		.map((line) => line.split(','));

beforeAll(ready);

/** What the two tables of the set give away together, each protected as its results say. */
function found(protection: 'separate' | 'linked') {
	const counts = rows('linked_microcounts.csv');
	const marks = rows('linked_results.csv');
	const sets = pool();
	try {
		let next = 0;
		const leaves = counts.map(([region = '', , , n]) => {
			const people = Uint32Array.from({ length: Number(n) }, () => next++);
			return { labels: [region], people, values: Float64Array.from(people, () => 1) };
		});
		const tableOf = (name: 'county' | 'group'): Fresh => {
			const own = marks.filter((mark) => mark[3] === name && mark[4] === protection);
			const shown = own.map(([label = '', n, status]) => {
				const value = status === 's' ? (n ?? '') : null;
				return { labels: [label === 'big' ? 'BIG' : label], value, units: Number(n) };
			});
			const labels = counts.flatMap(([leaf = '', county = '', group = '']) =>
				[leaf, name === 'county' ? county : group, 'Total'].map((label) => ({ leaf, label }))
			);
			const built = build({ leaves, dimensions: [labels] }, shown, false, sets);
			if (built === null) throw new Error('The counts and the results do not agree.');
			return { file: name, measure: 'people', built };
		};
		// counts of at most 3 are primary in this set
		const work = comparison([tableOf('group')], { ...usualPolicy, threshold: 4 });
		return work.with(siblingOf(tableOf('county')), 0);
	} finally {
		sets.dispose();
	}
}

test.runIf(here)('two tables that are safe alone give K away together', () => {
	expect(found('separate')).toContainEqual(
		expect.objectContaining({ kind: 'nested', level: 'fail', sizeClass: '1 to 3 people' })
	);
});

test.runIf(here)('and no cell when they were protected together', () => {
	expect(found('linked').filter(({ level }) => level === 'fail')).toEqual([]);
});

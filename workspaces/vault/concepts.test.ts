import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate } from '#workspaces/population/generate.ts';
import { concepts } from './concepts.ts';

let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'aldgate-concepts-'));
	await generate({ persons: 50, seed: 3, out: folder });
}, 60_000);
afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

const names = async (kind: 'condition' | 'drug' | 'measurement', search: string, limit = 12) => {
	const { concepts: found } = await concepts(folder, { kind, search, limit });
	return (found as { name: string }[]).map(({ name }) => name);
};

test('a part of a name finds it, the closest first', async () => {
	expect((await names('condition', 'asthma'))[0]).toBe('Asthma');
	expect((await names('condition', 'DIABETES')).every((name) => /diabetes/i.test(name))).toBe(true);
});

test('a slip of the keyboard still finds', async () => {
	expect(await names('condition', 'athsma')).toContain('Asthma');
	expect(await names('condition', 'type 2 diabetis')).toContain('Type 2 diabetes mellitus');
	expect(await names('condition', 'hypertenison')).toEqual(
		expect.arrayContaining([expect.stringMatching(/hypertension/i) as string])
	);
});

test('drugs and measurements are found among themselves alone', async () => {
	expect((await names('drug', 'metformin')).length).toBeGreaterThan(0);
	expect(await names('measurement', 'metformin')).toEqual([]);
	expect((await names('measurement', 'blood pressure')).length).toBeGreaterThan(0);
});

test('nonsense and signs find nothing and do no harm', async () => {
	expect(await names('condition', 'zzqqxx')).toEqual([]);
	expect(await names('condition', "'; drop table concept; --")).toEqual([]);
	expect(await names('condition', "o'")).toEqual([]);
});

test('ids are given their names, unknown ones left out', async () => {
	const { concepts: found } = await concepts(folder, {
		kind: 'condition',
		search: 'asthma',
		limit: 1
	});
	const [one] = found as { id: number; name: string }[];
	expect(await concepts(folder, { ids: [one?.id ?? 0, 1] })).toEqual({ concepts: [one] });
	expect(await concepts(join(folder, 'nowhere'), { ids: [1] })).toEqual({ concepts: [] });
});

import { describe, expect } from 'vitest';
import * as applications from '#db/seed/applications.ts';
import { demoPeople } from '#db/seed/people.ts';
import * as seed from '#db/seed/outputs.ts';
import { hypertension } from '#db/seed/studies/hypertension.ts';
import { revoke } from '#domain/outputs/revoke.server.ts';
import { after, list, one } from '#domain/transparency/read.server.ts';
import { filtersOf, noFilters } from '#domain/transparency/register.ts';
import { registerCsv } from '#domain/transparency/view.ts';
import { bind } from '#platform/db.server.ts';
import { at as moment, test as plain } from './applications-scene.ts';
import { missing, test } from './outputs-scene.ts';

plain(
	'shows nothing before approval, and the decision from it on, to anybody',
	async ({ scene }) => {
		const nobody = bind(scene.portal, null);
		const id = await applications.decided(scene.portal, hypertension, moment);
		expect((await list(nobody, noFilters, 1)).entries).toEqual([]);
		await expect(one(nobody, id)).rejects.toMatchObject({ status: 404 });
		const approved = await applications.approved(scene.portal, hypertension, moment);
		const entry = await one(nobody, approved);
		expect(entry).toMatchObject({
			title: hypertension.project.title,
			votes: { yes: 3, no: 0 },
			outputs: [],
			valueShare: null
		});
		expect(entry.publicReason).toMatch(/^The committee approved/);
		expect(entry.laySummary).toBe(hypertension.project.laySummary);
		expect(await one(nobody, entry.number)).toEqual(entry);
	}
);

plain('names nobody and shows refusals as totals only', async ({ scene }) => {
	const nobody = bind(scene.portal, null);
	await applications.approved(scene.portal, hypertension, moment);
	await applications.decided(scene.portal, hypertension, moment, {
		lucas: 'no',
		sade: 'no',
		miriam: 'no'
	});
	const found = await list(nobody, noFilters, 1);
	expect(found.totals).toMatchObject({ rejected: 1 });
	const words = JSON.stringify(found);
	for (const { name, key } of demoPeople) {
		expect(words).not.toContain(name);
		expect(words).not.toContain(`${key}@`);
	}
});

plain('is narrowed by who, tier, data and words, and paged by a cursor', async ({ scene }) => {
	const nobody = bind(scene.portal, null);
	for (let n = 0; n < 3; n += 1) await applications.approved(scene.portal, hypertension, moment);
	const total = async (query: string) =>
		(await list(nobody, filtersOf(new URLSearchParams(query)), 1)).paging.total;
	expect(await total('')).toBe(3);
	expect(await total('kind=company')).toBe(0);
	expect(await total('kind=nonsense')).toBe(3);
	expect(await total('dataset=linked-core')).toBe(3);
	expect(await total(`search=${encodeURIComponent("%' or 1=1")}`)).toBe(0);
	const first = await after(nobody, noFilters, null, 2);
	expect(first.items).toHaveLength(2);
	const second = await after(nobody, noFilters, BigInt(first.next ?? '0'), 2);
	expect(second).toMatchObject({ items: [{}], next: null });
	expect(registerCsv(first.items).trim().split('\r\n')).toHaveLength(3);
});

describe.skipIf(missing !== null)('an output', () => {
	test('is on the register by its title once released, and a revoked one with the reason', async ({
		outputs,
		scene
	}) => {
		const nobody = bind(scene.portal, null);
		const { stage, application } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		await seed.votedOutput(stage, id, 'carlos', 'approve');
		expect((await one(nobody, application)).outputs).toEqual([]);
		await seed.votedOutput(stage, id, 'wei', 'approve');
		expect((await one(nobody, application)).outputs).toMatchObject([
			{ title: 'Deaths by year', revokedOn: null }
		]);
		const { db, actor } = await outputs.as('wei');
		await revoke(db, actor, { id, reason: 'A year was wrong.', at: stage.at });
		const entry = await one(nobody, application);
		expect(entry.outputs).toMatchObject([{ revokedBecause: 'A year was wrong.' }]);
		expect(entry.history.map(({ what }) => what)).toContain('Revoked: Deaths by year');
	});
});

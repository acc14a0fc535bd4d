import { afterAll, beforeAll, expect } from 'vitest';
import { budget } from '../../src/domain/catalogue/feasibility/protection.ts';
import { digest } from '../../src/platform/digest.server.ts';
import { test } from '../support/database.ts';
import {
	ada,
	manager,
	organisation,
	project1,
	stranger,
	vaultHome,
	withVault
} from './vault-scene.ts';

let home: string;
let remove: () => void;
beforeAll(async () => {
	({ home, remove } = await vaultHome(1500));
}, 120_000);
afterAll(() => {
	remove();
});

const question = (cohort: object = {}, person = ada, at = '2026-11-10') =>
	({
		person,
		organisation,
		cohort: cohort as Record<string, never>,
		purpose: 'research',
		at
	}) as const;

test('the same definition is answered the same, in any order, on any day of the month, for ever', async ({
	db
}) => {
	await project1(db.owner);
	const asked = { sex: 'female', ageFrom: 40, conditions: [201826, 316866], match: 'any' };
	let first: unknown;
	await withVault(home, db.vaultUrl, async (vault) => {
		const one = await vault.count(question(asked));
		first = one;
		expect(one.left).toBe(budget - 1);
		expect(one.steps.map(({ key }) => key)).toEqual(['sex', 'age', 'k0']);
		expect(one.steps.at(-1)).toMatchObject({ shown: one.shown, count: one.count });
		const reordered = { ...asked, conditions: [316866, 201826, 316866] };
		expect(await vault.count(question(reordered))).toEqual(one);
		expect(await vault.count(question(asked, manager, '2026-11-12'))).toEqual(one);
	});
	// a vault that starts again has the same answers, and they are charged once
	await withVault(home, db.vaultUrl, async (vault) => {
		expect(await vault.count(question(asked))).toEqual(first);
	});
	const charges = await db.owner`select person_id from feasibility_charge`;
	expect(charges).toEqual([{ personId: ada }]);
});

test('even with the answers forgotten, the noise is the same again', async ({ db }) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		const one = await vault.count(question({ ageFrom: 30 }));
		await db.owner`delete from feasibility_answer`;
		expect(await vault.count(question({ ageFrom: 30 }))).toEqual(one);
	});
});

test('nested questions that differ by a few people differ by noise, not by those people', async ({
	db
}) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		const ages = Array.from({ length: 12 }, (_, n) => 20 + n);
		const nested: number[] = [];
		for (const ageFrom of ages)
			nested.push((await vault.count(question({ ageFrom, sex: 'male' }))).count ?? 0);
		// older and older: the true numbers only fall, what is shown also rises
		const rises = nested.filter((count, at) => count > (nested[at - 1] ?? Infinity)).length;
		expect(rises).toBeGreaterThan(0);
		const [answered] = await db.owner<
			{ n: number }[]
		>`select count(*)::int as n from feasibility_answer`;
		expect(answered?.n).toBe(ages.length);
	});
});

test('an organisation’s budget of definitions is kept by the vault, and repeats are free', async ({
	db
}) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		const known = await vault.count(question({ ageFrom: 50 }));
		const at = Temporal.Now.instant();
		const rows = Array.from({ length: budget - 2 }, (_, n) => ({
			organisation_id: organisation,
			definition: digest({ n }),
			person_id: ada,
			at: at.toString()
		}));
		await db.owner`insert into feasibility_charge ${db.owner(rows)}`;
		expect((await vault.count(question({ ageFrom: 51 }))).left).toBe(0);
		await expect(vault.count(question({ ageFrom: 52 }))).rejects.toMatchObject({
			status: 403,
			message: expect.stringContaining('which is the limit') as string
		});
		expect(await vault.count(question({ ageFrom: 50 }))).toEqual({ ...known, left: 0 });
		// a year later there is room again
		const before = at.subtract({ hours: 24 * 366 });
		await db.owner`update feasibility_charge set at = ${before}`;
		expect((await vault.count(question({ ageFrom: 52 }))).left).toBe(budget - 1);
	});
});

test('two at once cannot both take the last of the budget', async ({ db }) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		const at = Temporal.Now.instant().toString();
		const rows = Array.from({ length: budget - 1 }, (_, n) => ({
			organisation_id: organisation,
			definition: digest({ n }),
			person_id: ada,
			at
		}));
		await db.owner`insert into feasibility_charge ${db.owner(rows)}`;
		const both = await Promise.allSettled(
			[60, 61, 62].map((ageFrom) => vault.count(question({ ageFrom })))
		);
		expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});
});

test('what was asked is logged, and only what was shown is kept', async ({ db }) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		const one = await vault.count(question({ sex: 'female' }));
		const [kept] = await db.owner<{ answer: object }[]>`select answer from feasibility_answer`;
		expect(kept?.answer).toEqual({
			shown: one.shown,
			count: one.count,
			usable: one.usable,
			steps: one.steps
		});
		const notes = await db.owner`select what from read_log where person_id = ${ada}`;
		expect(notes).toEqual([{ what: `people counted: ${one.shown}` }]);
		await expect(vault.count(question({}, stranger))).rejects.toMatchObject({ status: 403 });
		expect(await db.owner`select 1 from feasibility_charge`).toHaveLength(1);
	});
});

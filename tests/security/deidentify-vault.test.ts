import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { vaultAt } from '../../src/platform/vault.server.ts';
import { openKeys } from '../../workspaces/vault/keys.ts';
import { startVault } from '../../workspaces/vault/main.ts';
import { test } from '../support/database.ts';
import { one } from './deidentify-scene.ts';
import {
	ada,
	manager,
	organisation,
	project,
	project1,
	provisioned,
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

const question = (person: string, cohort: object = {}) =>
	({
		person,
		organisation,
		cohort: cohort as Record<string, never>,
		purpose: 'research',
		at: '2026-11-10'
	}) as const;

test('without a vault, the client says how to start one', async () => {
	await expect(vaultAt(home).health()).rejects.toThrow(/vault is not running; start it with/);
});

test('counts only for a member of the organisation, rounded, and nothing below ten', async ({
	db
}) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		const all = await vault.count(question(ada));
		expect(all.count).toBeGreaterThan(1000);
		expect((all.count ?? 1) % 5).toBe(0);
		expect(all.shown).toBe(all.count?.toLocaleString('en-GB'));
		const few = { shown: 'fewer than 50', count: null };
		expect(await vault.count(question(ada, { ageFrom: 108 }))).toMatchObject(few);
		expect(await vault.count(question(ada, { conditions: [999] }))).toMatchObject(few);
		await expect(vault.count(question(stranger))).rejects.toMatchObject({ status: 403 });
		await expect(vault.count({ ...question(ada), organisation: 'x' })).rejects.toMatchObject({
			code: 'BAD_REQUEST'
		});
		await expect(vault.count({ ...question(ada), at: '2027-03-01' })).rejects.toThrow(/days old/);
		const [noted] = await db.owner<
			{ what: string }[]
		>`select what from read_log where person_id = ${ada} order by id limit 1`;
		expect(noted?.what).toBe(`people counted: ${all.shown}`);
	});
});

test('makes a snapshot with visible steps, once, and keeps who is who to itself', async ({
	db
}) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		const events = await provisioned(vault);
		const done = events.at(-1);
		if (done?.type !== 'done') throw new Error('no end');
		expect(done.report.gate).toMatchObject({ verdict: 'open-able', reasons: [] });
		expect(
			events
				.filter((e) => e.type === 'step' && e.status === 'done')
				.map((e) => e.type === 'step' && e.step)
		).toEqual([
			'cohort',
			'sign-up',
			'opt-outs',
			'cut',
			'pseudonyms',
			'finest',
			'report',
			'scan',
			'index',
			'seal'
		]);
		const snapshot = join(home, 'snapshots', done.snapshot);
		expect(readdirSync(snapshot)).not.toContain('measurement.parquet');
		const person = `'${join(snapshot, 'person.parquet')}'`;
		expect(await one(`select count(distinct gender_concept_id) from ${person}`)).toBe(1);
		const sidecar = `'${join(home, 'keys', 'vault', 'sidecars', `${done.snapshot}.parquet`)}'`;
		expect(
			await one(`select count(distinct number) from ${sidecar} join ${person} on person_id = pid`)
		).toBe(await one(`select count(*) from ${person}`));
		expect(statSync(join(snapshot, 'person.parquet')).mode & 0o222).toBe(0);
		// again: nothing is made a second time, and the same snapshot comes back
		const again = await provisioned(vault);
		expect(again.at(-1)).toMatchObject({ type: 'done', snapshot: done.snapshot });
		expect(again.some((e) => e.type === 'step' && e.status === 'running')).toBe(false);

		await expect(vault.report({ person: ada, snapshot: done.snapshot })).rejects.toMatchObject({
			status: 403
		});
		expect((await vault.report({ person: manager, snapshot: done.snapshot })).gate.verdict).toBe(
			'open-able'
		);
		await expect(vault.report({ person: manager, snapshot: '../../keys' })).rejects.toMatchObject({
			status: 404
		});
	});
});

test('a person keeps their number in every extract, and no number is used twice', async ({
	db
}) => {
	await project1(db.owner, { cohort: { ageFrom: 60 } });
	await withVault(home, db.vaultUrl, async (vault) => {
		await provisioned(vault);
		const index = `'${join(home, 'keys', 'vault', 'person-index', '*.parquet')}'`;
		const [all, numbers, tokens] = await Promise.all([
			one(`select count(*) from ${index}`),
			one(`select count(distinct number) from ${index}`),
			one(`select count(distinct token) from ${index}`)
		]);
		expect([numbers, tokens]).toEqual([all, all]);
		expect(readdirSync(join(home, 'keys', 'vault', 'person-index')).length).toBeGreaterThan(1);
	});
});

test('makes an extract only for those who may, of a project that is ready', async ({ db }) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		await expect(provisioned(vault, ada)).rejects.toThrow(/Only a data manager/);
		await expect(provisioned(vault, stranger)).rejects.toThrow(/no such project/);
		for (const [change, words] of [
			[`update project set status = 'suspended'`, /suspended/],
			[`update project set status = 'provisioning'`, null],
			[`update agreement set status = 'signed_by_partner'`, /not been signed by both/],
			[`update agreement set status = 'executed'`, null],
			[`update application set status = 'withdrawn'`, /not approved/]
		] as const) {
			await db.owner.unsafe(change);
			if (words) await expect(provisioned(vault)).rejects.toThrow(words);
		}
	});
});

test('the catalogue shows what is offered and nothing internal', async ({ db }) => {
	await withVault(home, db.vaultUrl, async (vault) => {
		const text = JSON.stringify(await vault.catalogue());
		expect(text).toContain('"linked-core"');
		expect(text).not.toMatch(/"nhs_number"|"identity"|"persons"/);
		const { datasets, concepts, controllers, signups } = JSON.parse(text) as {
			datasets: { tables: { rows: number }[] }[];
			concepts: { people: number | null }[];
			controllers: unknown[];
			signups: unknown[];
		};
		for (const { rows } of datasets.flatMap(({ tables }) => tables)) expect(rows % 5).toBe(0);
		for (const { people } of concepts)
			expect(people === null || (people >= 10 && people % 5 === 0)).toBe(true);
		expect([concepts.length, controllers.length, signups.length].every((n) => n > 10)).toBe(true);
	});
});

test('evidence is for members of an open workspace', async ({ db }) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		await expect(vault.evidence({ person: stranger, project })).rejects.toMatchObject({
			status: 403
		});
		await expect(vault.evidence({ person: ada, project })).rejects.toThrow(/not open/);
	});
});

test('its socket and keys are closed to others, and a left-over socket is no obstacle', async ({
	db
}) => {
	await withVault(home, db.vaultUrl, async (vault, { socket }) => {
		expect(statSync(socket).mode & 0o777).toBe(0o660);
		await expect(startVault({ ALDGATE_HOME: home, DATABASE_URL: db.vaultUrl })).rejects.toThrow(
			/already listens/
		);
		expect(await vault.health()).toMatchObject({ ok: true, warehouse: true });
	});
	const keys = join(home, 'keys');
	expect(statSync(keys).mode & 0o777).toBe(0o700);
	expect(statSync(join(keys, 'master-1')).mode & 0o777).toBe(0o600);
	expect(readFileSync(join(keys, 'master-1'))).toHaveLength(32);
	const before = openKeys(keys).master;
	expect(openKeys(keys).master).toEqual(before);
	chmodSync(join(keys, 'master-1'), 0o644);
	expect(() => openKeys(keys)).toThrow(/may be read by others/);
	chmodSync(join(keys, 'master-1'), 0o600);
});

import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Sql } from '../../src/platform/db.server.ts';
import { vaultAt, type ProvisionEvent, type VaultClient } from '../../src/platform/vault.server.ts';
import { openKeys } from '../../workspaces/vault/keys.ts';
import { startVault, type Started } from '../../workspaces/vault/main.ts';
import { test } from '../support/database.ts';
import { one, scene } from './deidentify-scene.ts';

let place: Awaited<ReturnType<typeof scene>>;
let home: string;
beforeAll(async () => {
	place = await scene(1500);
	home = join(place.folder, 'home');
	mkdirSync(home);
	renameSync(place.source, join(home, 'warehouse'));
}, 120_000);
afterAll(() => {
	place.remove();
});

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [ada, stranger, system, manager] = [id(1), id(2), id(3), id(4)];
const [organisation, application, agreement, project, workspace] = [
	id(10),
	id(11),
	id(12),
	id(13),
	id(14)
];

/** A project that waits for its extract. The owner sets the scene; the vault judges it as its own role. */
async function project1(
	owner: Sql,
	status = 'provisioning',
	cohort: Record<string, string | number> = { sex: 'female' }
) {
	const at = Temporal.Instant.from('2026-11-10T12:00:00Z');
	const answers = {
		'safe-data': { datasets: ['linked-core'], cohort, from: '', to: '2026-10-31' }
	};
	await owner.begin(async (tx) => {
		await tx`set local session_replication_role = replica`;
		for (const [person, name] of [
			[ada, 'Ada'],
			[stranger, 'Stranger'],
			[system, 'Jobs'],
			[manager, 'Manager']
		] as const)
			await tx`insert into person (id, name, email, kind, created_at) values (${person}, ${name}, ${`${name.toLowerCase()}@example.test`}, ${name === 'Jobs' ? 'system' : 'person'}, ${at})`;
		await tx`insert into organisation (id, name, kind, country, public_body, created_at) values (${organisation}, 'Thames', 'university', 'GB', true, ${at})`;
		await tx`insert into organisation_member (organisation_id, person_id, role, added_at) values (${organisation}, ${ada}, 'applicant', ${at})`;
		await tx`insert into service_role (person_id, role, granted_at) values (${system}, 'system', ${at}), (${manager}, 'data-manager', ${at})`;
		await tx`insert into application (id, organisation_id, lead_id, tier, purpose, status, title, answers, created_at, submitted_at, approved_at, status_since)
			values (${application}, ${organisation}, ${ada}, 'academic', 'research', 'approved', 'A study', ${tx.json(answers)}, ${at}, ${at}, ${at}, ${at})`;
		await tx`insert into agreement (id, application_id, organisation_id, quote_id, library_version, status, choices, text, sha256, status_since)
			values (${agreement}, ${application}, ${organisation}, ${id(99)}, 1, 'executed', '{}', 'x', encode(sha256('x'), 'hex'), ${at})`;
		await tx`insert into project (id, application_id, agreement_id, organisation_id, title, status, starts_on, ends_on, status_since, created_at)
			values (${project}, ${application}, ${agreement}, ${organisation}, 'A study', ${status}, '2026-11-01', '2027-11-01', ${at}, ${at})`;
		await tx`insert into workspace (id, project_id, status, status_since) values (${workspace}, ${project}, 'provisioning', ${at})`;
		await tx`insert into project_member (project_id, person_id, role, added_at, terms_accepted_at) values (${project}, ${ada}, 'lead', ${at}, ${at})`;
	});
}

async function withVault(
	url: string,
	work: (vault: VaultClient, started: Started) => Promise<void>
) {
	const started = await startVault({ ALDGATE_HOME: home, DATABASE_URL: url });
	try {
		await work(vaultAt(home), started);
	} finally {
		await started.stop();
	}
}

async function provisioned(vault: VaultClient, person = system): Promise<ProvisionEvent[]> {
	const events: ProvisionEvent[] = [];
	for await (const event of vault.provision({ person, project })) events.push(event);
	return events;
}

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
	await withVault(db.vaultUrl, async (vault) => {
		const all = await vault.count(question(ada));
		expect(all.count).toBeGreaterThan(1000);
		expect((all.count ?? 1) % 5).toBe(0);
		expect(all.shown).toBe(all.count?.toLocaleString('en-GB'));
		expect(await vault.count(question(ada, { ageFrom: 108 }))).toEqual({
			shown: 'fewer than 10',
			count: null
		});
		expect(await vault.count(question(ada, { conditions: [999] }))).toEqual({
			shown: 'fewer than 10',
			count: null
		});
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
	await withVault(db.vaultUrl, async (vault) => {
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
	await project1(db.owner, 'provisioning', { ageFrom: 60 });
	await withVault(db.vaultUrl, async (vault) => {
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
	await withVault(db.vaultUrl, async (vault) => {
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
	await withVault(db.vaultUrl, async (vault) => {
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
	await withVault(db.vaultUrl, async (vault) => {
		await expect(vault.evidence({ person: stranger, project })).rejects.toMatchObject({
			status: 403
		});
		await expect(vault.evidence({ person: ada, project })).rejects.toThrow(/not open/);
	});
});

test('its socket and keys are closed to others, and a left-over socket is no obstacle', async ({
	db
}) => {
	await withVault(db.vaultUrl, async (vault, { socket }) => {
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

import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { seedCatalogue } from '../../db/seed/catalogue.ts';
import type { Sql } from '../../src/platform/db.server.ts';
import type { VaultClient } from '../../src/platform/vault.server.ts';
import { test } from '../support/database.ts';
import { ask, one, rewrite } from './deidentify-scene.ts';
import {
	ada,
	manager,
	organisation,
	project1,
	provisioned,
	system,
	vaultHome,
	withVault
} from './vault-scene.ts';

let home: string;
let remove: () => void;
beforeEach(async () => {
	({ home, remove } = await vaultHome(400));
}, 120_000);
afterEach(() => {
	remove();
});

const at = Temporal.Instant.from('2026-11-10T12:00:00Z');
const warehouse = (name: string) => join(home, 'warehouse', name);

/** What came with the installation, published as the start does it. */
async function installed(owner: Sql, vault: VaultClient): Promise<void> {
	await project1(owner, { datasets: ['linked-core', 'measurements'] });
	await seedCatalogue(owner, await vault.catalogue());
}

/** A version of measurements out of a delivery, read by the vault; people’s acts are set by the owner. */
async function published(owner: Sql, vault: VaultClient, delivery: string): Promise<string> {
	const [made] = await owner<{ id: string }[]>`
		insert into dataset_version
			(dataset_code, version, name, description, product, as_of, delivery, status, status_since, registered_by, registered_at)
		values ('measurements', ${delivery}, 'Measurements', '', 'product-complex', '2026-10-31', ${delivery}, 'reading', ${at}, ${manager}, ${at})
		returning id
	`;
	const id = made?.id ?? '';
	expect(await vault.readVersion({ person: system, version: id })).toEqual({ status: 'draft' });
	await owner`
		update dataset_version_column
		set class = coalesce(proposed, 'C18'), confirmed_by = ${manager}, confirmed_at = ${at}, confirmed_as = 'one'
		where version_id = ${id}
	`;
	await owner`update dataset_version set status = 'proposed' where id = ${id}`;
	await owner.begin(async (tx) => {
		await tx`update dataset_version set status = 'retired' where dataset_code = 'measurements' and status = 'published'`;
		await tx`update dataset_version set status = 'published', published_by = ${ada}, published_at = ${at} where id = ${id}`;
	});
	return id;
}

async function deliver(name: string, sql: string): Promise<void> {
	mkdirSync(warehouse(`deliveries/${name}`), { recursive: true });
	await ask(
		`copy (with t as (from read_parquet('${warehouse('measurement.parquet')}')) ${sql})
		to '${warehouse(`deliveries/${name}/measurement.parquet`)}' (format parquet)`
	);
}

const outcome = async (vault: VaultClient) => {
	const last = (await provisioned(vault)).at(-1);
	if (last?.type !== 'done') throw new Error('the extract did not end');
	return last;
};

const refusedFor = async (vault: VaultClient, sentence: RegExp) => {
	await expect(provisioned(vault)).rejects.toThrow(sentence);
	expect(readdirSync(join(home, 'snapshots')).filter((name) => name.startsWith('s'))).toEqual([]);
};

test('as it was published, an extract is made', async ({ db }) => {
	await withVault(home, db.vaultUrl, async (vault) => {
		await installed(db.owner, vault);
		expect((await outcome(vault)).report.gate.verdict).toBe('open-able');
	});
});

test.for([
	['a class', (text: string) => text.replace('"class":"C09"', '"class":"C16"')],
	[
		'a column less',
		(text: string) => text.replace(/\{[^{}]*"name":"value_as_number"[^{}]*\},/, '')
	],
	['a type', (text: string) => text.replace('"type":"DATE"', '"type":"VARCHAR"')]
] as const)(
	'a catalogue that has %s other than was published stops it',
	async ([, change], { db }) => {
		await withVault(home, db.vaultUrl, async (vault) => {
			await installed(db.owner, vault);
			mkdirSync(join(home, 'snapshots'), { recursive: true });
			const path = warehouse('catalogue.json');
			const before = JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
			expect(change(before)).not.toBe(before);
			writeFileSync(path, change(before));
			await refusedFor(vault, /not as it was published; classify it in a new version/);
			const question = {
				person: ada,
				organisation,
				cohort: {},
				purpose: 'research',
				at: '2026-11-10'
			};
			await expect(vault.count(question)).rejects.toThrow(/not as it was published/);
		});
	}
);

test('a column that was added to the file stops it, though nobody asked for it', async ({ db }) => {
	await withVault(home, db.vaultUrl, async (vault) => {
		await installed(db.owner, vault);
		await rewrite(warehouse('drug_exposure.parquet'), 'select *, 1 as extra from t');
		const last = (await provisioned(vault)).at(-1);
		expect(last).toMatchObject({ type: 'done', report: { gate: { verdict: 'shut' } } });
		expect(JSON.stringify(last)).toContain('drug_exposure.extra has no disclosure class');
	});
});

test('a published delivery is what is cut, and the files of before are not', async ({ db }) => {
	await withVault(home, db.vaultUrl, async (vault) => {
		await installed(db.owner, vault);
		const before = await outcome(vault);
		await deliver('fewer', 'select * from t where measurement_id % 2 = 0');
		await published(db.owner, vault, 'fewer');
		const after = await outcome(vault);
		expect(after.snapshot).not.toBe(before.snapshot);
		const rows = (snapshot: string) =>
			one(`select count(*) from '${join(home, 'snapshots', snapshot, 'measurement.parquet')}'`);
		const [many, few] = [await rows(before.snapshot), await rows(after.snapshot)];
		expect(few).toBeGreaterThan(0);
		expect(few).toBeLessThan(many);
		// the delivery may change or go: what was confirmed was kept
		await deliver('fewer', 'select * from t');
		expect((await outcome(vault)).snapshot).toBe(after.snapshot);
	});
});

test('kept files that are not those which were confirmed stop it', async ({ db }) => {
	await withVault(home, db.vaultUrl, async (vault) => {
		await installed(db.owner, vault);
		await deliver('spoilt', 'select * from t where measurement_id % 2 = 0');
		const id = await published(db.owner, vault, 'spoilt');
		mkdirSync(join(home, 'snapshots'), { recursive: true });
		cpSync(
			warehouse('measurement.parquet'),
			join(home, 'keys', 'vault', 'versions', id, 'measurement.parquet')
		);
		await refusedFor(
			vault,
			/The file of measurements.measurement is not the one that was confirmed/
		);
	});
});

test('a dataset that is not published is not cut, though the warehouse offers it', async ({
	db
}) => {
	await withVault(home, db.vaultUrl, async (vault) => {
		await installed(db.owner, vault);
		await db.owner`
			update dataset_version set status = 'retired' where dataset_code = 'measurements' and status = 'published'
		`;
		const { snapshot } = await outcome(vault);
		expect(readdirSync(join(home, 'snapshots', snapshot))).not.toContain('measurement.parquet');
	});
});

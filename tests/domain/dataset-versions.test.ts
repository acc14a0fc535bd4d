import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { dataset } from '#domain/catalogue/store.server.ts';
import { confirmColumn, confirmTable } from '#domain/catalogue/versions/confirm.server.ts';
import {
	discardVersion,
	proposeVersion,
	publishVersion,
	rereadVersion,
	returnVersion
} from '#domain/catalogue/versions/decide.server.ts';
import { differences } from '#domain/catalogue/versions/diff.ts';
import { register } from '#domain/catalogue/versions/register.server.ts';
import * as store from '#domain/catalogue/versions/store.server.ts';
import { isConfirmed, isInBulk } from '#domain/catalogue/versions/version.ts';
import { service } from '#domain/people/actor.ts';
import { openJobs, type Jobs } from '#platform/jobs.server.ts';
import { bind } from '#platform/db.server.ts';
import type { VaultClient } from '#platform/vault.server.ts';
import { seedCatalogue } from '../../db/seed/catalogue.ts';
import { seedPeople, seedService } from '../../db/seed/roles.ts';
import { player } from '../../db/seed/stage.ts';
import { ask } from '../security/deidentify-scene.ts';
import { vaultHome, withVault } from '../security/vault-scene.ts';
import { test, type TestDatabase } from '../support/database.ts';

const at = Temporal.Instant.from('2026-11-22T10:00:00Z');
const later = at.add({ hours: 1 });

let home: string;
let remove: () => void;
beforeAll(async () => {
	({ home, remove } = await vaultHome(600));
}, 120_000);
afterAll(() => {
	remove();
});

/** A delivery of measurements: as they are, or with something changed by SQL over the old table. */
async function deliver(name: string, sql: string, format: 'parquet' | 'csv' = 'parquet') {
	const folder = join(home, 'warehouse', 'deliveries', name);
	mkdirSync(folder, { recursive: true });
	const old = join(home, 'warehouse', 'measurement.parquet');
	await ask(
		`copy (with t as (from read_parquet('${old}')) ${sql}) to '${join(folder, `measurement.${format}`)}' (format ${format}${format === 'csv' ? ', header true' : ''})`
	);
}

type Scene = { vault: VaultClient; jobs: Jobs; db: TestDatabase };

async function scene(db: TestDatabase, work: (scene: Scene) => Promise<void>): Promise<void> {
	await db.owner.begin(async (tx) => {
		await seedService(tx, at);
		await seedPeople(tx, at);
	});
	const jobs = await openJobs(db.portalUrl);
	try {
		await withVault(home, db.vaultUrl, async (vault) => {
			await seedCatalogue(db.owner, await vault.catalogue());
			await work({ vault, jobs, db });
		});
	} finally {
		await jobs.stop();
	}
}

const asked = (delivery: string, version: string) => ({
	delivery,
	version,
	code: 'measurements',
	name: 'Measurements',
	description: 'Blood pressure and more.',
	product: 'product-complex' as const,
	sensitivity: 'standard' as const,
	asOf: Temporal.PlainDate.from('2026-10-31'),
	refreshMonths: 12
});

/** Registered by Ingrid and read by the vault, as the worker would have it read. */
async function registered({ vault, jobs, db }: Scene, delivery: string, version: string) {
	const ingrid = await player(db.portal, 'ingrid');
	const id = await register(ingrid.db, ingrid.actor, jobs, {
		asked: asked(delivery, version),
		once: crypto.randomUUID(),
		at
	});
	await vault.readVersion({ person: service.id, version: id });
	const read = await ingrid.db.read(async (tx) => ({
		version: await store.find(tx, id),
		columns: await store.columns(tx, id),
		tables: await store.tables(tx, id)
	}));
	return { id, ingrid, ...read };
}

async function confirmed(made: Awaited<ReturnType<typeof registered>>): Promise<void> {
	const { id: version, ingrid, columns } = made;
	if (columns.some(isInBulk))
		await confirmTable(ingrid.db, ingrid.actor, { version, table: 'measurement', at });
	for (const { table, name, proposed, ...column } of columns.filter((one) => !isInBulk(one)))
		await confirmColumn(ingrid.db, ingrid.actor, {
			version,
			table,
			column: name,
			class: proposed ?? column.class ?? 'C19',
			at
		});
}

test('a delivery is read, proposed with reasons, confirmed, and published by somebody else', async ({
	db
}) => {
	await deliver('2026-10', 'select *, true as new_flag, measurement_id % 3 as arm from t');
	await scene(db, async (all) => {
		expect(await all.vault.deliveries((await player(db.portal, 'ingrid')).actor.id)).toEqual([
			{ name: '2026-10', tables: 1 }
		]);
		const made = await registered(all, '2026-10', '2026-10');
		expect(made.version).toMatchObject({ status: 'draft', refreshMonths: 12, problem: '' });
		expect(made.version.controllers.map(({ kind }) => kind)).toContain('gp-practice');
		const [table] = made.tables;
		expect(table?.quality).toMatchObject({ plausibility: 100 });
		expect(table?.quality.completeness).toBeGreaterThan(20);
		const by = (name: string) => made.columns.find((column) => column.name === name);
		expect(by('person_id')).toMatchObject({ proposed: 'C02', certain: true });
		expect(by('measurement_date')).toMatchObject({ proposed: 'C09', certain: true });
		expect(by('new_flag')).toMatchObject({ certain: false });
		expect(by('person_id')?.reason).toContain('OMOP 5.4');

		const { id: version, ingrid } = made;
		const propose = () => proposeVersion(ingrid.db, ingrid.actor, { version, at: later });
		await expect(propose()).rejects.toMatchObject({ status: 409 });
		await confirmed(made);
		await propose();
		// nothing changes while it waits, and whoever had a hand in it does not publish it
		const change = { version, table: 'measurement', column: 'arm', class: 'C16', at: later };
		await expect(confirmColumn(ingrid.db, ingrid.actor, change)).rejects.toMatchObject({
			status: 409
		});
		await expect(
			publishVersion(ingrid.db, ingrid.actor, { version, at: later })
		).rejects.toMatchObject({ status: 403 });
		const farah = await player(db.portal, 'farah');
		const before = await farah.db.read((tx) => store.published(tx, 'measurements'));
		await publishVersion(farah.db, farah.actor, { version, at: later });
		const nobody = bind(db.portal, null);
		const after = await nobody.read(async (tx) => ({
			page: await dataset(tx, 'measurements'),
			old: await store.find(tx, before?.id ?? ''),
			now: await store.published(tx, 'measurements')
		}));
		expect(after.old.status).toBe('retired');
		expect(after.now?.id).toBe(version);
		expect(after.page?.version).toBe('2026-10');
		expect(after.page?.tables[0]?.columns.map(({ name }) => name)).toContain('arm');
		const changes = await ingrid.db.read(async (tx) =>
			differences(await store.columns(tx, after.old.id), await store.columns(tx, version))
		);
		expect(changes.map(({ what, name }) => [what, name])).toEqual(
			expect.arrayContaining([
				['added', 'new_flag'],
				['added', 'arm']
			])
		);
		const events = await db.owner<{ action: string }[]>`
			select action from event where subject_id = ${version} and action <> 'dataset.confirm' order by seq
		`;
		expect(events.map(({ action }) => action)).toEqual([
			'dataset.register',
			'dataset.propose',
			'dataset.publish'
		]);
	});
}, 120_000);

test('identifiers are found by their values, whatever they are called, and never confirmed together', async ({
	db
}) => {
	const identity = join(home, 'warehouse', 'identity.parquet');
	await deliver(
		'hidden',
		`select t.*, i.nhs_number as reading_code, i.postcode as site_note, i.email as operator_code,
			i.family_name as lot from t join read_parquet('${identity}') i using (person_id)`
	);
	await scene(db, async (all) => {
		const made = await registered(all, 'hidden', 'h1');
		const by = (name: string) => made.columns.find((column) => column.name === name);
		expect(by('reading_code')).toMatchObject({ proposed: 'C01', certain: false });
		expect(by('reading_code')?.reason).toMatch(/valid NHS numbers/);
		expect(by('site_note')).toMatchObject({ proposed: 'C12', certain: false });
		expect(by('operator_code')).toMatchObject({ proposed: 'C01', certain: false });
		const { id: version, ingrid } = made;
		await confirmTable(ingrid.db, ingrid.actor, { version, table: 'measurement', at });
		const after = await ingrid.db.read((tx) => store.columns(tx, version));
		for (const name of ['reading_code', 'site_note', 'operator_code', 'lot'])
			expect(
				after.find((column) => column.name === name && isConfirmed(column)),
				name
			).toBeUndefined();
		// the database itself holds to it, whatever the code of the portal says
		await expect(
			ingrid.db.write(
				(tx) => tx`
					update dataset_version_column
					set class = 'C01', confirmed_by = ${ingrid.actor.id}, confirmed_at = ${at}, confirmed_as = 'table'
					where version_id = ${version} and name = 'reading_code'
				`
			)
		).rejects.toThrow('check constraint');
		await expect(
			db.owner`update dataset_version set status = 'proposed' where id = ${version}`
		).rejects.toThrow('every column must be confirmed');
	});
}, 120_000);

test('a CSV file is read with its types, and one that is none is told in a sentence', async ({
	db
}) => {
	await deliver('as-csv', 'select * from t', 'csv');
	const folder = join(home, 'warehouse', 'deliveries', 'broken');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'measurement.parquet'), 'not a Parquet file');
	await scene(db, async (all) => {
		const made = await registered(all, 'as-csv', 'c1');
		const date = made.columns.find(({ name }) => name === 'measurement_date');
		expect(date).toMatchObject({ type: 'DATE', proposed: 'C09' });
		const bad = await registered(all, 'broken', 'b1');
		expect(bad.version.status).toBe('unreadable');
		expect(bad.version.problem).toMatch(/^The table measurement is not a Parquet file/);
		const { id: version, ingrid } = bad;
		rmSync(folder, { recursive: true });
		await deliver('broken', 'select * from t');
		await rereadVersion(ingrid.db, ingrid.actor, all.jobs, { version, at: later });
		await all.vault.readVersion({ person: service.id, version });
		expect((await ingrid.db.read((tx) => store.find(tx, version))).status).toBe('draft');
		await discardVersion(ingrid.db, ingrid.actor, { version, at: later });
		expect((await ingrid.db.read((tx) => store.find(tx, version))).status).toBe('discarded');
	});
}, 120_000);

test('a published version never changes, by anybody, and is kept', async ({ db }) => {
	await scene(db, async ({ db: { owner } }) => {
		const [one] = await owner<{ id: string }[]>`
			select id from dataset_version where dataset_code = 'measurements' and status = 'published'
		`;
		const id = one?.id ?? '';
		const refused = async (work: Promise<unknown>) =>
			expect(work).rejects.toThrow(/does not change|kept for ever|cannot become/);
		await refused(
			owner`update dataset_version_column set class = 'C19' where version_id = ${id}`.execute()
		);
		await refused(owner`delete from dataset_version_table where version_id = ${id}`.execute());
		await refused(owner`update dataset_version set name = 'Other' where id = ${id}`.execute());
		await refused(owner`delete from dataset_version where id = ${id}`.execute());
		await refused(owner`update dataset_version set status = 'draft' where id = ${id}`.execute());
	});
});

test('only data managers register and confirm, only privacy officers publish or give back', async ({
	db
}) => {
	await deliver('roles', 'select * from t');
	await scene(db, async (all) => {
		const made = await registered(all, 'roles', 'r1');
		const version = made.id;
		for (const key of ['amara', 'grace', 'farah', 'ruth'] as const) {
			const other = await player(db.portal, key);
			const once = crypto.randomUUID();
			await expect(
				register(other.db, other.actor, all.jobs, { asked: asked('roles', 'r2'), once, at }),
				key
			).rejects.toMatchObject({ status: 403 });
			await expect(all.vault.deliveries(other.actor.id), key).rejects.toMatchObject({
				status: 403
			});
		}
		const amara = await player(db.portal, 'amara');
		await expect(amara.db.read((tx) => store.find(tx, version))).rejects.toMatchObject({
			status: 404
		});
		expect(await amara.db.read((tx) => store.columns(tx, version))).toEqual([]);
		await confirmed(made);
		await proposeVersion(made.ingrid.db, made.ingrid.actor, { version, at: later });
		const farah = await player(db.portal, 'farah');
		const reason = 'Look at the units again.';
		await returnVersion(farah.db, farah.actor, { version, reason, at: later });
		expect((await farah.db.read((tx) => store.find(tx, version))).status).toBe('draft');
		await expect(
			registered(all, 'roles', 'r1') // the same version twice
		).rejects.toMatchObject({ status: 409 });
	});
}, 120_000);

test('importing the installation’s catalogue again leaves a registered version alone', async ({
	db
}) => {
	await deliver('kept', 'select * from t');
	await scene(db, async (all) => {
		const made = await registered(all, 'kept', 'k1');
		await confirmed(made);
		await proposeVersion(made.ingrid.db, made.ingrid.actor, { version: made.id, at: later });
		const farah = await player(db.portal, 'farah');
		await publishVersion(farah.db, farah.actor, { version: made.id, at: later });
		await seedCatalogue(db.owner, await all.vault.catalogue());
		const now = await farah.db.read(async (tx) => [
			(await store.published(tx, 'measurements'))?.id,
			(await dataset(tx, 'measurements'))?.version
		]);
		expect(now).toEqual([made.id, 'k1']);
		// what the vault keeps is a copy: the delivery may go
		rmSync(join(home, 'warehouse', 'deliveries', 'kept'), { recursive: true });
		const kept = join(home, 'keys', 'vault', 'versions', made.id);
		expect(readdirSync(kept)).toEqual(['measurement.parquet']);
	});
}, 120_000);

import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { destroyKey } from '../../workspaces/vault/destroy-key.ts';
import { keyLedger } from '../../workspaces/vault/key-ledger.store.server.ts';
import { openKeys, type Keys } from '../../workspaces/vault/keys.ts';
import { openProjectKey } from '../../workspaces/vault/project-keys.ts';
import { test, type TestDatabase } from '../support/database.ts';
import { connect } from '../../src/platform/db.server.ts';
import { ask } from './deidentify-scene.ts';
import {
	ada,
	manager,
	project,
	project1,
	provisioned,
	system,
	vaultHome,
	withVault
} from './vault-scene.ts';

let home: string;
let remove: () => void;
beforeAll(async () => {
	({ home, remove } = await vaultHome(600));
}, 120_000);
afterAll(() => {
	remove();
});

const other = '00000000-0000-7000-8000-0000000000ff';
const keys = (): Keys => openKeys(join(home, 'keys'));
const file = (name = project) => join(home, 'keys', 'vault', 'projects', `${name}.key`);
const at = Temporal.Instant.from('2026-11-12T09:00:00Z');

/** The ledger as the vault's own role writes it. */
const ledgerOf = (db: TestDatabase) => {
	const sql = connect(db.vaultUrl, 2);
	opened.push(sql);
	return keyLedger(sql);
};
const opened: ReturnType<typeof connect>[] = [];
afterEach(async () => {
	for (const sql of opened.splice(0)) await sql.end({ timeout: 5 });
});

const everyFile = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));

test('each project has a key of its own, sealed under the master, 0600', () => {
	const [one, two] = [openProjectKey(keys(), project), openProjectKey(keys(), other)];
	expect(one.bytes).toHaveLength(32);
	expect(one.bytes.equals(two.bytes)).toBe(false);
	expect(openProjectKey(keys(), project).bytes.equals(one.bytes)).toBe(true);
	expect(statSync(file()).mode & 0o777).toBe(0o600);
	// neither file holds a key in clear, and one project's file is of no use to another
	for (const path of everyFile(join(home, 'keys', 'vault', 'projects')))
		expect(readFileSync(path).includes(one.bytes)).toBe(false);
	const [kept, foreign] = [readFileSync(file()), readFileSync(file(other))];
	writeFileSync(file(), foreign);
	expect(() => openProjectKey(keys(), project)).toThrow(/cannot be opened; restore/);
	writeFileSync(file(), kept);
	chmodSync(file(), 0o644);
	expect(() => openProjectKey(keys(), project)).toThrow(/may be read by others/);
	chmodSync(file(), 0o600);
	expect(() => openProjectKey(keys(), '../../master-1')).toThrow(/no such project/);
});

test('after a rotation a live project keeps its key', () => {
	const before = openProjectKey(keys(), project);
	writeFileSync(join(home, 'keys', 'version'), '2\n');
	writeFileSync(join(home, 'keys', 'master-2'), Buffer.alloc(32, 7), { mode: 0o600 });
	try {
		const after = openProjectKey(keys(), project);
		expect(after).toMatchObject({ version: 1, fingerprint: before.fingerprint });
		expect(openProjectKey(keys(), '00000000-0000-7000-8000-0000000000fe').version).toBe(2);
	} finally {
		writeFileSync(join(home, 'keys', 'version'), '1\n');
	}
});

test('each grant and each use is recorded by the vault, and can be changed by nobody', async ({
	db
}) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		const done = (await provisioned(vault, manager)).at(-1);
		if (done?.type !== 'done') throw new Error('no end');
		const grants = await db.owner<{ personId: string; fingerprint: string; expiresOn: unknown }[]>`
			select person_id, fingerprint, expires_on from key_grant`;
		expect(grants).toHaveLength(1);
		expect(grants[0]).toMatchObject({
			personId: manager,
			fingerprint: openProjectKey(keys(), project).fingerprint
		});
		expect(String(grants[0]?.expiresOn)).toBe('2027-11-01');
		const uses = await db.owner<{ domain: string; made: bigint; snapshotId: string }[]>`
			select domain, made, snapshot_id from key_use order by domain`;
		expect(uses.map(({ domain }) => domain)).toEqual([
			'org',
			'person',
			'record:visit_detail',
			'record:visit_occurrence',
			'staff'
		]);
		const [people] = await ask(
			`select count(*)::int as n from '${join(home, 'snapshots', done.snapshot, 'person.parquet')}'`
		);
		expect(Number(uses[1]?.made)).toBe(people?.['n']);
		// made again it is the same snapshot, and nothing is recorded twice
		await provisioned(vault, manager);
		const [count] = await db.owner<{ n: number }[]>`select count(*)::int as n from key_use`;
		expect(count?.n).toBe(5);
	});
	await expect(db.owner`update key_use set made = 0`).rejects.toThrow(/never changed/);
	await expect(db.owner`delete from key_grant`).rejects.toThrow(/never changed/);
});

test('no key is in the database, in a snapshot, in a report or in the environment', async ({
	db
}) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		await provisioned(vault);
	});
	const secrets = [openProjectKey(keys(), project).bytes, keys().master];
	const forms = secrets.flatMap((key) => [key.toString('hex'), key.toString('base64')]);
	const tables = await db.owner<{ name: string }[]>`
		select table_schema || '.' || quote_ident(table_name) as name from information_schema.tables
		where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`;
	for (const { name } of tables)
		for (const { row } of await db.owner.unsafe<{ row: string }[]>(
			`select t::text as row from ${name} t`
		))
			for (const form of forms) expect(row.includes(form), name).toBe(false);
	for (const path of everyFile(join(home, 'snapshots')))
		for (const secret of secrets) expect(readFileSync(path).includes(secret), path).toBe(false);
	const surroundings = JSON.stringify([process.env, process.argv]);
	for (const form of forms) expect(surroundings.includes(form)).toBe(false);
});

test('a key whose project has ended is granted to nobody', async ({ db }) => {
	await project1(db.owner);
	await db.owner`update project set ends_on = '2026-11-11'`;
	const asked = { person: system, project, version: 1, fingerprint: '0'.repeat(16), at };
	await expect(ledgerOf(db).grant(asked)).rejects.toThrow(/project has ended/);
	await db.owner`update project set ends_on = '2026-11-12'`;
	expect((await ledgerOf(db).grant(asked)).id).toMatch(/^[0-9a-f-]{36}$/);
	// who has nothing to do with extracts gets none
	await expect(ledgerOf(db).grant({ ...asked, person: ada })).rejects.toThrow();
});

test('a destroyed key is gone: no file, no numbers of people, and a run refuses', async ({
	db
}) => {
	await project1(db.owner);
	await withVault(home, db.vaultUrl, async (vault) => {
		const done = (await provisioned(vault)).at(-1);
		if (done?.type !== 'done') throw new Error('no end');
		const key = openProjectKey(keys(), project);
		const sidecar = join(home, 'keys', 'vault', 'sidecars', `${done.snapshot}.parquet`);
		expect(existsSync(sidecar)).toBe(true);
		const place = { keys: keys(), ledger: ledgerOf(db), snapshots: join(home, 'snapshots') };
		const ended = await destroyKey(place, { person: system, project, at });
		expect(ended).toMatchObject({ fingerprint: key.fingerprint, snapshots: [done.snapshot] });
		expect(existsSync(file())).toBe(false);
		expect(existsSync(sidecar)).toBe(false);
		for (const path of everyFile(join(home, 'keys')))
			expect(readFileSync(path).includes(key.bytes), path).toBe(false);
		await expect(provisioned(vault)).rejects.toThrow(
			'The key of this project was destroyed, so nothing can be made or linked for it again. A new study needs a new project.'
		);
		expect(existsSync(file())).toBe(false);
		// again: the first time stands
		const again = await destroyKey(place, { person: system, project, at: at.add({ hours: 1 }) });
		expect(again).toEqual(ended);
		const asked = { person: system, project, version: 1, fingerprint: key.fingerprint, at };
		await expect(place.ledger.grant(asked)).rejects.toThrow(/was destroyed/);
	});
});

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Sql } from '../../src/platform/db.server.ts';
import { vaultAt } from '../../src/platform/vault.server.ts';
import { test } from '../support/database.ts';
import { hashes } from './deidentify-scene.ts';
import { project1, provisioned, vaultHome, withVault } from './vault-scene.ts';

const vaults = ['first', 'second', 'third'] as const;
let home: string;
let remove: () => void;
beforeAll(async () => {
	({ home, remove } = await vaultHome(6000));
}, 120_000);
afterAll(() => {
	remove();
});

const program = join(import.meta.dirname, '..', '..', 'workspaces', 'vault', 'main.ts');

type Vault = { readonly home: string; readonly process: ChildProcess };

/** A vault as a process, with a home of its own: warehouse, keys and snapshots are what all share. */
function started(name: string, folder: string, url: string): Vault {
	const own = join(home, folder, name);
	mkdirSync(own, { recursive: true });
	mkdirSync(join(home, folder, 'snapshots'), { recursive: true });
	symlinkSync(join(home, folder, 'snapshots'), join(own, 'snapshots'));
	const process_ = spawn(process.execPath, [program], {
		stdio: ['ignore', 'ignore', 'inherit'],
		env: {
			PATH: process.env['PATH'],
			ALDGATE_HOME: own,
			ALDGATE_KEYS: join(home, 'keys'),
			WAREHOUSE_URL: join(home, 'warehouse'),
			DATABASE_URL: url
		}
	});
	return { home: own, process: process_ };
}

const gone = ({ process: child }: Vault) =>
	new Promise<void>((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null) resolve();
		else
			child.once('exit', () => {
				resolve();
			});
	});

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await what())) await wait(20);
}

const present = async (sql: Sql) => {
	const rows = await sql<{ vault: string }[]>`select vault from vault_presence order by vault`;
	return rows.map(({ vault }) => vault);
};

/** Starts three vaults, one after the other, so that it is known which one has which name. */
async function three(folder: string, sql: Sql, url: string) {
	const known = new Map<string, Vault>();
	for (const name of vaults) {
		const vault = started(name, folder, url);
		let id = '';
		await until(async () => {
			id = (await present(sql)).find((one) => !known.has(one)) ?? '';
			return id !== '' && existsSync(join(vault.home, 'run', 'vault.sock'));
		});
		known.set(id, vault);
	}
	return known;
}

const held = (sql: Sql, vault: string) => sql<{ stage: number; number: number }[]>`
	select stage, number from extract_part where vault = ${vault} and done_at is null and stage = 2
`;

/** Kills a vault, as −9 does, while it holds a part that it can no longer finish. */
async function killedAtWork(sql: Sql, id: string, vault: Vault) {
	for (;;) {
		await until(async () => (await held(sql, id)).length > 0);
		vault.process.kill('SIGSTOP');
		const [part] = await held(sql, id);
		if (part) {
			vault.process.kill('SIGKILL');
			await gone(vault);
			return part;
		}
		vault.process.kill('SIGCONT');
	}
}

const parts = (sql: Sql) =>
	sql<
		{ stage: number; number: number; vault: string; taken: number; done: boolean }[]
	>`select stage, number, vault, taken, done_at is not null as done from extract_part order by 1, 2`;

const helped = (sql: Sql) =>
	sql<{ domain: string }[]>`select domain from key_use where helper <> '' and made > 0`;

async function aloneFor(sql: Sql, url: string) {
	let snapshot = '';
	await withVault(home, url, async (vault) => {
		const done = (await provisioned(vault)).at(-1);
		if (done?.type !== 'done') throw new Error('no end');
		expect(done.report.gate).toMatchObject({ verdict: 'open-able', reasons: [] });
		({ snapshot } = done);
	});
	expect(await sql`select from extract_part`).toHaveLength(0);
	await sql`delete from vault_presence`;
	return { snapshot, bytes: hashes(join(home, 'snapshots', snapshot)) };
}

/** All of the data; the manifest too. The report beside them says the same in other words. */
const everything = (folder: string) => hashes(folder);

test('three vaults, one of them killed at work, make the bytes that one makes alone', async ({
	db
}) => {
	await project1(db.owner, { cohort: {} });
	const alone = await aloneFor(db.owner, db.vaultUrl);
	const known = await three('helper-killed', db.owner, db.vaultUrl);
	const [[leader, lead], [victim, killed], [other]] = [...known] as [
		[string, Vault],
		[string, Vault],
		[string, Vault]
	];
	try {
		const made = provisioned(vaultAt(lead.home));
		const lost = await killedAtWork(db.owner, victim, killed);
		const done = (await made).at(-1);
		if (done?.type !== 'done') throw new Error('no end');
		expect(done.snapshot).toBe(alone.snapshot);
		expect(everything(join(lead.home, 'snapshots', done.snapshot))).toEqual(alone.bytes);
		const all = await parts(db.owner);
		expect(all.every((part) => part.done)).toBe(true);
		expect(all.filter(({ stage }) => stage === 2)).toHaveLength(12);
		// the part that was lost was done again by somebody else
		const again = all.find(({ stage, number }) => stage === lost.stage && number === lost.number);
		expect(again?.taken).toBeGreaterThan(1);
		expect([leader, other]).toContain(again?.vault);
		// the others each did some
		for (const id of [leader, other]) expect(all.map(({ vault }) => vault)).toContain(id);
		// a helper's use of the key has an entry of its own, beside that of the extract
		await until(async () => (await helped(db.owner)).length > 0);
		expect((await helped(db.owner)).map(({ domain }) => domain)).toContain('person');
		// nothing of the work stays: no staged part, no scratch of a helper that lives
		const left = readdirSync(join(lead.home, 'snapshots')).filter((name) => name.startsWith('.'));
		expect(left).toEqual([]);
	} finally {
		for (const vault of known.values()) vault.process.kill('SIGKILL');
		await Promise.all([...known.values()].map(gone));
	}
}, 240_000);

test('when the vault that was asked is killed, another goes on with what the three had made', async ({
	db
}) => {
	await project1(db.owner, { cohort: {} });
	const alone = await aloneFor(db.owner, db.vaultUrl);
	const known = await three('leader-killed', db.owner, db.vaultUrl);
	const [[leader, lead], , [, other]] = [...known] as [
		[string, Vault],
		[string, Vault],
		[string, Vault]
	];
	try {
		const broken = provisioned(vaultAt(lead.home)).catch(() => null);
		const lost = await killedAtWork(db.owner, leader, lead);
		await broken;
		const done = (await provisioned(vaultAt(other.home))).at(-1);
		if (done?.type !== 'done') throw new Error('no end');
		expect(done.snapshot).toBe(alone.snapshot);
		expect(everything(join(other.home, 'snapshots', done.snapshot))).toEqual(alone.bytes);
		const all = await parts(db.owner);
		const again = all.find(({ stage, number }) => stage === lost.stage && number === lost.number);
		expect(again).toMatchObject({ done: true });
		expect(again?.vault).not.toBe(leader);
	} finally {
		for (const vault of known.values()) vault.process.kill('SIGKILL');
		await Promise.all([...known.values()].map(gone));
	}
}, 240_000);

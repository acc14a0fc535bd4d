import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, vi } from 'vitest';
import { connect, type Sql } from '../../src/platform/db.server.ts';
import type { Run } from '../../workspaces/deidentify/run.ts';
import { takeParts } from '../../workspaces/deidentify/shared.ts';
import { vaultShares } from '../../workspaces/vault/shares.store.server.ts';
import { sweepLeft } from '../../workspaces/vault/sweep.store.server.ts';
import { test } from '../support/database.ts';
import { ada, project, project1 } from './vault-scene.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
	vi.restoreAllMocks();
	for (const end of ends.splice(0)) await end();
});

const vaultSql = (url: string): Sql => {
	const sql = connect(url, 2);
	ends.push(() => sql.end({ timeout: 5 }));
	return sql;
};

const folder = (): string => {
	const made = mkdtempSync(join(tmpdir(), 'aldgate-left-'));
	ends.push(() => {
		rmSync(made, { recursive: true, force: true });
	});
	return made;
};

const name = (n: number) => `s${String(n).padStart(24, '0')}`;
const begun = (n: number) => ({ snapshot: name(n), project, person: ada });
const parts = [{ stage: 1, number: 0 }] as const;

test('a part whose work throws is let go of at once, for another vault to take', async ({ db }) => {
	await project1(db.owner);
	const sql = vaultSql(db.vaultUrl);
	const snapshots = folder();
	const [began, cleared] = [
		vi.spyOn(globalThis, 'setInterval'),
		vi.spyOn(globalThis, 'clearInterval')
	];
	const one = vaultShares(sql, snapshots).of(begun(1), false);
	// without a database to work in, the first part cannot be done
	const broken = { rules: { tables: [] } } as unknown as Run;
	await expect(takeParts(broken, one, 100)).rejects.toThrow();
	const timer: unknown = began.mock.results.at(-1)?.value;
	expect(timer).toBeDefined();
	expect(cleared.mock.calls.flat()).toContain(timer);
	// the lease is free: another gets the very part
	const other = vaultShares(sql, snapshots).of(begun(1), true);
	expect(await other.next()).toEqual({ stage: 1, number: 0 });
	const [part] = await sql<{ taken: number }[]>`select taken from extract_part where stage = 1`;
	expect(part?.taken).toBe(2);
	await other.gaveUp({ stage: 1, number: 0 });
});

test('a vault that starts clears away what dead vaults left, and nothing that is under way', async ({
	db
}) => {
	await project1(db.owner);
	const sql = vaultSql(db.vaultUrl);
	const home = folder();
	const [scratch, snapshots] = [join(home, 'shared-work'), join(home, 'snapshots')];
	mkdirSync(join(scratch, name(9), 'work'), { recursive: true });
	writeFileSync(join(scratch, name(9), 'work', 'pids.parquet'), 'who is who');
	const now = Temporal.Instant.from('2030-01-01T00:00:00Z');
	const lie = (entry: string, hours: number) => {
		const path = join(snapshots, entry);
		mkdirSync(path, { recursive: true });
		const file = join(path, 'part');
		writeFileSync(file, 'rows');
		const at = new Date(now.subtract({ hours }).epochMilliseconds);
		for (const each of [file, path]) utimesSync(each, at, at);
	};
	await vaultShares(sql, snapshots).of(begun(2), false).begin(10, parts);
	await vaultShares(sql, snapshots).of(begun(3), false).begin(10, parts);
	const gone = [`.${name(1)}.shared`, `.${name(3)}.shared`, `.${name(4)}.partial`];
	const stay = [`.${name(2)}.shared`, `.${name(5)}.partial`, `.${name(6)}.shared`, name(7)];
	lie(`.${name(1)}.shared`, 2); // nobody knows of it
	lie(`.${name(2)}.shared`, 2); // to be gone on with
	lie(`.${name(3)}.shared`, 30); // was to be gone on with, and nobody did
	lie(`.${name(4)}.partial`, 30);
	lie(`.${name(5)}.partial`, 2); // its job may try again
	lie(`.${name(6)}.shared`, 0); // another vault is just beginning it
	lie(name(7), 300); // a snapshot
	expect((await sweepLeft(sql, { scratch, snapshots, now })).sort()).toEqual(
		[name(9), ...gone].sort()
	);
	expect(existsSync(scratch)).toBe(false);
	expect(gone.filter((entry) => existsSync(join(snapshots, entry)))).toEqual([]);
	expect(stay.filter((entry) => !existsSync(join(snapshots, entry)))).toEqual([]);
	const open = await sql<{ snapshot: string }[]>`
		select snapshot_id as snapshot from extract_share where ended_at is null
	`;
	expect(open.map(({ snapshot }) => snapshot)).toEqual([name(2)]);
});

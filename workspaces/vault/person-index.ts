import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { literal, number } from '#workspaces/deidentify/duck.ts';
import { deriveKey, loadKey, pseudonymSql } from '#workspaces/deidentify/pseudonym.ts';
import { keep, type Run, type Step } from '#workspaces/deidentify/run.ts';
import { sync } from '#workspaces/deidentify/steps/seal.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Keys } from './keys.ts';

const domain = 'person-index';
const inTurn = oneAtATime();

async function write(run: Run, sql: string, path: string): Promise<void> {
	await run.db.run(`copy (${sql}) to ${literal(`${path}.tmp`)} (format parquet, compression zstd)`);
	sync(`${path}.tmp`);
	renameSync(`${path}.tmp`, path);
}

/**
 * Gives every person of an extract their number in the vault's own map, person → uint32
 * (settled.md 16). The map only grows: each call adds one more file of people not seen before, and
 * a number is never used again. It holds no identifier, only HMACs under a domain of its own.
 */
async function number32(run: Run, keys: Keys, snapshot: string): Promise<number> {
	const folder = join(keys.folder, 'person-index');
	const sidecars = join(keys.folder, 'sidecars');
	for (const dir of [folder, sidecars]) mkdirSync(dir, { recursive: true, mode: 0o700 });
	const key = deriveKey(keys.master, 'vault', domain);
	await loadKey(run.db, domain, key);
	key.fill(0);
	const kind = literal(`${run.rules.personKey.kind}:`);
	await keep(
		{ ...run, work: null },
		'tokens',
		`select person_id, ${pseudonymSql(domain, `${kind} || key`)} as token from facts`
	);
	const parts = readdirSync(folder).filter((name) => /^\d{6}\.parquet$/.test(name));
	const known =
		parts.length === 0
			? `(select null::uuid as token, null::uinteger as number where false)`
			: `read_parquet(${literal(join(folder, '??????.parquet'))})`;
	const last = await number(run.db, `select coalesce(max(number), 0) from ${known}`);
	const fresh = `select token, (${String(last)} + row_number() over (order by token))::uinteger as number
		from tokens where token not in (select token from ${known})`;
	const added = await number(run.db, `select count(*) from (${fresh})`);
	if (last + added > 0xffff_ffff) throw new Error('The person index is full.');
	if (added > 0) {
		const next = String(parts.length + 1).padStart(6, '0');
		await write(run, fresh, join(folder, `${next}.parquet`));
	}
	await write(
		run,
		`select p.pid, n.number from pids p join tokens t using (person_id)
		join read_parquet(${literal(join(folder, '??????.parquet'))}) n using (token) order by p.pid`,
		join(sidecars, `${snapshot}.parquet`)
	);
	return added;
}

/** The step that goes before the seal, in the vault only. */
export const indexStep = (keys: Keys, snapshot: string): Step => ({
	name: 'index',
	title: 'Number the people for checks across releases',
	run: (run) => inTurn(async () => ({ added: await number32(run, keys, snapshot) }))
});

/** Where the numbers of an extract's people are; only the vault reads it. Null when there is none. */
export function sidecarOf(keys: Keys, snapshot: string): string | null {
	const path = join(keys.folder, 'sidecars', `${snapshot}.parquet`);
	return existsSync(path) ? path : null;
}

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Sql } from '#platform/db.server.ts';
import { log } from '#platform/log.server.ts';
import type { Detail } from '#workspaces/deidentify/run.ts';
import type { Part, Share, Stage } from '#workspaces/deidentify/share.ts';
import type { Begun, Shares } from './shares.ts';

/** Seconds that a lease holds without being renewed, by the database's clock. */
const leaseSeconds = 10;
const renewEvery = 3000; // ms
const askAgain = 200; // ms, while others do what the next part needs

type Vault = { readonly sql: Sql; readonly id: string; readonly snapshots: string };

const stagingOf = ({ snapshots }: Vault, snapshot: string) =>
	join(snapshots, `.${snapshot}.shared`);

/** Shared work through the database that all vaults have: leases there, bytes in the staging folder. */
export function vaultShares(sql: Sql, snapshots: string): Shares {
	const vault: Vault = { sql, id: randomUUID(), snapshots };
	const leads = new Set<string>(); // a vault does not help itself
	return {
		present: () => present(vault),
		of(begun, helps) {
			if (!helps) leads.add(begun.snapshot);
			return shareOf(vault, begun, helps);
		},
		open: async () => (await open(vault)).filter(({ snapshot }) => !leads.has(snapshot)),
		async end(snapshot) {
			leads.delete(snapshot);
			await sql`update extract_share set ended_at = now() where snapshot_id = ${snapshot} and ended_at is null`;
			rmSync(stagingOf(vault, snapshot), { recursive: true, force: true });
		}
	};
}

async function present({ sql, id }: Vault): Promise<number> {
	await sql`
		insert into vault_presence (vault, seen_at) values (${id}, now())
		on conflict (vault) do update set seen_at = excluded.seen_at
	`;
	await sql`delete from vault_presence where seen_at < now() - interval '1 hour'`;
	const [row] = await sql<{ others: number }[]>`
		select count(*)::int as others
		from vault_presence
		where vault <> ${id} and seen_at > now() - make_interval(secs => ${leaseSeconds})
	`;
	return row?.others ?? 0;
}

const open = ({ sql }: Vault): Promise<readonly Begun[]> => sql<Begun[]>`
	select s.snapshot_id as snapshot, s.project_id as project, s.person_id as person
	from extract_share s
	where s.ended_at is null
	  and exists (select from extract_part p where p.snapshot_id = s.snapshot_id and p.done_at is null)
	order by s.begun_at
`;

function shareOf(vault: Vault, begun: Begun, helps: boolean): Share {
	const { sql, id } = vault;
	const { snapshot } = begun;
	const staging = stagingOf(vault, snapshot);
	let renewing: NodeJS.Timeout | undefined;
	return {
		staging,
		helps,
		async begin(people, parts) {
			if (!helps) await begin(vault, begun, staging, people, parts);
		},
		async next() {
			for (;;) {
				const part = await claim(vault, snapshot);
				if (part) {
					renewing = setInterval(() => void renew(vault, snapshot, part), renewEvery).unref();
					return part;
				}
				if (!(await isLeft(vault, snapshot))) return null;
				await wait(askAgain);
			}
		},
		async done({ stage, number }, made) {
			clearInterval(renewing);
			// whoever has lost the lease has made the same bytes: the first answer stands
			await sql`
				update extract_part set made = ${sql.json(made)}, done_at = now(), vault = ${id}
				where snapshot_id = ${snapshot} and stage = ${stage} and number = ${number} and done_at is null
			`;
		},
		async gaveUp(part) {
			clearInterval(renewing);
			await letGo(vault, snapshot, part);
		},
		async made(stage: Stage) {
			// as text: the pool would turn the names of tables inside into camelCase
			const rows = await sql<{ made: string }[]>`
				select made::text as made from extract_part
				where snapshot_id = ${snapshot} and stage = ${stage} and done_at is not null
				order by number
			`;
			return rows.map(({ made }) => JSON.parse(made) as Detail);
		}
	};
}

async function begin(
	{ sql }: Vault,
	{ snapshot, project, person }: Begun,
	staging: string,
	people: number,
	parts: readonly Part[]
): Promise<void> {
	const stale = !existsSync(staging);
	mkdirSync(staging, { recursive: true, mode: 0o700 });
	await sql.begin(async (tx) => {
		// what an earlier try left is gone on with, unless it ended or its files are gone
		await tx`
			delete from extract_share
			where snapshot_id = ${snapshot} and (ended_at is not null or people <> ${people} or ${stale})
		`;
		await tx`
			insert into extract_share (snapshot_id, project_id, person_id, people, begun_at)
			values (${snapshot}, ${project}, ${person}, ${people}, now())
			on conflict do nothing
		`;
		const rows = parts.map(({ stage, number }) => ({ snapshot_id: snapshot, stage, number }));
		await tx`insert into extract_part ${tx(rows)} on conflict do nothing`;
	});
}

/** Takes the next free part of the first stage that is not done; two vaults never get the same. */
async function claim({ sql, id }: Vault, snapshot: string): Promise<Part | null> {
	const [part] = await sql<Part[]>`
		update extract_part p
		set vault = ${id}, leased_until = now() + make_interval(secs => ${leaseSeconds}), taken = p.taken + 1
		from (
			select f.stage, f.number
			from extract_part f
			where f.snapshot_id = ${snapshot}
			  and f.done_at is null
			  and (f.leased_until is null or f.leased_until < now())
			  and f.stage = (
				select min(u.stage) from extract_part u where u.snapshot_id = ${snapshot} and u.done_at is null
			  )
			order by f.number
			limit 1
			for update skip locked
		) free
		where p.snapshot_id = ${snapshot} and p.stage = free.stage and p.number = free.number
		returning p.stage, p.number
	`;
	return part ?? null;
}

async function renew({ sql, id }: Vault, snapshot: string, part: Part): Promise<void> {
	try {
		await sql`
			update extract_part set leased_until = now() + make_interval(secs => ${leaseSeconds})
			where snapshot_id = ${snapshot} and stage = ${part.stage} and number = ${part.number}
			  and vault = ${id} and done_at is null
		`;
	} catch (error) {
		// the lease may be lost; then another does this part too, and makes the same
		log.warn({ error }, 'a lease was not renewed');
	}
}

/** Ends a lease before its time. Why the work failed is what its caller is told, never this. */
async function letGo({ sql, id }: Vault, snapshot: string, part: Part): Promise<void> {
	try {
		await sql`
			update extract_part set leased_until = null
			where snapshot_id = ${snapshot} and stage = ${part.stage} and number = ${part.number}
			  and vault = ${id} and done_at is null
		`;
	} catch (error) {
		// it is renewed no more, so it runs out by itself
		log.warn({ error }, 'a lease was not given back');
	}
}

async function isLeft({ sql }: Vault, snapshot: string): Promise<boolean> {
	const [row] = await sql<{ left: boolean }[]>`
		select exists (
			select from extract_part p join extract_share s using (snapshot_id)
			where p.snapshot_id = ${snapshot} and p.done_at is null and s.ended_at is null
		) as left
	`;
	return row?.left ?? false;
}

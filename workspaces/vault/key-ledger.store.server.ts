import { bind, type Sql } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import type { Granted, KeyLedger, KeyUse } from './key-ledger.ts';
import { keyIsGone } from './project-keys.ts';

/** The ledger in the database, under the row security of the person that the vault works for. */
export const keyLedger = (sql: Sql): KeyLedger => ({
	grant: (ask) => grant(sql, ask),
	used: (use) => used(sql, use),
	snapshotsOf: (person, project) => snapshotsOf(sql, person, project),
	ended: (person, project, fingerprint, at) => ended(sql, person, project, fingerprint, at)
});

async function grant(sql: Sql, ask: Parameters<KeyLedger['grant']>[0]): Promise<Granted> {
	const { person, project, version, fingerprint, at } = ask;
	return bind(sql, person).write(async (tx) => {
		const [found] = await tx<{ endsOn: Temporal.PlainDate; gone: boolean }[]>`
			select p.ends_on, exists (select from key_end e where e.project_id = p.id) as gone
			from project p
			where p.id = ${project}
		`;
		if (!found) throw new Problem(404, 'There is no such project.');
		if (found.gone) throw new Problem(409, keyIsGone);
		if (Temporal.PlainDate.compare(found.endsOn, londonDay(at)) < 0)
			throw new Problem(
				409,
				'The project has ended, and with it the right to use its key; extend the project first.'
			);
		await tx`
			insert into key_grant (project_id, person_id, purpose, key_version, fingerprint, granted_at, expires_on)
			values (${project}, ${person}, 'extract', ${version}, ${fingerprint}, ${at}, ${found.endsOn})
			on conflict (project_id, person_id, purpose, fingerprint, expires_on) do nothing
		`;
		const [row] = await tx<Granted[]>`
			select id
			from key_grant
			where project_id = ${project}
			  and person_id = ${person}
			  and purpose = 'extract'
			  and fingerprint = ${fingerprint}
			  and expires_on = ${found.endsOn}
		`;
		if (!row) throw new Problem(403, 'You may not have an extract made with this project’s key.');
		return row;
	});
}

const used = (sql: Sql, use: KeyUse): Promise<void> =>
	bind(sql, use.person).write(async (tx) => {
		for (const { domain, values } of use.domains)
			await tx`
				insert into key_use (project_id, snapshot_id, domain, helper, grant_id, person_id, made, rules_sha256, at)
				values (
					${use.project}, ${use.snapshot}, ${domain}, ${use.helper ?? ''}, ${use.grant}, ${use.person},
					${values}, ${use.rulesSha256}, ${use.at}
				)
				on conflict (project_id, snapshot_id, domain, helper) do nothing
			`;
	});

const snapshotsOf = (sql: Sql, person: string, project: string): Promise<string[]> =>
	bind(sql, person).read(async (tx) => {
		const rows = await tx<{ snapshot: string }[]>`
			select distinct snapshot_id as snapshot from key_use where project_id = ${project} order by 1
		`;
		return rows.map(({ snapshot }) => snapshot);
	});

const ended: (
	sql: Sql,
	...told: Parameters<KeyLedger['ended']>
) => ReturnType<KeyLedger['ended']> = (sql, person, project, fingerprint, at) =>
	bind(sql, person).write(async (tx) => {
		await tx`
			insert into key_end (project_id, person_id, fingerprint, destroyed_at)
			values (${project}, ${person}, ${fingerprint}, ${at})
			on conflict (project_id) do nothing
		`;
		const [row] = await tx<{ destroyedAt: Temporal.Instant }[]>`
			select destroyed_at from key_end where project_id = ${project}
		`;
		if (!row) throw new Problem(409, 'That the key is gone could not be recorded; do it again.');
		return row.destroyedAt;
	});

import { organisationId, personId, type PersonKey } from '#db/seed/people.ts';
import { seedPolicy } from '#db/seed/policy.ts';
import { player } from '#db/seed/stage.ts';
import { approvePolicy } from '#domain/disclosure/policies/decide.server.ts';
import { draftPolicy } from '#domain/disclosure/policies/draft.server.ts';
import { policiesFor } from '#domain/disclosure/policies/pinned.server.ts';
import { PolicySchema, strictest, usualPolicy, type Policy } from '#domain/disclosure/policy.ts';
import { connect, type Sql } from '#platform/db.server.ts';
import { policiesOf } from '#workspaces/policies/store.server.ts';
import * as v from 'valibot';
import { at, test as base } from './people-scene.ts';

export const day = Temporal.PlainDate.from('2026-11-23');
export const later = (days: number) => day.add({ days });
export const projectOf = (number: number) => `0000000${String(number)}-0000-7000-8000-000000000005`;

/** Two projects of one dataset; only the first is research, which practice G1 has signed up for. */
export const test = base.extend<{ sql: Sql }>({
	sql: async ({ db }, use) => {
		await db.owner.begin(async (tx) => {
			await seedPolicy(tx);
			await tx`insert into controller values ('G1', 'A practice', 'gp-practice', 'QMJ'), ('T1', 'A trust', 'trust', 'QMJ')`;
			await tx`insert into controller_role values ('G1', ${personId('ravi')}, 'controller-approver', ${at})`;
			await tx`insert into dataset values ('linked-core', 'Linked core', 'Records', 'product-standard', '1', '2026-10-31')`;
			await tx`insert into controller_signup values ('G1', 'linked-core', 'research', '2026-01-01', null)`;
			// quote, agreement and the rest have their own tests: a policy looks at these columns only
			await tx`set local session_replication_role = replica`;
			for (const [number, purpose] of ['research', 'industry'].entries()) {
				const [id, other] = [projectOf(number + 1), crypto.randomUUID()];
				await tx`
					insert into application (id, organisation_id, lead_id, quote_id, tier, purpose, status, title, answers, created_at, status_since)
					values (${id}, ${organisationId('thames')}, ${personId('amara')}, ${other}, 'academic', ${purpose}, 'draft', 'A study',
						'{"safe-data": {"datasets": ["linked-core"]}}', ${at}, ${at})
				`;
				await tx`
					insert into project (id, application_id, agreement_id, organisation_id, title, status, starts_on, ends_on, status_since, created_at)
					values (${id}, ${id}, ${other}, ${organisationId('thames')}, 'A study', 'active', '2026-11-01', '2027-11-01', ${at}, ${at})
				`;
			}
		});
		await use(db.portal);
	}
});

export const strict: Policy = { ...usualPolicy, threshold: 15, pPercent: 20 };

export async function draft(
	sql: Sql,
	key: PersonKey,
	owner: string | null,
	policy = strict,
	from = day
) {
	const { db, actor } = await player(sql, key);
	const once = crypto.randomUUID();
	const reason = 'The practice asks for more.';
	return Number(await draftPolicy(db, actor, { owner, from, policy, reason, once, at }));
}
export async function approve(sql: Sql, key: PersonKey, version: number) {
	const { db, actor } = await player(sql, key);
	await approvePolicy(db, actor, { version, at });
}
export const pinned = async (sql: Sql, wanted: Parameters<typeof policiesFor>[1]) =>
	(await player(sql, 'amara')).db.read((tx) => policiesFor(tx, wanted));

/** The policy that the vault judges by, read with its own role. */
export async function judged(url: string, project: string, held: Parameters<typeof policiesOf>[3]) {
	const vault = connect(url, 1);
	try {
		const all = await policiesOf(vault, personId('farah'), project, held);
		return strictest(all.map((one) => v.parse(PolicySchema, one)));
	} finally {
		await vault.end();
	}
}

/** A request that was begun under some versions. */
export async function begun(owner: Sql, project: string, versions: number[]): Promise<string> {
	const id = crypto.randomUUID();
	await owner.begin(async (tx) => {
		await tx`set local session_replication_role = replica`;
		await tx`
			insert into output_request (id, project_id, created_by, status, title, policy_version, policy_versions, created_at, status_since)
			values (${id}, ${project}, ${personId('amara')}, 'submitted', 'A table', 1, ${versions}, ${at}, ${at})
		`;
	});
	return id;
}

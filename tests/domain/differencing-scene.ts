import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import * as applications from '#db/seed/applications.ts';
import { organisationId, personId, type PersonKey } from '#db/seed/people.ts';
import { seedPolicy } from '#db/seed/policy.ts';
import { player, type Player } from '#db/seed/stage.ts';
import { depression } from '#db/seed/studies/depression.ts';
import { hypertension } from '#db/seed/studies/hypertension.ts';
import { leaving } from '#domain/outputs/files/leaving.ts';
import { vaultAnswer } from '#domain/outputs/files/vault-answer.ts';
import { vaultAt, type VaultClient } from '#platform/vault.server.ts';
import type { Approved } from '#workspaces/vault/access.ts';
import { openKeys } from '#workspaces/vault/keys.ts';
import { startVault } from '#workspaces/vault/main.ts';
import type { KeyLedger } from '#workspaces/vault/key-ledger.ts';
import { provision } from '#workspaces/vault/provision.ts';
import { generate } from '#workspaces/population/generate.ts';
import { test as base } from './applications-scene.ts';

export const at = Temporal.Now.instant();

let home = '';
/** Two extracts of one population, each under the key of its own project. */
const projects = { one: crypto.randomUUID(), two: crypto.randomUUID() };
export type Project = keyof typeof projects;
const snapshots = { one: '', two: '' };

const everybody: Approved = {
	cohort: {
		conditions: [],
		match: 'any',
		sex: 'any',
		ageFrom: null,
		ageTo: null,
		icbs: [],
		from: null,
		to: null,
		criteria: []
	},
	purpose: 'research',
	datasets: ['linked-core'],
	columns: [],
	tables: [],
	from: null,
	to: null,
	choices: {},
	waivers: [],
	by: crypto.randomUUID(),
	withoutControllers: [],
	at: '2026-11-01'
};

/** These extracts are made without a database, so nothing can be recorded of their keys. */
const noLedger: KeyLedger = {
	grant: () => Promise.resolve({ id: crypto.randomUUID() }),
	used: () => Promise.resolve(),
	snapshotsOf: () => Promise.resolve([]),
	ended: () => Promise.resolve(at)
};

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'aldgate-differencing-'));
	const source = join(home, 'warehouse');
	await generate({ persons: 1500, seed: 7, out: source });
	const place = {
		warehouse: { source, lists: join(source, 'lists') },
		snapshots: join(home, 'snapshots'),
		keys: openKeys(join(home, 'keys')),
		ledger: noLedger,
		now: () => at
	};
	for (const name of ['one', 'two'] as const) {
		const made = provision(place, projects[name], everybody);
		let step = await made.next();
		while (!step.done) step = await made.next();
		snapshots[name] = step.value.snapshot;
	}
}, 240_000);
afterAll(() => {
	if (home !== '') rmSync(home, { recursive: true, force: true });
});

export type Scene = {
	readonly home: string;
	readonly vault: VaultClient;
	readonly vaultUrl: string;
	readonly snapshot: (project: Project) => string;
	/** A request with one table a specification, as a draft. */
	readonly draft: (project: Project, ...tables: readonly object[]) => Promise<string>;
	/** Sends a draft to the checkers, two of whom approve it; does not release it. */
	readonly approve: (request: string, exception?: string) => Promise<void>;
	readonly release: (request: string) => Promise<void>;
	readonly stopVault: () => Promise<void>;
	readonly startVault: () => Promise<void>;
	readonly as: (key: PersonKey) => Promise<Player>;
};

export const leads = { one: 'amara', two: 'joseph' } as const satisfies Record<Project, PersonKey>;
const studies = { one: depression, two: hypertension };
const organisations = { one: 'thames', two: 'riverside' } as const;

/** Two projects of two organisations with open workspaces, over a real vault. */
export const test = base.extend<{ two: Scene }>({
	two: async ({ scene }, use) => {
		const { owner, portal, vaultUrl } = scene;
		for (const name of ['one', 'two'] as const) {
			const application = await applications.approved(portal, studies[name], at);
			await owner.begin(async (tx) => {
				if (name === 'one') await seedPolicy(tx);
				// agreement and gate have their own tests: here only what the vault looks at
				await tx`set local session_replication_role = replica`;
				await tx`
					insert into project (id, application_id, agreement_id, organisation_id, title, status, starts_on, ends_on, status_since, created_at)
					values (${projects[name]}, ${application}, ${crypto.randomUUID()}, ${organisationId(organisations[name])}, ${studies[name].project.title}, 'active',
						(${at}::timestamptz - interval '10 days')::date, (${at}::timestamptz + interval '300 days')::date, ${at}, ${at})
				`;
				await tx`insert into project_member (project_id, person_id, role, added_at, terms_accepted_at) values (${projects[name]}, ${personId(leads[name])}, 'lead', ${at}, ${at})`;
				await tx`insert into workspace (id, project_id, status, snapshot_id, opened_at, status_since) values (${crypto.randomUUID()}, ${projects[name]}, 'open', ${snapshots[name]}, ${at}, ${at})`;
			});
		}
		const environment = { ALDGATE_HOME: home, DATABASE_URL: vaultUrl };
		let vault = await startVault(environment);
		const client = vaultAt(home);
		const status = (id: string, to: string) =>
			owner`update output_request set status = ${to}, submitted_at = ${at} where id = ${id}`;
		try {
			await use({
				home,
				vault: client,
				vaultUrl,
				snapshot: (project) => snapshots[project],
				as: (key) => player(portal, key),
				async draft(project, ...tables) {
					const person = personId(leads[project]);
					const [row] = await owner<{ id: string }[]>`
						insert into output_request (project_id, created_by, status, title, policy_version, created_at, status_since)
						values (${projects[project]}, ${person}, 'draft', 'A table', (select max(version) from disclosure_policy), ${at}, ${at})
						returning id
					`;
					const id = row?.id ?? '';
					for (const [n, table] of tables.entries()) {
						const { control = 'suppress', ...specification } = table as { control?: string };
						const asked = { person, project: projects[project], specification };
						const made = vaultAnswer(
							await client.evidence(control === 'none' ? asked : { ...asked, control })
						);
						if (made.kind !== 'table') throw new Error(made.reason);
						const answer = {
							kind: 'table',
							dimensions: { rows: made.specification.rows, columns: made.specification.columns },
							measure: 'people',
							table: made.researcher
						};
						if (leaving(made.researcher, 'suppress').length === 0) throw new Error('No cells.');
						await owner`
							insert into output_file (request_id, name, kind, specification, control, verdict, answer, sha256, bytes, created_at, updated_at)
							values (${id}, ${`table-${String(n)}.csv`}, 'table', ${JSON.stringify(made.specification)}::text::jsonb, ${control},
								'pass', ${JSON.stringify(answer)}::text::jsonb, ${crypto.randomUUID().replaceAll('-', '').repeat(2)}, 1, ${at}, ${at})
						`;
					}
					return id;
				},
				async approve(id, exception = '') {
					await status(id, 'submitted');
					await status(id, 'checking');
					for (const key of ['carlos', 'wei'] as const) {
						await owner`
							insert into output_vote (request_id, turn, person_id, choice, reason, exception, files, at, within_scope)
							select ${id}, 1, ${personId(key)}, 'approve', '', ${exception},
								(select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'sha256', sha256) order by id) from output_file where request_id = ${id}), ${at}, true
						`;
						await owner`
							insert into output_verdict (request_id, turn, person_id, file_id, name, sha256, choice, exception)
							select ${id}, 1, ${personId(key)}, id, name, sha256, 'approve', ${exception}
							from output_file where request_id = ${id}
						`;
					}
				},
				async release(id) {
					await owner`
						insert into release (request_id, project_id, title, files, released_at)
						select r.id, r.project_id, r.title,
							(select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'sha256', sha256) order by id) from output_file where request_id = r.id), ${at}
						from output_request r where r.id = ${id}
					`;
					await owner`update output_request set status = 'released', released_at = ${at} where id = ${id}`;
				},
				stopVault: () => vault.stop(),
				async startVault() {
					vault = await startVault(environment);
				}
			});
		} finally {
			await vault.stop().catch(() => undefined);
		}
	}
});

import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../src/platform/canonical.ts';
import type { Sql } from '../../src/platform/db.server.ts';
import { vaultAt, type ProvisionEvent, type VaultClient } from '../../src/platform/vault.server.ts';
import { startVault, type Started } from '../../workspaces/vault/main.ts';
import { scene, today } from './deidentify-scene.ts';

/**
 * A home folder with a small warehouse in it, as the vault of one installation knows it. The vault asks
 * the clock, so the lists are of today.
 */
export async function vaultHome(persons: number) {
	const place = await scene(persons, today());
	const home = join(place.folder, 'home');
	mkdirSync(home);
	renameSync(place.source, join(home, 'warehouse'));
	return {
		home,
		remove: () => {
			place.remove();
		}
	};
}

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const [ada, stranger, system, manager] = [id(1), id(2), id(3), id(4)];
export const [organisation, project] = [id(10), id(13)];
const [application, agreement, workspace] = [id(11), id(12), id(14)];

/** A project that waits for its extract. The owner sets the scene; the vault judges it as its own role. */
export async function project1(owner: Sql, safeData: Record<string, Json> = {}): Promise<void> {
	const at = Temporal.Instant.from('2026-11-10T12:00:00Z');
	const answers = {
		'safe-data': {
			datasets: ['linked-core'],
			cohort: { sex: 'female' },
			from: '',
			to: '2026-10-31',
			...safeData
		}
	};
	await owner.begin(async (tx) => {
		await tx`set local session_replication_role = replica`;
		for (const [person, name] of [
			[ada, 'Ada'],
			[stranger, 'Stranger'],
			[system, 'Jobs'],
			[manager, 'Manager']
		] as const)
			await tx`insert into person (id, name, email, kind, created_at) values (${person}, ${name}, ${`${name.toLowerCase()}@example.test`}, ${name === 'Jobs' ? 'system' : 'person'}, ${at})`;
		await tx`insert into organisation (id, name, kind, country, public_body, created_at) values (${organisation}, 'Thames', 'university', 'GB', true, ${at})`;
		await tx`insert into organisation_member (organisation_id, person_id, role, added_at) values (${organisation}, ${ada}, 'applicant', ${at})`;
		await tx`insert into service_role (person_id, role, granted_at) values (${system}, 'system', ${at}), (${manager}, 'data-manager', ${at})`;
		await tx`insert into application (id, organisation_id, lead_id, tier, purpose, status, title, answers, created_at, submitted_at, approved_at, status_since)
			values (${application}, ${organisation}, ${ada}, 'academic', 'research', 'approved', 'A study', ${tx.json(answers)}, ${at}, ${at}, ${at}, ${at})`;
		await tx`insert into agreement (id, application_id, organisation_id, quote_id, library_version, status, choices, text, sha256, status_since)
			values (${agreement}, ${application}, ${organisation}, ${id(99)}, 1, 'executed', '{}', 'x', encode(sha256('x'), 'hex'), ${at})`;
		await tx`insert into project (id, application_id, agreement_id, organisation_id, title, status, starts_on, ends_on, status_since, created_at)
			values (${project}, ${application}, ${agreement}, ${organisation}, 'A study', 'provisioning', '2026-11-01', '2027-11-01', ${at}, ${at})`;
		await tx`insert into workspace (id, project_id, status, status_since) values (${workspace}, ${project}, 'provisioning', ${at})`;
		await tx`insert into project_member (project_id, person_id, role, added_at, terms_accepted_at) values (${project}, ${ada}, 'lead', ${at}, ${at})`;
	});
}

export async function withVault(
	home: string,
	url: string,
	work: (vault: VaultClient, started: Started) => Promise<void>
) {
	const started = await startVault({ ALDGATE_HOME: home, DATABASE_URL: url });
	try {
		await work(vaultAt(home), started);
	} finally {
		await started.stop();
	}
}

export async function provisioned(vault: VaultClient, person = system): Promise<ProvisionEvent[]> {
	const events: ProvisionEvent[] = [];
	for await (const event of vault.provision({ person, project })) events.push(event);
	return events;
}

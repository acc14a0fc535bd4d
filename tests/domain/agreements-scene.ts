import { seedCommitteeRule } from '#db/seed/applications.ts';
import { seedCatalogue, seedControllerPeople } from '#db/seed/catalogue.ts';
import { seedClauses } from '#db/seed/clauses.ts';
import { seedRateCards } from '#db/seed/rate-cards.ts';
import { seedPeople, seedService } from '#db/seed/roles.ts';
import { player, type Player } from '#db/seed/stage.ts';
import type { PersonKey } from '#db/seed/people.ts';
import { depression } from '#db/seed/studies/depression.ts';
import { inhaler } from '#db/seed/studies/inhaler.ts';
import type { Study } from '#db/seed/studies/study.ts';
import { openJobs, type Jobs } from '#platform/jobs.server.ts';
import { test as base, type TestDatabase } from '../support/database.ts';
import { smallOffer } from './catalogue-offer.ts';

export const at = Temporal.Instant.from('2026-11-23T10:00:00Z');
export const once = () => crypto.randomUUID();
export const from = { address: '192.0.2.7', userAgent: 'A browser' };

async function seed({ owner, portal }: TestDatabase): Promise<void> {
	await owner.begin(async (tx) => {
		await seedService(tx, at);
		await seedPeople(tx, at);
		await seedCommitteeRule(tx);
		await seedClauses(tx);
	});
	await seedCatalogue(owner, {
		...smallOffer,
		concepts: [
			...smallOffer.concepts,
			{
				id: 255573,
				name: 'Chronic obstructive pulmonary disease',
				domain: 'Condition',
				people: 90
			}
		]
	});
	await seedControllerPeople(owner, at);
	await seedRateCards(portal, at);
}

type Stage = {
	readonly sql: TestDatabase['portal'];
	readonly study: Study;
	readonly at: Temporal.Instant;
};

export type Scene = TestDatabase & {
	readonly as: (key: PersonKey) => Promise<Player>;
	/** Sends as the portal does, inside the transaction. */
	readonly jobs: Jobs;
	/** The academic study of a public body, and the industry study of a company. */
	readonly thames: Stage;
	readonly brightwell: Stage;
	/** Jobs that wait in the queue, as their payloads. */
	readonly queued: () => Promise<unknown[]>;
	/** What all of the ledger's entries sum to. */
	readonly ledgerSum: () => Promise<bigint>;
};

/** A world with terms, prices and people, in which everybody acts as the portal's role. */
export const test = base.extend<{ scene: Scene }>({
	scene: async ({ db }, use) => {
		await seed(db);
		const jobs = await openJobs(db.portalUrl);
		await use({
			...db,
			jobs,
			as: (key) => player(db.portal, key),
			thames: { sql: db.portal, study: depression, at },
			brightwell: { sql: db.portal, study: inhaler, at },
			queued: async () => {
				const rows = await db.owner<{ data: unknown }[]>`
					select data from pgboss.job where name = 'workspace.provision'
				`;
				return rows.map(({ data }) => data);
			},
			ledgerSum: async () => {
				const [row] = await db.owner<{ sum: bigint }[]>`
					select coalesce(sum(amount), 0)::bigint as sum from ledger_entry
				`;
				return row?.sum ?? -1n;
			}
		});
		await jobs.stop();
	}
});

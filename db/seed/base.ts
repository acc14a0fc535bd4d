import { connect, type Sql } from '#platform/db.server.ts';
import { vaultAt } from '#platform/vault.server.ts';
import { seedCommitteeRule } from './applications.ts';
import { seedCatalogue, seedControllerPeople } from './catalogue.ts';
import { seedClauses } from './clauses.ts';
import { seedPolicy } from './policy.ts';
import { seedRateCards } from './rate-cards.ts';
import { seedPeople, seedService } from './roles.ts';

/** Everything that an installation has before its first application; run again, it changes nothing. */
export async function seedBase(
	{ ownerUrl, home }: { ownerUrl: string; home: string },
	portal: Sql,
	at: Temporal.Instant
): Promise<void> {
	const owner = connect(ownerUrl, 2);
	try {
		await owner.begin(async (tx) => {
			await seedService(tx, at);
			await seedPeople(tx, at);
			await seedCommitteeRule(tx);
			await seedClauses(tx);
			await seedPolicy(tx);
		});
		await seedCatalogue(owner, await vaultAt(home).catalogue());
		await seedControllerPeople(owner, at);
	} finally {
		await owner.end();
	}
	await seedRateCards(portal, at);
}

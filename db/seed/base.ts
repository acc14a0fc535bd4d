import { connect, type Sql } from '#platform/db.server.ts';
import { vaultAt } from '#platform/vault.server.ts';
import { firstRule } from './applications.ts';
import { seedCatalogue, seedControllerPeople } from './catalogue.ts';
import { deliverBreaths } from './datasets.ts';
import { seedRecords } from './installation.ts';
import { seedControllerPolicy } from './policy.ts';
import { seedRateCards } from './rate-cards.ts';
import { seedPeople } from './roles.ts';

/** Everything that the demonstration has before its first application; run again, it changes nothing. */
export async function seedBase(
	{ ownerUrl, home }: { ownerUrl: string; home: string },
	portal: Sql,
	at: Temporal.Instant
): Promise<void> {
	const owner = connect(ownerUrl, 2);
	try {
		await owner.begin(async (tx) => {
			await seedRecords(tx, firstRule, at);
			await seedPeople(tx, at);
		});
		await deliverBreaths(home);
		await seedCatalogue(owner, await vaultAt(home).catalogue());
		await seedControllerPeople(owner, at);
	} finally {
		await owner.end();
	}
	await seedRateCards(portal, at);
	await seedControllerPolicy(portal, at);
}

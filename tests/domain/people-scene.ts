import { seedPeople, seedService } from '#db/seed/roles.ts';
import { test as base } from '../support/database.ts';

export const at = Temporal.Instant.from('2026-11-23T10:00:00Z');

/** A database with the demonstration's people and organisations and nothing else. */
export const test = base.extend<{ people: null }>({
	people: [
		async ({ db }, use) => {
			await db.owner.begin(async (tx) => {
				await seedService(tx, at);
				await seedPeople(tx, at);
			});
			await use(null);
		},
		{ auto: true }
	]
});

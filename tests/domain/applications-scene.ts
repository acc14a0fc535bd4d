import { personId } from '#db/seed/people.ts';
import { seedCommitteeRule } from '#db/seed/applications.ts';
import { seedCatalogue, seedControllerPeople } from '#db/seed/catalogue.ts';
import { seedPeople, seedService } from '#db/seed/roles.ts';
import { player, type Player } from '#db/seed/stage.ts';
import type { PersonKey } from '#db/seed/people.ts';
import type { Sql } from '#platform/db.server.ts';
import { test as base, type TestDatabase } from '../support/database.ts';
import { smallOffer } from './catalogue-offer.ts';

export const at = Temporal.Instant.from('2026-11-23T10:00:00Z');

/** The smallest world in which applications live: people, a catalogue, a committee with rules. */
async function stage(owner: Sql): Promise<void> {
	await owner.begin(async (tx) => {
		await seedService(tx, at);
		await seedPeople(tx, at);
		await seedCommitteeRule(tx);
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
			},
			{ id: 316866, name: 'Hypertensive disorder', domain: 'Condition', people: 900 }
		]
	});
	await seedControllerPeople(owner, at);
}

type Scene = TestDatabase & {
	readonly as: (key: PersonKey) => Promise<Player>;
	/** One value of the application as the owner sees it. */
	readonly status: (id: string) => Promise<string>;
	readonly events: (id: string) => Promise<string[]>;
};

export const test = base.extend<{ scene: Scene }>({
	scene: async ({ db }, use) => {
		await stage(db.owner);
		await use({
			...db,
			as: (key) => player(db.portal, key),
			status: async (id) => {
				const [row] = await db.owner<
					{ status: string }[]
				>`select status from application where id = ${id}`;
				return row?.status ?? 'none';
			},
			events: async (id) => {
				const rows = await db.owner<{ action: string }[]>`
					select action from event where subject_kind = 'application' and subject_id = ${id} order by seq
				`;
				return rows.map(({ action }) => action);
			}
		});
	}
});

export { personId };

import { importCatalogue } from '#domain/catalogue/import/store.server.ts';
import { readOffer } from '#domain/catalogue/import/offer.ts';
import type { Sql } from '#platform/db.server.ts';
import { personId } from './people.ts';

/**
 * Brings what the vault offers (`GET /catalogue`: `vaultAt(home).catalogue()`) into Postgres, as the
 * owner: datasets, tables, variables, conditions, controllers and their sign-up. Run again, it ends
 * the same.
 * @throws one sentence when the answer is not a catalogue.
 */
export async function seedCatalogue(owner: Sql, answer: unknown): Promise<void> {
	const offer = readOffer(answer);
	await owner.begin((tx) => importCatalogue(tx, offer));
}

/** The demonstration's controller: Ravi acts for the first practice by code. */
export async function seedControllerPeople(owner: Sql, at: Temporal.Instant): Promise<void> {
	await owner`
		insert into controller_role (controller_code, person_id, role, granted_at)
		select code, ${personId('ravi')}, 'controller-approver', ${at}
		from controller
		where kind = 'gp-practice'
		order by code
		limit 1
		on conflict do nothing
	`;
}

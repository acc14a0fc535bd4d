import type { Event } from '#domain/audit/event.ts';
import type { Tx } from '#platform/db.server.ts';
import { projectReference } from './project.ts';
import * as store from './store.server.ts';

type Making = store.NewProject & {
	/** The number of users that the agreement pays for. */
	readonly seats: number;
	readonly at: Temporal.Instant;
};

export type Made = { readonly id: string; readonly number: bigint; readonly event: Event };

/**
 * Makes the project of an executed agreement, waiting for payment, with the people of the approved
 * application: the lead first, then the others up to the seats that are paid for. Part of the act
 * that executes the agreement, so its event carries that act's name.
 */
export async function makeProject(tx: Tx, { seats, at, ...project }: Making): Promise<Made> {
	const { id, number } = await store.insert(tx, project, at);
	const people = await store.applicants(tx, project.applicationId);
	for (const person of people.slice(0, seats)) await store.addMember(tx, id, person, at);
	return {
		id,
		number,
		event: {
			action: 'agreement.sign-service',
			subject: { kind: 'project', id },
			organisation: project.organisationId,
			detail: {
				to: 'awaiting_payment',
				reference: projectReference(number),
				members: Math.min(people.length, seats),
				withoutSeat: Math.max(people.length - seats, 0)
			},
			at
		}
	};
}

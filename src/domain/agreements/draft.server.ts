import { act, actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { agreementReference } from './agreement.ts';
import { approvalNeeded, standardChoices, type Choices } from './clauses.ts';
import { draftable, mayDraft } from './policy.ts';
import { currentLibrary, libraryOf } from './library/store.server.ts';
import * as store from './store.server.ts';
import { insistSame, sourcesOf, written } from './write.server.ts';

type Drafting = {
	readonly application: string;
	/** The standard terms of the study's tier unless told otherwise. */
	readonly choices?: Choices;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Writes the agreement of an application on its pinned quote, for the partner to see once it is
 * offered. Answers the agreement's id.
 * @throws Problem 403; 404; 409 without a price that holds, or when choices cross a floor.
 */
export const draft = (db: Bound, who: Actor, order: Drafting): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const { application, at } = order;
		const row = await store.lockSources(tx, application);
		insist(mayDraft(who, row.organisationId));
		if (!draftable.includes(row.status))
			throw new Problem(
				409,
				'An agreement is written for an application that is under review or approved.'
			);
		if ((await store.ofApplication(tx, application)) !== null)
			throw new Problem(409, 'This application has an agreement already.');
		const library = await currentLibrary(tx, londonDay(at));
		const sources = await sourcesOf(tx, row, at);
		const choices = order.choices ?? standardChoices(row.tier, library);
		const number = await store.nextNumber(tx);
		const words = written(sources, { number, version: 1, choices, at }, library);
		const id = await store.insert(
			tx,
			{
				number,
				applicationId: application,
				organisationId: row.organisationId,
				quoteId: sources.quoteId,
				libraryVersion: library.version,
				choices,
				...words
			},
			at
		);
		return {
			result: id,
			event: {
				action: 'agreement.draft',
				subject: { kind: 'agreement', id },
				organisation: row.organisationId,
				detail: {
					to: 'drafting',
					reference: agreementReference(number, 1),
					approval: approvalNeeded(choices, row.tier, library)
				},
				at
			}
		};
	});

type Choosing = {
	readonly id: string;
	readonly choices: Choices;
	/** The hash of the draft that the form was shown with. */
	readonly sha256: string;
	readonly at: Temporal.Instant;
};

/** Settles the clauses of a draft otherwise. @throws Problem 403, 404; 409 for a stale or offered one. */
export const choose = (db: Bound, who: Actor, order: Choosing): Promise<void> =>
	act(db, who, async (tx) => {
		const { id, choices, at } = order;
		const agreement = await store.lock(tx, id);
		insist(mayDraft(who, agreement.organisationId));
		if (agreement.status !== 'drafting')
			throw new Problem(409, 'This agreement was offered, so its words are fixed.');
		insistSame(order.sha256, agreement);
		const library = await libraryOf(tx, agreement.libraryVersion);
		const row = await store.lockSources(tx, agreement.applicationId);
		const sources = await sourcesOf(tx, row, at);
		const { number, version } = agreement;
		const words = written(sources, { number, version, choices, at }, library);
		await store.setText(tx, id, { choices, ...words });
		return {
			result: undefined,
			event: {
				action: 'agreement.draft',
				subject: { kind: 'agreement', id },
				organisation: agreement.organisationId,
				detail: { approval: approvalNeeded(choices, agreement.tier, library) },
				at
			}
		};
	});

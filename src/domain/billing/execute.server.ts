import { signForService, type Signing } from '#domain/agreements/sign.server.ts';
import { period } from '#domain/agreements/facts.ts';
import { find as findApplication } from '#domain/applications/store.server.ts';
import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { SealedQuote } from '#domain/pricing/quote.ts';
import { quoteById } from '#domain/pricing/store.server.ts';
import { makeProject } from '#domain/projects/make.server.ts';
import type { Bound } from '#platform/db.server.ts';
import { raiseInvoice } from './raise.server.ts';

/**
 * Signs for the service. In the same act the agreement is executed, the project is made with its
 * people, and whoever is no public body is sent an invoice; a public body supplies a purchase order
 * instead and pays nothing before it starts. Answers the project's id.
 * @throws Problem as `signForService`; nothing is made then.
 */
export const execute = (db: Bound, who: Actor, order: Signing): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const { at } = order;
		const { agreement, event } = await signForService(tx, who, order);
		const { applicationId, organisationId, quoteId, title } = agreement;
		const quote = await quoteById(tx, quoteId);
		if (!quote) throw new Error('The quote of an agreement is missing.');
		const answer = quote.answer as unknown as SealedQuote;
		const { answers } = await findApplication(tx, applicationId);
		const { startsOn, endsOn } = period(answers, answer);
		const project = await makeProject(tx, {
			applicationId,
			agreementId: agreement.id,
			organisationId,
			title,
			startsOn,
			endsOn,
			seats: answer.request.users,
			at
		});
		const made = [event, project.event];
		if (!agreement.publicBody) {
			const invoice = await raiseInvoice(tx, {
				projectId: project.id,
				organisationId,
				agreementId: agreement.id,
				quoteId,
				poNumber: '',
				at
			});
			made.push(invoice.event);
		}
		return { result: project.id, event: made };
	});

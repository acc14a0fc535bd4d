import { holds, organisationsOf, type Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { refused, type Verdict } from '#platform/problems.ts';

type Theirs = { readonly organisationId: string };

/** Whether the actor gives the purchase order of a project: signatory or finance contact of its organisation. */
export const maySupplyOrder = (actor: Actor, { organisationId }: Theirs): Verdict =>
	may(actor, 'project.supply-po', organisationId);

const asFinance = (
	actor: Actor,
	action: 'project.accept-po' | 'invoice.record-payment',
	{ organisationId }: Theirs
): Verdict =>
	organisationsOf(actor).includes(organisationId)
		? refused('You belong to the organisation that pays: somebody else does this.')
		: may(actor, action);

/** Whether the actor accepts purchase orders for the service. */
export const mayTakeOrder = (actor: Actor, project: Theirs): Verdict =>
	asFinance(actor, 'project.accept-po', project);

/** Whether the actor records what the bank received. */
export const mayRecordPayment = (actor: Actor, invoice: Theirs): Verdict =>
	asFinance(actor, 'invoice.record-payment', invoice);

/** Whether the actor reads bills at all: their organisation's, or the service's. */
export const mayReadBills = (actor: Actor): Verdict =>
	holds(actor, ['finance-contact', 'signatory', 'finance-officer', 'auditor'])
		? { allowed: true }
		: refused(
				'Only a finance contact, a signatory, the finance officer or the auditor sees bills.'
			);

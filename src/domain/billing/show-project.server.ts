import { agreementReference } from '#domain/agreements/agreement.ts';
import { timeline } from '#domain/audit/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import * as extra from '#domain/projects/list/store.server.ts';
import { mayAcceptTerms, mayLeave, mayManage, seesScience } from '#domain/projects/policy.ts';
import { projectReference } from '#domain/projects/project.ts';
import * as projects from '#domain/projects/store.server.ts';
import { happenings } from '#domain/projects/words.ts';
import type { Tx } from '#platform/db.server.ts';
import { pounds } from '#platform/money.ts';
import { plural } from '#platform/time.ts';
import { invoices } from './list/store.server.ts';
import { maySupplyOrder } from './policy.ts';
import * as store from './store.server.ts';
import { invoiceView, waitingFor } from './view.ts';

/**
 * Everything the page of a project shows this reader. A finance contact is given reference, dates
 * and money: no title, people, data or outputs. @throws Problem 404.
 */
export async function showProject(tx: Tx, actor: Actor, id: string, today: Temporal.PlainDate) {
	const project = await projects.find(tx, id);
	const members = await projects.members(tx, id);
	const customer = await store.customerOf(tx, id);
	const order = await store.orderOf(tx, id);
	const bills = await invoices(tx, { project: id, page: 1 });
	const workspace = await extra.workspaceOf(tx, id);
	const events = await timeline(tx, 'project', id);
	const science = seesScience(actor, project, members);
	const manages = mayManage(actor, 'project.add-member', project).allowed;
	const seats = manages ? await projects.seats(tx, id) : 0;
	const terms = mayAcceptTerms(actor, project, members).allowed;
	const supplies =
		project.status === 'awaiting_payment' &&
		customer.publicBody &&
		maySupplyOrder(actor, project).allowed;
	return {
		id,
		reference: projectReference(project.number),
		status: project.status,
		organisation: customer.organisation,
		startsOn: project.startsOn.toString(),
		endsOn: project.endsOn.toString(),
		study: science
			? {
					title: project.title,
					applicationId: project.applicationId,
					agreementId: project.agreementId,
					datasets: await extra.datasetsOf(tx, project.applicationId),
					workspace,
					members: members.map((one) => ({
						id: one.personId,
						name: one.name ?? 'A member',
						role: one.role === 'lead' ? 'Lead' : 'Researcher',
						terms: one.termsAcceptedAt?.toString() ?? null,
						removable: manages && mayLeave(one).allowed
					}))
				}
			: null,
		agreement: agreementReference(customer.agreementNumber, customer.agreementVersion),
		money: {
			net: pounds(customer.net),
			gross: pounds(customer.net + customer.vat),
			netTyped: pounds(customer.net).replace('£', ''),
			order: order && {
				number: order.number,
				amount: pounds(order.amount),
				accepted: order.acceptedAt !== null
			},
			invoices: bills.map((bill) => invoiceView(bill, today))
		},
		member: members.some(({ personId }) => personId === actor.id),
		can: {
			acceptTerms: terms,
			supply: supplies,
			manage: manages && science,
			add: manages ? await projects.addable(tx, id) : [],
			seats: manages ? `${String(members.length)} of ${plural(seats, 'seat')} taken` : ''
		},
		waiting: waitingFor({
			status: project.status,
			since: project.statusSince,
			customer,
			order,
			invoice: bills[0]?.number ?? null,
			gate: workspace?.status === 'gate',
			mine: { terms, supply: supplies && order === null }
		}),
		timeline: events.map(({ at, who, action }) => ({
			at: at.toString(),
			who: who ?? 'The service',
			what: happenings[action] ?? action
		}))
	};
}

import { timeline } from '#domain/audit/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Tx } from '#platform/db.server.ts';
import { pounds } from '#platform/money.ts';
import type { Verdict } from '#platform/problems.ts';
import { agreementReference, moves, type MoveName } from './agreement.ts';
import { approvalNeeded } from './clauses.ts';
import { host } from './host.ts';
import { mayAccept, mayDraft, mayOffer, maySignAsPartner, maySignForService } from './policy.ts';
import { libraryOf } from './library/store.server.ts';
import * as store from './store.server.ts';
import { bar, clausesView } from './view.ts';
import { ball, happenings } from './words.ts';

/** Everything the page of an agreement shows this reader. @throws Problem 404. */
export async function show(tx: Tx, actor: Actor, id: string) {
	const agreement = await store.find(tx, id);
	const library = await libraryOf(tx, agreement.libraryVersion);
	const signed = await store.signatures(tx, id);
	const events = await timeline(tx, 'agreement', id);
	const { choices, tier, status, organisation, organisationId } = agreement;
	const can = verdicts(actor, agreement, approvalNeeded(choices, tier, library));
	const mine = can.offer.now || can.accept.now || can.signPartner.now || can.signService.now;
	const waiting = ball(
		status,
		mine ? null : organisation,
		agreement.applicationStatus === 'approved'
	);
	return {
		id,
		reference: agreementReference(agreement.number, agreement.version),
		study: agreement.title,
		application: { id: agreement.applicationId, number: String(agreement.applicationNumber) },
		status,
		organisationId,
		partner: organisation,
		host: host.name,
		bar: bar(choices, tier, library),
		clauses: clausesView(choices, tier, library),
		text: agreement.text,
		sha256: agreement.sha256,
		net: pounds(agreement.net),
		gross: pounds(agreement.net + agreement.vat),
		can,
		waiting: waiting && {
			for: waiting,
			since: agreement.statusSince.toString(),
			you: mine
		},
		signatures: signed.map(({ at, ...one }) => ({ ...one, at: at.toString() })),
		timeline: events.map(({ at, who, action }) => ({
			at: at.toString(),
			who: who ?? 'The service',
			what: happenings[action] ?? action
		}))
	};
}

type Can = { readonly now: boolean; readonly because: string | null };

/** For each move: whether the reader makes it now; `because` when only a rule about them stands in the way. */
function verdicts(
	actor: Actor,
	agreement: store.Agreement,
	needed: ReturnType<typeof approvalNeeded>
) {
	const { organisationId, status, net, vat, applicationStatus } = agreement;
	const can = (name: MoveName, verdict: Verdict): Can => {
		const inTurn = (moves[name].from as readonly string[]).includes(status);
		return {
			now: inTurn && verdict.allowed,
			because: inTurn && !verdict.allowed ? verdict.because : null
		};
	};
	const service = can('agreement.sign-service', maySignForService(actor, agreement, net + vat));
	return {
		choose: {
			now: status === 'drafting' && mayDraft(actor, organisationId).allowed,
			because: null
		},
		offer: can('agreement.offer', mayOffer(actor, organisationId, needed)),
		accept: can('agreement.accept', mayAccept(actor, agreement)),
		signPartner: can('agreement.sign-partner', maySignAsPartner(actor, agreement)),
		signService: { ...service, now: service.now && applicationStatus === 'approved' }
	};
}

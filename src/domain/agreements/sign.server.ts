import { actOnce } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { agreementReference, bindsBoth, moved, type Signature } from './agreement.ts';
import { host } from './host.ts';
import { isOwnName, maySignAsPartner, maySignForService } from './policy.ts';
import * as store from './store.server.ts';
import { insistSame } from './write.server.ts';

export type Signing = {
	readonly id: string;
	/** The hash of the text that was on screen: what the signature binds. */
	readonly sha256: string;
	readonly name: string;
	readonly address: string;
	readonly userAgent: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/** What a signer states with the tick; it stands on the page of evidence. */
export const authorityOf = (body: string): string => `I am authorised to sign for ${body}.`;

type Order = Omit<Signing, 'once'>;

async function put(
	tx: Tx,
	who: Actor,
	{ id, sha256, name, address, userAgent, at }: Order,
	party: Signature['party'],
	body: string
): Promise<void> {
	if (!isOwnName(name, who))
		throw new Problem(
			409,
			`Type your name as your account has it, ${who.name}: the signature is yours and nobody else’s.`
		);
	await store.addSignature(tx, id, who.id, {
		party,
		typedName: name.trim(),
		authority: authorityOf(body),
		sha256,
		level: who.level,
		address,
		userAgent: userAgent.slice(0, 400),
		at
	});
}

const signed = (
	agreement: store.Agreement,
	action: Event['action'],
	to: string,
	at: Temporal.Instant
): Event => ({
	action,
	subject: { kind: 'agreement', id: agreement.id },
	organisation: agreement.organisationId,
	detail: {
		from: agreement.status,
		to,
		reference: agreementReference(agreement.number, agreement.version),
		sha256: agreement.sha256
	},
	at
});

/**
 * Signs for the partner what was accepted. @throws Problem 403 for the wrong person or level; 404;
 * 409 for a text that is not the one shown, a name that is not the signer's, or a wrong stage.
 */
export const signAsPartner = (db: Bound, who: Actor, order: Signing): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const agreement = await store.lock(tx, order.id);
		insist(maySignAsPartner(who, agreement));
		const status = moved(agreement.status, 'agreement.sign-partner');
		insistSame(order.sha256, agreement);
		await put(tx, who, order, 'partner', agreement.organisation);
		await store.setStatus(tx, order.id, status, order.at);
		return {
			result: order.id,
			event: signed(agreement, 'agreement.sign-partner', status, order.at)
		};
	});

/**
 * The service's signature, which executes the agreement; part of the act that makes the project and
 * its invoice (billing/execute.server.ts). Answers the agreement as it was and the event.
 * @throws Problem as `signAsPartner`; 409 as well while the study is not approved.
 */
export async function signForService(
	tx: Tx,
	who: Actor,
	order: Order
): Promise<{ agreement: store.Agreement; event: Event }> {
	const agreement = await store.lock(tx, order.id);
	insist(maySignForService(who, agreement, agreement.net + agreement.vat));
	const status = moved(agreement.status, 'agreement.sign-service');
	insistSame(order.sha256, agreement);
	if (agreement.applicationStatus !== 'approved')
		throw new Problem(409, 'The study is not approved, so this agreement cannot take effect yet.');
	await put(tx, who, order, 'service', host.name);
	if (!bindsBoth(agreement.sha256, await store.signatures(tx, order.id)))
		throw new Problem(409, 'The partner signed another text. Their signature does not count.');
	await store.setStatus(tx, order.id, status, order.at);
	return { agreement, event: signed(agreement, 'agreement.sign-service', status, order.at) };
}

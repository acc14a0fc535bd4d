import type { Status as ApplicationStatus } from '#domain/applications/application.ts';
import { holds, organisationsOf, type Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { roleName } from '#domain/people/roles.ts';
import type { Tier } from '#domain/pricing/tier.ts';
import { pounds, type Pence } from '#platform/money.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import type { Approval } from './clause.ts';
import { host } from './host.ts';

/** What the rules below need to know of an agreement. */
export type Contracted = {
	readonly organisationId: string;
	readonly leadId: string;
	readonly tier: Tier;
};

/** An agreement can be prepared while a study is looked at; it is signed by the service once approved. */
export const draftable: readonly ApplicationStatus[] = [
	'submitted',
	'in_review',
	'conditional',
	'approved_pending',
	'approved'
];

const ofPartner = (actor: Actor, organisation: string): boolean =>
	organisationsOf(actor).includes(organisation);

/** Whether the actor writes agreements for the service with this organisation. */
export function mayDraft(actor: Actor, organisation: string): Verdict {
	if (ofPartner(actor, organisation))
		return refused('You belong to the organisation that contracts: somebody else does this.');
	return may(actor, 'agreement.draft');
}

/** Whether the actor may offer terms that need this approval; null for the standard terms. */
export function mayOffer(actor: Actor, organisation: string, needed: Approval | null): Verdict {
	if (ofPartner(actor, organisation))
		return refused('You belong to the organisation that contracts: somebody else does this.');
	const role = may(actor, 'agreement.offer');
	if (!role.allowed) return role;
	return needed === 'commercial-director' && !holds(actor, ['commercial-director'])
		? refused(
				`These terms depart from the standard, so the ${roleName('commercial-director')} has to offer them.`
			)
		: allowed;
}

export const mayAccept = (actor: Actor, { organisationId }: Contracted): Verdict =>
	may(actor, 'agreement.accept', organisationId);

const withSecondFactor = ({ level }: Actor): Verdict =>
	level === 'password'
		? refused('Signing needs a second factor. Sign in with one, then sign the agreement.')
		: allowed;

/** Whether the actor signs for the partner: its signatory, and never the lead of a commercial study. */
export function maySignAsPartner(
	actor: Actor,
	{ organisationId, leadId, tier }: Contracted
): Verdict {
	const role = may(actor, 'agreement.sign-partner', organisationId);
	if (!role.allowed) return role;
	if (leadId === actor.id && (tier === 'commercial' || tier === 'sme'))
		return refused(
			'You lead this commercial study, so another signatory of your organisation has to sign.'
		);
	return withSecondFactor(actor);
}

/** Whether the actor signs for the service; `gross` is the total with VAT that the host binds itself to. */
export function maySignForService(
	actor: Actor,
	{ organisationId }: Contracted,
	gross: Pence
): Verdict {
	if (ofPartner(actor, organisationId))
		return refused('You belong to the partner: somebody else signs for the service.');
	const role = may(actor, 'agreement.sign-service');
	if (!role.allowed) return role;
	const limits = host.signatories
		.filter((one) => holds(actor, [one.role]))
		.map(({ limit }) => limit);
	if (!limits.some((limit) => gross <= limit))
		return refused(
			`This agreement is for ${pounds(gross)}, which is more than you may sign for the host.`
		);
	return withSecondFactor(actor);
}

const plainName = (name: string): string =>
	name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();

/** Whether what was typed is the signer's own name; spaces and capitals do not matter. */
export const isOwnName = (typed: string, { name }: Actor): boolean =>
	plainName(typed) === plainName(name);

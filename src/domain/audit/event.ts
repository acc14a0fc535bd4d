import type { Action } from '#domain/people/permissions.ts';
import { canonical, type Json } from '#platform/canonical.ts';

/** What a use-case hands to `act`: what happened, to what, and why. */
export type Event = {
	readonly action: Action;
	readonly subject: { readonly kind: SubjectKind; readonly id: string };
	/** Whose business it is, when it is one organisation's. */
	readonly organisation?: string | null;
	/** Names of states and reasons, never secrets, rows or confidential parameters. Money as strings. */
	readonly detail?: Readonly<Record<string, Json>>;
	readonly at: Temporal.Instant;
};

export const subjectKinds = [
	'person',
	'organisation',
	'feasibility',
	'quote',
	'application',
	'agreement',
	'project',
	'invoice',
	'workspace',
	'output',
	'publication',
	'dataset',
	'code-list',
	'regular',
	'rate-card',
	'policy',
	'job'
] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export type Audience = 'public' | 'organisation' | 'service';

/** Events that stay inside the service; everything else its organisation's people may see. */
const withinService: readonly Action[] = [
	'committee.declare',
	'committee.vote',
	'review.record',
	'output.compare',
	'output.claim',
	'output.unclaim',
	'output.escalate',
	'output.advise',
	'output.vote',
	'person.declare-tie',
	'person.end-tie',
	'regular.vote',
	'gate.approve',
	'gate.sign',
	'job.retry',
	'rate-card.draft',
	'dataset.register',
	'dataset.reread',
	'dataset.confirm',
	'dataset.propose',
	'dataset.return',
	'dataset.discard',
	'policy.draft',
	'policy.approve',
	'policy.discard',
	'policy.retire',
	'person.add'
];

/** Events that anybody may see on the public pages. */
const toEverybody: readonly Action[] = [
	'dataset.publish',
	'application.controllers-clear',
	'agreement.sign-service',
	'output.release',
	'output.revoke',
	'publication.approve',
	'output.sign',
	'regular.release',
	'rate-card.approve'
];

/** The one table of who an event is for. */
export const audience = (action: Action): Audience =>
	toEverybody.includes(action)
		? 'public'
		: withinService.includes(action)
			? 'service'
			: 'organisation';

export type Link = { readonly seq: bigint; readonly hash: string };

/** The canonical JSON that an event's hash is taken of; the previous hash binds it to its place. */
export const body = (event: Event, actorId: string, seq: bigint, previousHash: string): string =>
	canonical({
		seq: String(seq),
		at: event.at.toString(),
		actor: actorId,
		action: event.action,
		subject: `${event.subject.kind}:${event.subject.id}`,
		organisation: event.organisation ?? null,
		detail: event.detail ?? {},
		previous: previousHash
	});

import type { Purpose } from '#domain/catalogue/cohort.ts';
import type { Action } from '#domain/people/permissions.ts';
import type { Tier } from '#domain/pricing/tier.ts';
import { Problem } from '#platform/problems.ts';
import type { Answers } from './answers.ts';

export const statuses = [
	'draft',
	'submitted',
	'returned',
	'in_review',
	'approved_pending',
	'conditional',
	'rejected',
	'approved',
	'withdrawn',
	'expired',
	'lapsed'
] as const;
export type Status = (typeof statuses)[number];

export type Application = {
	readonly id: string;
	readonly number: bigint;
	readonly organisationId: string;
	readonly leadId: string;
	readonly quoteId: string | null;
	readonly feasibilityId: string | null;
	readonly tier: Tier;
	readonly purpose: Purpose;
	readonly formVersion: number;
	readonly status: Status;
	readonly title: string;
	readonly answers: Answers;
	/** Every save is a version; a form that was shown an older one is refused. */
	readonly version: number;
	/** How many times it came to review. Votes and decisions belong to their round. */
	readonly round: number;
	readonly returnedSections: readonly string[];
	readonly returnReason: string;
	readonly returnedVersion: number | null;
	readonly submittedAt: Temporal.Instant | null;
	readonly decidedAt: Temporal.Instant | null;
	readonly approvedAt: Temporal.Instant | null;
	/** When its refusal was appealed against, which can be once. */
	readonly appealedAt: Temporal.Instant | null;
	/** The last day on which a controller may object; null without such a period. */
	readonly objectionsUntil: Temporal.PlainDate | null;
	readonly statusSince: Temporal.Instant;
};

export type Move = { readonly from: readonly Status[]; readonly to: readonly Status[] };

/** Every way an application can change status. What is not here cannot happen. */
export const moves = {
	'application.submit': { from: ['draft', 'returned'], to: ['submitted'] },
	'application.accept': { from: ['submitted'], to: ['in_review'] },
	'application.return': { from: ['submitted', 'in_review'], to: ['returned'] },
	'application.close-vote': {
		from: ['in_review'],
		to: ['approved_pending', 'conditional', 'rejected']
	},
	'application.meet-conditions': { from: ['conditional'], to: ['conditional', 'approved_pending'] },
	'application.controllers-clear': { from: ['approved_pending'], to: ['approved'] },
	'application.dismiss-objection': { from: ['approved_pending'], to: ['approved_pending'] },
	'application.uphold-objection': {
		from: ['approved_pending'],
		to: ['approved_pending', 'in_review']
	},
	'application.appeal': { from: ['rejected'], to: ['in_review'] },
	'application.withdraw': {
		from: ['draft', 'submitted', 'returned', 'in_review', 'approved_pending', 'conditional'],
		to: ['withdrawn']
	},
	'application.expire': { from: ['draft', 'returned'], to: ['expired'] },
	'application.lapse': { from: ['approved'], to: ['lapsed'] }
} as const satisfies Partial<Record<Action, Move>>;

export type MoveName = keyof typeof moves;

/** Where a draft can be written in; everything else is read only. */
export const editable: readonly Status[] = moves['application.submit'].from;

export const canMove = (status: Status, name: MoveName): boolean => {
	const move: Move = moves[name];
	return move.from.includes(status);
};

/** @throws Problem 409 when the application is not where the move starts. */
export function insistStage(status: Status, name: MoveName): void {
	if (!canMove(status, name)) throw new Problem(409, tooLate[status]);
}

/**
 * The status after a move; `to` chooses where a move has several ends.
 * @throws Problem 409 when the application is not where the move starts.
 */
export function moved(status: Status, name: MoveName, to?: Status): Status {
	insistStage(status, name);
	const move: Move = moves[name];
	const end = to ?? (move.to.length === 1 ? move.to[0] : undefined);
	if (end === undefined || !move.to.includes(end))
		throw new Error(`${name} does not lead to ${String(to)}.`);
	return end;
}

/** Said to somebody whose page was older than the application. */
const tooLate = {
	draft: 'This application is still a draft. Load the page again to see it.',
	submitted: 'This application has been sent. Load the page again to see where it stands.',
	returned: 'This application is with its applicant again. Load the page again to see why.',
	in_review: 'This application is in review. Load the page again to see where it stands.',
	approved_pending: 'This application has been decided. Load the page again to see the decision.',
	conditional: 'This application has been decided. Load the page again to see the decision.',
	rejected: 'This application has been decided. Load the page again to see the decision.',
	approved: 'This application has been approved. Load the page again to see the decision.',
	withdrawn: 'This application was withdrawn. Nothing more can be done with it.',
	expired: 'This application expired because it was not sent in time. Start a new one.',
	lapsed: 'This approval lapsed because the agreement was not signed in time.'
} as const satisfies Record<Status, string>;

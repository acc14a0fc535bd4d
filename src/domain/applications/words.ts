import type { Status } from './application.ts';
import { streamNames, type StreamKind } from './streams.ts';

type Tone = 'draft' | 'progress' | 'waiting' | 'good' | 'bad' | 'closed';

/** The stage as everybody may know it: applicants see these words and no reviewer's opinion. */
export const stages = {
	draft: { text: 'Draft', tone: 'draft' },
	submitted: { text: 'Being checked', tone: 'progress' },
	returned: { text: 'Returned to the applicant', tone: 'waiting' },
	in_review: { text: 'In review', tone: 'progress' },
	approved_pending: { text: 'Approved, with the controllers', tone: 'progress' },
	conditional: { text: 'Approved with conditions', tone: 'waiting' },
	rejected: { text: 'Not approved', tone: 'bad' },
	approved: { text: 'Approved', tone: 'good' },
	withdrawn: { text: 'Withdrawn', tone: 'closed' },
	expired: { text: 'Expired', tone: 'closed' },
	lapsed: { text: 'Lapsed', tone: 'closed' }
} as const satisfies Record<Status, { text: string; tone: Tone }>;

/**
 * Who has the ball, in words that follow "Waiting for"; null when nobody has. `open` are the
 * mandatory streams that are not done, as far as the reader may know them.
 */
export function ball(status: Status, open: readonly StreamKind[]): string | null {
	switch (status) {
		case 'draft':
		case 'returned':
			return 'the applicant';
		case 'submitted':
			return 'the access manager';
		case 'in_review':
			return inReview(open);
		case 'approved_pending':
			return 'the data controllers';
		case 'conditional':
			return 'evidence that the conditions are met';
		case 'approved':
			return 'the agreement';
		default:
			return null;
	}
}

function inReview(open: readonly StreamKind[]): string {
	if (open.length === 0) return 'the reviewers and the committee';
	const before = open.filter((kind) => kind !== 'committee' && kind !== 'controllers');
	if (before.length === 0) return 'the committee';
	const names = before.map((kind) => streamNames[kind].toLowerCase());
	return names.length === 1
		? `the ${names[0] ?? ''}`
		: `the ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** What a timeline says of an application's events. */
export const happenings: Readonly<Record<string, string>> = {
	'application.start': 'Started',
	'application.save': 'Saved',
	'application.submit': 'Sent for review',
	'application.accept': 'Accepted for review',
	'application.return': 'Returned with reasons',
	'review.record': 'Review recorded',
	'committee.declare': 'Interest declared',
	'committee.vote': 'Vote cast',
	'application.close-vote': 'Decided by the committee',
	'application.meet-conditions': 'Evidence for the conditions confirmed',
	'controller.object': 'A data controller objected',
	'application.dismiss-objection': 'Objection answered: not upheld',
	'application.uphold-objection': 'Objection answered: upheld',
	'application.controllers-clear': 'Approved: the controllers’ period is over',
	'application.appeal': 'Appealed against: in review again',
	'application.withdraw': 'Withdrawn',
	'application.expire': 'Expired',
	'application.lapse': 'Lapsed'
};

export const outcomes = {
	approved_pending: 'Approved',
	conditional: 'Approved with conditions',
	rejected: 'Not approved'
} as const;

import { Problem } from '#platform/problems.ts';

export const statuses = ['draft', 'submitted', 'approved', 'returned', 'withdrawn'] as const;
export type Status = (typeof statuses)[number];

/** As people read it. */
export const statusNames = {
	draft: 'a draft',
	submitted: 'being reviewed',
	approved: 'approved',
	returned: 'sent back',
	withdrawn: 'withdrawn'
} as const satisfies Record<Status, string>;

export const tags = {
	draft: { text: 'Draft', tone: 'draft' },
	submitted: { text: 'Being reviewed', tone: 'progress' },
	approved: { text: 'Approved for publication', tone: 'good' },
	returned: { text: 'Sent back', tone: 'waiting' },
	withdrawn: { text: 'Withdrawn', tone: 'closed' }
} as const satisfies Record<Status, { text: string; tone: string }>;

type Move = { readonly from: readonly Status[]; readonly to: Status };

/** Every way a publication can change status. One reviewer decides: nothing new leaves by it. */
export const moves = {
	'publication.submit': { from: ['draft', 'returned'], to: 'submitted' },
	'publication.approve': { from: ['submitted'], to: 'approved' },
	'publication.return': { from: ['submitted'], to: 'returned' },
	'publication.withdraw': { from: ['draft', 'submitted', 'returned'], to: 'withdrawn' }
} as const satisfies Record<string, Move>;
export type MoveName = keyof typeof moves;

/** The state after a move. @throws Problem 409 when the table has no such move. */
export function moved(status: Status, name: MoveName): Status {
	const move: Move = moves[name];
	if (!move.from.includes(status))
		throw new Problem(409, `This publication is ${statusNames[status]}.`);
	return move.to;
}

/** Its authors have it. */
export const changeable = (status: Status): boolean => status === 'draft' || status === 'returned';

export type Publication = {
	readonly id: string;
	readonly number: bigint;
	readonly projectId: string;
	readonly projectTitle: string;
	readonly organisationId: string;
	readonly applicationId: string;
	readonly status: Status;
	readonly title: string;
	readonly journal: string;
	readonly plannedOn: Temporal.PlainDate;
	readonly version: number;
	readonly turn: number;
	readonly reason: string;
	readonly approvedAt: Temporal.Instant | null;
	readonly statusSince: Temporal.Instant;
};

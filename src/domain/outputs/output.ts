import { Problem } from '#platform/problems.ts';

export const statuses = [
	'draft',
	'submitted',
	'checking',
	'changes_requested',
	'approved',
	'released',
	'rejected',
	'withdrawn',
	'revoked'
] as const;
export type Status = (typeof statuses)[number];

/** As people read it. */
export const statusNames = {
	draft: 'a draft',
	submitted: 'submitted',
	checking: 'being checked',
	changes_requested: 'back for changes',
	approved: 'approved',
	released: 'released',
	rejected: 'rejected',
	withdrawn: 'withdrawn',
	revoked: 'revoked'
} as const satisfies Record<Status, string>;

type Move = { readonly from: readonly Status[]; readonly to: Status };

/**
 * Every way an output request can change status (domain.md, settled.md 12). Votes are rows; the
 * request moves when they decide, in the act of the last vote. Two approvals approve and release in
 * one act, so nothing rests in `approved`.
 */
export const moves = {
	'output.submit': { from: ['draft', 'changes_requested'], to: 'submitted' },
	'output.vote': { from: ['submitted', 'checking'], to: 'checking' },
	'output.release': { from: ['checking'], to: 'released' },
	/** Under the standing approval of a regular release (decision 0024). */
	'regular.release': { from: ['submitted'], to: 'released' },
	'output.return': { from: ['checking'], to: 'changes_requested' },
	'output.reject': { from: ['checking'], to: 'rejected' },
	'output.withdraw': {
		from: ['draft', 'submitted', 'checking', 'changes_requested'],
		to: 'withdrawn'
	},
	'output.revoke': { from: ['released'], to: 'revoked' }
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

/** The state after a move. @throws Problem 409 when the table has no such move. */
export function moved(status: Status, name: MoveName): Status {
	const move: Move = moves[name];
	if (!move.from.includes(status))
		throw new Problem(409, `This output request is ${statusNames[status]}.`);
	return move.to;
}

/** Only these change: what lies with checkers is left alone until they have answered. */
export const changeable = (status: Status): boolean =>
	status === 'draft' || status === 'changes_requested';

/** @throws Problem 409 for a request that lies with the checkers or is finished. */
export function insistChangeable(status: Status): void {
	if (!changeable(status))
		throw new Problem(
			409,
			`This output request is ${statusNames[status]}, so it cannot be changed.`
		);
}

/** Whether the checkers have the ball. */
export const withCheckers = (status: Status): boolean =>
	status === 'submitted' || status === 'checking';

export type Request = {
	readonly id: string;
	readonly number: bigint;
	readonly projectId: string;
	readonly projectNumber: bigint;
	readonly projectTitle: string;
	readonly organisationId: string;
	readonly workspaceId: string;
	readonly applicationId: string;
	readonly createdBy: string;
	readonly status: Status;
	readonly title: string;
	readonly purpose: string;
	readonly description: string;
	readonly turn: number;
	readonly version: number;
	readonly policyVersion: number;
	readonly publicReason: string;
	readonly submittedAt: Temporal.Instant | null;
	readonly releasedAt: Temporal.Instant | null;
	/** Since when it waits for the information governance lead; null when it does not. */
	readonly escalatedAt: Temporal.Instant | null;
	readonly statusSince: Temporal.Instant;
};

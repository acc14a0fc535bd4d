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

type Move = { readonly from: readonly Status[]; readonly to: readonly Status[] };

/**
 * Every way an output request can change status (domain.md, settled.md 12). Votes are rows; the
 * request moves when both are in, and two approvals approve and release in one act.
 */
export const moves = {
	'output.submit': { from: ['draft', 'changes_requested'], to: ['submitted'] },
	'output.claim': { from: ['submitted'], to: ['checking'] },
	'output.vote': {
		from: ['submitted', 'checking'],
		to: ['checking', 'released', 'changes_requested', 'rejected']
	},
	'output.withdraw': {
		from: ['draft', 'submitted', 'checking', 'changes_requested'],
		to: ['withdrawn']
	},
	'output.revoke': { from: ['released'], to: ['revoked'] }
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

/** The state after a move. @throws Problem 409 when the table has no such move. */
export function moved(status: Status, name: MoveName, to?: Status): Status {
	const move: Move = moves[name];
	const [only] = move.to;
	const wanted = to ?? only;
	if (!move.from.includes(status) || wanted === undefined || !move.to.includes(wanted))
		throw new Problem(409, `This output request is ${statusNames[status]}.`);
	return wanted;
}

/** Only these change: what lies with checkers is left alone until they have answered. */
export const changeable = (status: Status): boolean =>
	status === 'draft' || status === 'changes_requested';

import { Problem } from '#platform/problems.ts';

export const statuses = ['provisioning', 'gate', 'open', 'closed'] as const;
export type Status = (typeof statuses)[number];

/** As people read it. */
export const statusNames = {
	provisioning: 'being provisioned',
	gate: 'waiting at the gate',
	open: 'open',
	closed: 'closed'
} as const satisfies Record<Status, string>;

type Move = { readonly from: readonly Status[]; readonly to: Status };

/**
 * Every way a workspace can change status. `workspace.step` is the vault sealing the extract; the
 * gate opens with the second of two approvals, and only over a report whose checks all passed.
 */
export const moves = {
	'workspace.step': { from: ['provisioning'], to: 'gate' },
	'gate.approve': { from: ['gate'], to: 'open' },
	'workspace.retry': { from: ['provisioning', 'gate'], to: 'provisioning' },
	'workspace.close': { from: ['open'], to: 'closed' }
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

export function moved(status: Status, name: MoveName): Status {
	const move: Move = moves[name];
	if (!move.from.includes(status))
		throw new Problem(409, `This workspace is ${statusNames[status]}.`);
	return move.to;
}

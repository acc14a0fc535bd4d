import { Problem } from '#platform/problems.ts';

export const statuses = [
	'provisioning',
	'gate',
	'open',
	'read_only',
	'suspended',
	'withdrawn',
	'archived',
	'destroyed'
] as const;
export type Status = (typeof statuses)[number];

/** As people read it. */
export const statusNames = {
	provisioning: 'being provisioned',
	gate: 'waiting at the gate',
	open: 'open',
	read_only: 'read only',
	suspended: 'suspended',
	withdrawn: 'without data, which were withdrawn',
	archived: 'archived',
	destroyed: 'destroyed'
} as const satisfies Record<Status, string>;

type Move = { readonly from: readonly Status[]; readonly to: Status };

/**
 * Every way a workspace can change status. `workspace.step` is the vault sealing the extract; the
 * gate opens with the second of two approvals, and only over a report whose checks all passed.
 * After that: `refresh` is new data opened by two people, also in the place of withdrawn ones; what
 * was archived comes back with the same bytes or is destroyed by two people, for good.
 */
export const moves = {
	'workspace.step': { from: ['provisioning'], to: 'gate' },
	'gate.approve': { from: ['gate'], to: 'open' },
	'workspace.retry': { from: ['provisioning', 'gate'], to: 'provisioning' },
	'workspace.make-read-only': { from: ['open'], to: 'read_only' },
	'workspace.suspend': { from: ['open', 'read_only'], to: 'suspended' },
	'workspace.resume': { from: ['read_only', 'suspended'], to: 'open' },
	'workspace.withdraw': { from: ['open', 'read_only', 'suspended'], to: 'withdrawn' },
	'refresh.open': { from: ['open', 'withdrawn'], to: 'open' },
	'workspace.archive': { from: ['open', 'read_only', 'suspended', 'withdrawn'], to: 'archived' },
	'workspace.revive': { from: ['archived'], to: 'open' },
	'workspace.destroy': { from: ['archived'], to: 'destroyed' }
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

export function moved(status: Status, name: MoveName): Status {
	const move: Move = moves[name];
	if (!move.from.includes(status))
		throw new Problem(409, `This workspace is ${statusNames[status]}.`);
	return move.to;
}

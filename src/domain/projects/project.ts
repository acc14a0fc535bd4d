import { Problem } from '#platform/problems.ts';

export const statuses = [
	'awaiting_payment',
	'provisioning',
	'active',
	'read_only',
	'suspended',
	'closing',
	'closed'
] as const;
export type Status = (typeof statuses)[number];

/** As people read it. */
export const statusNames = {
	awaiting_payment: 'waiting for payment',
	provisioning: 'being provisioned',
	active: 'active',
	read_only: 'read only',
	suspended: 'suspended',
	closing: 'closing',
	closed: 'closed'
} as const satisfies Record<Status, string>;

type Move = { readonly from: readonly Status[]; readonly to: Status };

/**
 * Every way a project can change status (domain.md). Active needs an executed agreement, payment or
 * an accepted purchase order, and an open gate; terms are accepted by each person at their first visit.
 */
export const moves = {
	'project.accept-po': { from: ['awaiting_payment'], to: 'provisioning' },
	'invoice.record-payment': { from: ['awaiting_payment'], to: 'provisioning' },
	'gate.approve': { from: ['provisioning'], to: 'active' },
	'project.make-read-only': { from: ['active'], to: 'read_only' },
	'project.suspend': { from: ['active', 'read_only'], to: 'suspended' },
	'project.resume': { from: ['read_only', 'suspended'], to: 'active' },
	'project.begin-closing': { from: ['active', 'read_only', 'suspended'], to: 'closing' },
	'project.revive': { from: ['closing'], to: 'active' },
	'project.close': { from: ['closing'], to: 'closed' }
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

export function moved(status: Status, name: MoveName): Status {
	const move: Move = moves[name];
	if (!move.from.includes(status))
		throw new Problem(409, `This project is ${statusNames[status]}.`);
	return move.to;
}

export type Project = {
	readonly id: string;
	readonly number: bigint;
	readonly applicationId: string;
	readonly agreementId: string;
	readonly organisationId: string;
	readonly title: string;
	readonly status: Status;
	readonly startsOn: Temporal.PlainDate;
	readonly endsOn: Temporal.PlainDate;
	readonly statusSince: Temporal.Instant;
};

/** As it is quoted in letters and on invoices: "PR-00042". */
export const projectReference = (number: bigint): string => `PR-${String(number).padStart(5, '0')}`;

/** Analysts may work: run code and ask for outputs. */
export const mayWork = (status: Status): boolean => status === 'active';

import { Problem } from '#platform/problems.ts';

/** A regular release: a table's definition that is computed again on schedule once two checkers approve it. */
export const statuses = ['proposed', 'in_force', 'declined', 'stopped', 'ended'] as const;
export type Status = (typeof statuses)[number];

/** As people read it. */
export const statusNames = {
	proposed: 'proposed',
	in_force: 'in force',
	declined: 'declined',
	stopped: 'stopped',
	ended: 'past its end date'
} as const satisfies Record<Status, string>;

type Move = { readonly from: readonly Status[]; readonly to: Status };

/** Every way a regular release can change status. What is over stays over: propose another one. */
export const moves = {
	'regular.approve': { from: ['proposed'], to: 'in_force' },
	'regular.decline': { from: ['proposed'], to: 'declined' },
	'regular.stop': { from: ['proposed', 'in_force'], to: 'stopped' },
	'regular.end': { from: ['in_force'], to: 'ended' }
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

/** The state after a move. @throws Problem 409 when the table has no such move. */
export function moved(status: Status, name: MoveName): Status {
	const move: Move = moves[name];
	if (!move.from.includes(status))
		throw new Problem(409, `This regular release is ${statusNames[status]}.`);
	return move.to;
}

export const schedules = ['monthly', 'quarterly', 'refresh'] as const;
export type Schedule = (typeof schedules)[number];

export const scheduleNames = {
	monthly: 'Every month',
	quarterly: 'Every quarter',
	refresh: 'At each refresh of the data'
} as const satisfies Record<Schedule, string>;

/** The longest that a standing approval may hold, in months: the database refuses more. */
export const longestMonths = 12;

export const longestUntil = (today: Temporal.PlainDate): Temporal.PlainDate =>
	today.add({ months: longestMonths });

/**
 * The period that a day's run is for; there is one run a period. A refresh is a period of its own,
 * named by its snapshot.
 */
export function periodOf(schedule: Schedule, day: Temporal.PlainDate, snapshot: string): string {
	const year = String(day.year);
	if (schedule === 'refresh') return snapshot;
	return schedule === 'monthly'
		? `${year}-${String(day.month).padStart(2, '0')}`
		: `${year}-Q${String(Math.ceil(day.month / 3))}`;
}

/** The first day of the next period: when the run after this one is due. Null: at the next refresh. */
export function nextAfter(schedule: Schedule, day: Temporal.PlainDate): Temporal.PlainDate | null {
	if (schedule === 'refresh') return null;
	const months = schedule === 'monthly' ? 1 : 3 - ((day.month - 1) % 3);
	return day.with({ day: 1 }).add({ months });
}

export const runStatuses = ['running', 'released', 'desk', 'no_new_data', 'failed'] as const;
export type RunStatus = (typeof runStatuses)[number];

export type Regular = {
	readonly id: string;
	readonly projectId: string;
	readonly projectNumber: bigint;
	readonly projectTitle: string;
	readonly projectStatus: string;
	readonly organisationId: string;
	readonly fromRequest: string;
	readonly proposedBy: string;
	readonly title: string;
	readonly fileName: string;
	readonly sql: string;
	readonly control: 'none' | 'suppress' | 'round';
	readonly policyVersion: number;
	readonly schedule: Schedule;
	readonly reason: string;
	readonly baseSnapshot: string | null;
	/** The project's data as they are now. */
	readonly snapshot: string | null;
	readonly endsOn: Temporal.PlainDate;
	readonly status: Status;
	readonly stopReason: string;
	readonly nextOn: Temporal.PlainDate | null;
	readonly version: number;
	readonly proposedAt: Temporal.Instant;
	readonly statusSince: Temporal.Instant;
};

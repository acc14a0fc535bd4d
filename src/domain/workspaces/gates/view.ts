import type { Actor } from '#domain/people/actor.ts';
import { limitInWords } from '../limit-words.ts';
import type { Limit } from '../limits.ts';
import { mayRevoke, mayWaive } from './policy.ts';
import { statusNames, statuses, type Status } from './states.ts';

type Facts = {
	readonly status: Status;
	readonly statusSince: Temporal.Instant;
	readonly reason: string;
	readonly waived: readonly string[];
	readonly snapshotId: string | null;
};
type Waiver = {
	readonly id: string;
	readonly limitName: string;
	readonly reason: string;
	readonly until: Temporal.PlainDate;
	readonly grantedBy: string | null;
	readonly endedAt: Temporal.Instant | null;
};
type Signed = {
	readonly keyId: string;
	readonly sha256: string;
	readonly signedAt: Temporal.Instant;
};

/** The way that every extract should go; others are told by name. */
const way = [
	'draft',
	'run',
	'scanned',
	'assessed',
	'approved_by_data_manager',
	'approved_by_ig',
	'released'
] as const satisfies readonly Status[];

const labels: Readonly<Record<(typeof way)[number], string>> = {
	draft: 'Asked for',
	run: 'Made',
	scanned: 'Searched for identifiers',
	assessed: 'Measured against its limits',
	approved_by_data_manager: 'Approved by a data manager',
	approved_by_ig: 'Approved by a privacy officer',
	released: 'In use'
};

/** Where the gate stands on its way, as steps. */
export function wayOf(status: Status, moved: readonly { to: Status; at: Temporal.Instant }[]) {
	const reached = (step: Status) => moved.findLast(({ to }) => to === step);
	const onWay = (way as readonly Status[]).indexOf(status);
	const over = statuses.indexOf(status) >= statuses.indexOf('released');
	return way.map((step, at) => ({
		label: labels[step],
		state:
			over || at <= onWay
				? ('done' as const)
				: status === 'blocked' && step === 'assessed'
					? ('failed' as const)
					: ('waiting' as const),
		note: status === 'blocked' && step === 'assessed' ? 'Blocked: the reasons are below.' : null,
		at: over || at <= onWay ? (reached(step)?.at.toString() ?? null) : null
	}));
}

type Shown = {
	readonly gate: Facts;
	readonly moved: readonly { to: Status; at: Temporal.Instant }[];
	readonly waivers: readonly Waiver[];
	readonly limits: readonly Limit[];
	readonly signed: Signed | null;
	readonly hindered: string | null;
	readonly researcher: boolean;
	readonly today: Temporal.PlainDate;
};

const inForce = ({ endedAt, until }: Waiver, today: Temporal.PlainDate): boolean =>
	endedAt === null && Temporal.PlainDate.compare(until, today) >= 0;

/** A waiver as pages show it: to staff with its buttons, to members as it stands. */
export const waiverView = (
	waiver: Waiver,
	today: Temporal.PlainDate,
	waived: readonly string[]
) => ({
	id: waiver.id,
	limit: limitInWords(waiver.limitName),
	reason: waiver.reason,
	until: waiver.until.toString(),
	by: waiver.grantedBy ?? 'A privacy officer',
	inForce: inForce(waiver, today),
	leanedOn: waived.includes(waiver.limitName)
});

/** The gate as those see it who open it. */
export function gateView(who: Actor, shown: Shown) {
	const { gate, moved, waivers, limits, signed, hindered, researcher, today } = shown;
	const grants = mayWaive(who, { researcher }).allowed;
	return {
		status: gate.status,
		words: `These data ${statusNames[gate.status]}.`,
		reason: gate.reason,
		way: wayOf(gate.status, moved),
		hindered: gate.status === 'released' || gate.status === 'superseded' ? hindered : null,
		waivers: waivers.map((waiver) => waiverView(waiver, today, gate.waived)),
		mayWaive: grants,
		waivable: limits
			.filter(({ holds }) => !holds)
			.map(({ name, words }) => ({ value: name, label: words })),
		mayRevoke: gate.snapshotId !== null && mayRevoke(who, gate.status).allowed,
		snapshot: gate.snapshotId,
		signed: signed && {
			key: signed.keyId,
			sha256: signed.sha256,
			at: signed.signedAt.toString()
		}
	};
}

export type GateView = ReturnType<typeof gateView>;

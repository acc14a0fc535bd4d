import { may } from '#domain/people/permissions.ts';
import type { Actor } from '#domain/people/actor.ts';
import { allowed, Problem, refused, type Verdict } from '#platform/problems.ts';

export const statuses = ['draft', 'approved', 'discarded', 'retired'] as const;
export type Status = (typeof statuses)[number];

type Move = { readonly from: Status; readonly to: Status };

/** Every move of a policy's version. What is in force follows from its days. */
export const moves = {
	'policy.approve': { from: 'draft', to: 'approved' },
	'policy.discard': { from: 'draft', to: 'discarded' },
	'policy.retire': { from: 'approved', to: 'retired' }
} as const satisfies Record<string, Move>;
export type MoveName = keyof typeof moves;

/** The status after a move. @throws Problem 409 when it does not start there. */
export function moved(status: Status, name: MoveName): Status {
	const move = moves[name];
	if (move.from !== status)
		throw new Problem(409, `This version is ${status}; load the page again.`);
	return move.to;
}

/** One version of a policy as its pages and rules need it. `owner` null: the service's own. */
export type PolicyVersion = {
	readonly version: number;
	readonly owner: string | null;
	readonly ownerName: string | null;
	readonly edition: number;
	readonly status: Status;
	readonly effectiveFrom: Temporal.PlainDate;
	readonly retiredOn: Temporal.PlainDate | null;
	readonly content: unknown;
	readonly sha256: string;
	readonly reason: string;
	readonly draftedBy: string | null;
	readonly draftedByName: string | null;
	readonly draftedAt: Temporal.Instant | null;
	readonly decidedByName: string | null;
	readonly decidedAt: Temporal.Instant | null;
};

type Owned = Pick<PolicyVersion, 'owner'>;

// No controller's code is in small letters: of the service's own policy no controller decides.
const scope = ({ owner }: Owned): string => owner ?? 'service';

export const mayRead = (who: Actor): Verdict => may(who, 'policy.read');
export const mayDraft = (who: Actor, owned: Owned): Verdict =>
	may(who, 'policy.draft', scope(owned));
export const mayRetire = (who: Actor, owned: Owned): Verdict =>
	may(who, 'policy.retire', scope(owned));

/** Four eyes: whoever wrote a version does not approve it. */
export function mayApprove(
	who: Actor,
	version: Pick<PolicyVersion, 'owner' | 'draftedBy'>
): Verdict {
	const verdict = may(who, 'policy.approve', scope(version));
	if (!verdict.allowed) return verdict;
	return version.draftedBy === who.id
		? refused('You wrote this version, so somebody else must approve it.')
		: allowed;
}

/** Whoever wrote a draft may take it back; so may those who would decide on it. */
export const mayDiscard = (
	who: Actor,
	version: Pick<PolicyVersion, 'owner' | 'draftedBy'>
): Verdict => (version.draftedBy === who.id ? allowed : may(who, 'policy.approve', scope(version)));

type Dated = Pick<PolicyVersion, 'status' | 'owner' | 'effectiveFrom' | 'retiredOn' | 'version'>;

/** Where a version stands on a day: what its pages call it. */
export type Standing = 'draft' | 'to come' | 'in force' | 'replaced' | 'retired' | 'discarded';

export function standing(one: Dated, all: readonly Dated[], day: Temporal.PlainDate): Standing {
	const before = (a: Temporal.PlainDate, b: Temporal.PlainDate): boolean =>
		Temporal.PlainDate.compare(a, b) < 0;
	if (one.status === 'draft' || one.status === 'discarded') return one.status;
	if (one.retiredOn !== null && !before(day, one.retiredOn)) return 'retired';
	if (before(day, one.effectiveFrom)) return 'to come';
	const later = all.some(
		(other) =>
			other.owner === one.owner &&
			other.status === 'approved' &&
			before(one.effectiveFrom, other.effectiveFrom) &&
			!before(day, other.effectiveFrom)
	);
	return later ? 'replaced' : 'in force';
}

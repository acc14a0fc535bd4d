import * as v from 'valibot';
import type { Actor } from '#domain/people/actor.ts';
import { PolicySchema, usualPolicy, type Policy } from '../policy.ts';
import { compare } from './parameters.ts';
import {
	mayApprove,
	mayDiscard,
	mayDraft,
	mayRetire,
	standing,
	type PolicyVersion,
	type Standing
} from './record.ts';

export const standings: Readonly<
	Record<Standing, { text: string; tone: 'draft' | 'waiting' | 'good' | 'closed' | 'progress' }>
> = {
	draft: { text: 'Waits for approval', tone: 'waiting' },
	'to come': { text: 'To come', tone: 'progress' },
	'in force': { text: 'In force', tone: 'good' },
	replaced: { text: 'Replaced', tone: 'closed' },
	retired: { text: 'Retired', tone: 'closed' },
	discarded: { text: 'Discarded', tone: 'closed' }
};

export const ownerOf = ({
	owner,
	ownerName
}: Pick<PolicyVersion, 'owner' | 'ownerName'>): string =>
	owner === null ? 'The service' : (ownerName ?? owner);

const contentOf = (one: PolicyVersion | undefined): Policy | null =>
	one === undefined ? null : v.parse(PolicySchema, one.content);

/** A line of the list of versions. */
export const lineOf = (
	one: PolicyVersion,
	all: readonly PolicyVersion[],
	day: Temporal.PlainDate
) => ({
	version: one.version,
	owner: ownerOf(one),
	edition: `Version ${String(one.edition)}`,
	from: String(one.effectiveFrom),
	standing: standing(one, all, day),
	by: [one.draftedByName ?? 'came with Aldgate', one.decidedByName]
		.filter((name) => name !== null)
		.join(', then ')
});

/**
 * A version beside the one before it: of the same owner, or for a controller's first the service's,
 * since a project is never held to less than that.
 */
export function versionView(
	who: Actor,
	one: PolicyVersion,
	all: readonly PolicyVersion[],
	day: Temporal.PlainDate
) {
	const earlier = all.filter(
		(other) =>
			other.owner === one.owner && other.edition < one.edition && other.status !== 'discarded'
	);
	const before = earlier.toSorted((a, b) => b.edition - a.edition)[0] ?? basis(all, day, one);
	const policy = contentOf(one) ?? usualPolicy;
	const approve = mayApprove(who, one);
	return {
		...lineOf(one, all, day),
		reason: one.reason,
		sha256: one.sha256,
		draftedAt: one.draftedAt === null ? null : String(one.draftedAt),
		decidedAt: one.decidedAt === null ? null : String(one.decidedAt),
		retiredOn: one.retiredOn === null ? null : String(one.retiredOn),
		beside: before === undefined ? null : `${ownerOf(before)}, version ${String(before.edition)}`,
		parameters: compare(policy, contentOf(before)),
		// a draft's author is told why the button is not for them
		approve: one.status === 'draft' ? approve : null,
		mayDiscard: one.status === 'draft' && mayDiscard(who, one).allowed,
		mayRetire: one.status === 'approved' && one.owner !== null && mayRetire(who, one).allowed,
		mayDraft: mayDraft(who, one).allowed,
		again: `/admin/policies/new?owner=${one.owner ?? 'service'}`
	};
}

/** What holds for everybody: the service's version in force. */
const basis = (
	all: readonly PolicyVersion[],
	day: Temporal.PlainDate,
	but: PolicyVersion
): PolicyVersion | undefined =>
	all.find(
		(other) =>
			other.version !== but.version &&
			other.owner === null &&
			standing(other, all, day) === 'in force'
	);

/** What a new version of an owner's policy starts from. */
export function startOf(
	owner: string | null,
	all: readonly PolicyVersion[],
	day: Temporal.PlainDate
): Policy {
	const own = all.find(
		(other) => other.owner === owner && ['in force', 'to come'].includes(standing(other, all, day))
	);
	const service = all.find(
		(other) => other.owner === null && standing(other, all, day) === 'in force'
	);
	return contentOf(own ?? service) ?? usualPolicy;
}

import { timeline } from '#domain/audit/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { londonDay } from '#platform/time.ts';
import * as requests from '../store.server.ts';
import * as due from './due.store.server.ts';
import * as lists from './list.store.server.ts';
import { mayRetry, mayStop, mayVote } from './policy.ts';
import { longestUntil } from './regular.ts';
import * as store from './store.server.ts';
import { periodInWords, told } from './words.ts';

/** Everything that the page of a regular release shows this person. @throws Problem 404. */
export async function read(db: Bound, who: Actor, id: string) {
	const found = await db.read(async (tx) => {
		const regular = await store.find(tx, id);
		return {
			regular,
			standing: await requests.standing(tx, regular.projectId, who.id),
			votes: await store.votes(tx, id),
			runs: await due.runs(tx, id),
			events: await timeline(tx, 'regular', id)
		};
	});
	const { regular, standing, votes, runs, events } = found;
	const voted = votes.some(({ personId }) => personId === who.id);
	const vote = mayVote(who, standing, { status: regular.status, voted });
	return {
		regular: {
			...regular,
			projectNumber: String(regular.projectNumber),
			endsOn: regular.endsOn.toString(),
			nextOn: regular.nextOn?.toString() ?? null,
			proposedAt: regular.proposedAt.toString(),
			statusSince: regular.statusSince.toString()
		},
		may: {
			vote: vote.allowed,
			/** Why a checker may not vote, when that is worth saying. */
			notVote:
				vote.allowed || standing.member || regular.status !== 'proposed' ? null : vote.because,
			stop: mayStop(who, standing, regular.status).allowed,
			retry: mayRetry(who, standing, regular.status, runs[0]?.status ?? null).allowed
		},
		votes: votes.map((one) => ({
			name: one.personId === who.id ? 'You' : (one.name ?? 'An output checker'),
			choice: one.choice,
			reason: one.reason,
			at: one.at.toString()
		})),
		runs: runs.map((run) => ({
			id: run.id,
			period: periodInWords(run.period),
			status: run.status,
			reason: run.reason,
			at: run.startedAt.toString(),
			request: run.requestId,
			snapshot: run.snapshotId
		})),
		events: events.map(told)
	};
}

/** A page of the regular releases that somebody may see. */
export async function list(
	db: Bound,
	who: Actor,
	asked: { readonly project: string | null; readonly page: number }
) {
	const { found, total, choices } = await db.read(async (tx) => ({
		found: await lists.listed(tx, who.id, asked),
		total: await lists.count(tx, asked.project),
		choices: await lists.repeatable(tx, who.id)
	}));
	const checker = may(who, 'regular.vote').allowed;
	return {
		checker,
		proposable: may(who, 'regular.propose').allowed && choices.length > 0,
		paging: { page: asked.page, size: 20, total },
		regulars: found.map((one) => ({
			...one,
			nextOn: one.status === 'in_force' ? (one.nextOn?.toString() ?? null) : null,
			endsOn: one.endsOn.toString(),
			/** Whether it waits for the reader. */
			mine: checker && one.status === 'proposed' && !one.voted
		}))
	};
}

/** What the form for proposing one offers. */
export async function proposing(db: Bound, who: Actor, at: Temporal.Instant) {
	const today = londonDay(at);
	return {
		choices: await db.read((tx) => lists.repeatable(tx, who.id)),
		latest: longestUntil(today).toString(),
		usual: today.add({ months: 6 }).toString()
	};
}

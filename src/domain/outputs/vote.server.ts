import { actOnce } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import type { Services } from '#platform/services.server.ts';
import * as desk from './desk/store.server.ts';
import { insistCompared } from './differencing/run.server.ts';
import * as differencing from './differencing/store.server.ts';
import { needsException } from './files/file.ts';
import * as files from './files/store.server.ts';
import { moved, type Request } from './output.ts';
import { mayCheck, mayVote } from './policy.ts';
import {
	outcomeOf,
	overall,
	sameFiles,
	type FileVerdict,
	type Outcome,
	type VotedFile
} from './review/ballot.ts';
import { complete, insistScope, type ToJudge } from './review/complete.ts';
import { tell } from './release/store.server.ts';
import * as review from './review/store.server.ts';
import * as store from './store.server.ts';

export type Ballot = {
	readonly id: string;
	/** Whether all is within the approved purpose, population and variables; words when it is not. */
	readonly scope: { readonly within: boolean; readonly words: string };
	/** A verdict on each file that leaves; none on one whose approvals are carried, unless reopened. */
	readonly verdicts: readonly FileVerdict[];
	/** The files that were on screen, by the hash of their bytes. */
	readonly files: readonly { readonly id: string; readonly sha256: string }[];
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * One checker's vote. The vote that decides also moves the request, in the same act: two approvals
 * of each file release exactly the bytes that were voted on. Answers the request's id.
 * `jobs` has a release signed at once; without it the clock finds what is not signed.
 * @throws Problem 403 for who may not check it, 404, 409 when it was voted on or changed.
 */
export const vote = (
	db: Bound,
	who: Actor,
	ballot: Ballot,
	jobs?: Pick<Services['jobs'], 'send'>
): Promise<string> =>
	actOnce(db, who, ballot.once, async (tx) => {
		const request = await store.lock(tx, ballot.id);
		const { id, turn } = request;
		await insistVote(tx, who, request);
		const checking = moved(request.status, 'output.vote');
		const { list, judged } = await seen(tx, id);
		if (!sameFiles(list, ballot.files))
			throw new Problem(
				409,
				'The files changed since you opened this page. Look at them again before you vote.'
			);
		const verdicts = complete(judged, ballot.verdicts);
		insistScope(ballot.scope, verdicts);
		await keep(tx, who, request, ballot, { list, verdicts });
		if (request.status !== checking)
			await store.setStatus(tx, request, { status: checking, at: ballot.at });
		await desk.unclaim(tx, id, who.id, ballot.at);
		const votes = (await review.votes(tx, id)).filter((one) => one.turn === turn);
		const events = [event(request, 'output.vote', { turn, votes: votes.length }, ballot.at)];
		const outcome = await outcomeNow(tx, request, votes, judged);
		if (outcome !== null) {
			if (outcome === 'output.release') await insistCompared(tx, request, list);
			const leaving = list.filter((file) => judged.some((one) => one.id === file.id));
			events.push(await decide(tx, request, outcome, leaving, ballot.at));
			if (outcome === 'output.release') await jobs?.send(tx, 'output.sign', { output: id }, id);
			else await tell(tx, outcomeNotices[outcome], request, ballot.at);
		}
		return { result: id, event: events };
	});

/** A release is told of once it is signed and can be fetched. */
const outcomeNotices = {
	'output.return': 'output.returned',
	'output.reject': 'output.rejected'
} as const;

async function insistVote(tx: Tx, who: Actor, request: Request): Promise<void> {
	const standing = await store.standing(tx, request.projectId, who.id);
	insist(mayCheck(who, standing));
	moved(request.status, 'output.vote');
	const before = await review.votes(tx, request.id);
	const verdict = mayVote(who, standing, {
		status: request.status,
		voted: before.some(({ personId, turn }) => personId === who.id && turn === request.turn),
		escalated: request.escalatedAt !== null,
		employerVoted: await desk.employerVoted(tx, request)
	});
	if (!verdict.allowed) throw new Problem(409, verdict.because);
}

/** All files as they are voted on, and those that leave with what a vote has to say of each. */
async function seen(tx: Tx, request: string) {
	const held = await files.files(tx, request);
	const carried = await review.carried(tx, request);
	const recoverable = await differencing.failing(tx, request);
	return {
		list: held.map(({ id, name, sha256 }): VotedFile => ({ id, name, sha256 })),
		judged: held
			.filter(({ supporting }) => !supporting)
			.map((file): ToJudge => ({
				id: file.id,
				name: file.name,
				carried: carried.includes(file.id) && !recoverable.includes(file.id),
				doubtful: needsException(file, 0, held) || recoverable.includes(file.id)
			}))
	};
}

async function keep(
	tx: Tx,
	who: Actor,
	{ id, turn }: Request,
	{ scope, at }: Ballot,
	said: { readonly list: readonly VotedFile[]; readonly verdicts: readonly FileVerdict[] }
): Promise<void> {
	const { list, verdicts } = said;
	const vote = { request: id, turn, person: who.id };
	const choice = overall(verdicts.map((one) => one.choice));
	const inWords = (words: (one: FileVerdict) => string) =>
		verdicts
			.filter((one) => words(one) !== '')
			.map((one) => `${list.find((file) => file.id === one.file)?.name ?? ''}: ${words(one)}`)
			.join('\n');
	await review.addVote(tx, {
		...vote,
		choice,
		reason: inWords((one) => one.words || one.reasons.join(', ')),
		exception: inWords((one) => one.exception),
		scope,
		files: list,
		at
	});
	for (const one of verdicts) {
		const file = list.find((held) => held.id === one.file);
		if (file) await review.addVerdict(tx, vote, file, one);
	}
}

/** What the votes of this turn come to; a carried file is approved by whoever did not reopen it. */
async function outcomeNow(
	tx: Tx,
	{ id, turn }: Request,
	votes: readonly review.Vote[],
	judged: readonly ToJudge[]
): Promise<Outcome | null> {
	if (votes.length < 2) return null;
	const said = (await review.verdicts(tx, id)).filter((one) => one.turn === turn);
	const choiceOf = (file: string, person: string) =>
		said.find((one) => one.personId === person && one.fileId === file)?.choice ?? 'approve';
	return outcomeOf(judged.map((file) => votes.map(({ personId }) => choiceOf(file.id, personId))));
}

async function decide(
	tx: Tx,
	request: Request,
	outcome: Outcome,
	leaving: readonly VotedFile[],
	at: Temporal.Instant
): Promise<Event> {
	const status = moved('checking', outcome);
	if (outcome === 'output.release') await review.addRelease(tx, request, leaving, at);
	await store.setStatus(tx, { ...request, status: 'checking' }, { status, at });
	const released =
		outcome === 'output.release'
			? { title: request.title, files: leaving.map(({ sha256 }) => sha256) }
			: {};
	return event(request, outcome, { from: 'checking', to: status, ...released }, at);
}

const event = (
	{ id, organisationId }: Request,
	action: Event['action'],
	detail: NonNullable<Event['detail']>,
	at: Temporal.Instant
): Event => ({
	action,
	subject: { kind: 'output', id },
	organisation: organisationId,
	detail,
	at
});

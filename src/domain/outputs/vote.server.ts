import { actOnce } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { needsException } from './files/file.ts';
import * as files from './files/store.server.ts';
import { moved, type Request } from './output.ts';
import { mayCheck } from './policy.ts';
import {
	outcomeOf,
	sameFiles,
	type Choice,
	type Outcome,
	type VotedFile
} from './review/ballot.ts';
import * as review from './review/store.server.ts';
import * as store from './store.server.ts';

export type Ballot = {
	readonly id: string;
	readonly choice: Choice;
	readonly reason: string;
	/** Why a file that failed the rules or has no evidence may leave all the same; empty when none is. */
	readonly exception: string;
	/** The files that were on screen, by the hash of their bytes. */
	readonly files: readonly { readonly id: string; readonly sha256: string }[];
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * One checker's vote. The vote that decides also moves the request, in the same act: two approvals
 * release exactly the bytes that both voted on. Answers the request's id.
 * @throws Problem 403 for who may not check it, 404, 409 when it was voted on or changed.
 */
export const vote = (db: Bound, who: Actor, ballot: Ballot): Promise<string> =>
	actOnce(db, who, ballot.once, async (tx) => {
		const request = await store.lock(tx, ballot.id);
		insist(mayCheck(who, await store.standing(tx, request.projectId, who.id)));
		const checking = moved(request.status, 'output.vote');
		const voted = await files.files(tx, request.id);
		const list = voted.map(({ id, name, sha256 }): VotedFile => ({ id, name, sha256 }));
		if (
			!sameFiles(
				list,
				ballot.files.map((file) => ({ ...file, name: '' }))
			)
		)
			throw new Problem(
				409,
				'The files changed since you opened this page. Look at them again before you vote.'
			);
		await insistFirst(tx, who, request);
		insistWords(ballot, voted.some(needsException));
		const { id, turn } = request;
		await review.addVote(tx, { ...ballot, request: id, turn, person: who.id, files: list });
		if (request.status !== checking)
			await store.setStatus(tx, request, { status: checking, at: ballot.at });
		const all = (await review.votes(tx, id)).filter((one) => one.turn === turn);
		const outcome = outcomeOf(all.map(({ choice }) => choice));
		const events = [event(request, 'output.vote', { turn, votes: all.length }, ballot.at)];
		if (outcome !== null) events.push(await decide(tx, request, outcome, list, ballot.at));
		return { result: id, event: events };
	});

async function insistFirst(tx: Tx, who: Actor, request: Request): Promise<void> {
	const before = await review.votes(tx, request.id);
	if (before.some(({ personId, turn }) => personId === who.id && turn === request.turn))
		throw new Problem(409, 'You have voted on this; a different person gives the other vote.');
}

/** The form asks for the same; here is where it holds. */
function insistWords({ choice, reason, exception }: Ballot, doubtful: boolean): void {
	if (choice !== 'approve' && reason === '')
		throw new Problem(
			409,
			'Give a reason: the researcher is told what to change or why it cannot leave.'
		);
	if (choice === 'approve' && doubtful && exception === '')
		throw new Problem(
			409,
			'A file failed the rules, or we cannot stand behind its figures. Record why it may leave all the same, or ask for changes.'
		);
}

async function decide(
	tx: Tx,
	request: Request,
	outcome: Outcome,
	list: readonly VotedFile[],
	at: Temporal.Instant
): Promise<Event> {
	const status = moved('checking', outcome);
	if (outcome === 'output.release') await review.addRelease(tx, request, list, at);
	await store.setStatus(tx, { ...request, status: 'checking' }, { status, at });
	const released =
		outcome === 'output.release'
			? { title: request.title, files: list.map(({ sha256 }) => sha256) }
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

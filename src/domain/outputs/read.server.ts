import { noteRead } from '#domain/audit/act.server.ts';
import { timeline } from '#domain/audit/store.server.ts';
import type { Behind } from '#domain/disclosure/answer.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { needsException, type OutputFile } from './files/file.ts';
import * as desk from './desk/store.server.ts';
import * as files from './files/store.server.ts';
import { changeable, withCheckers, type Request } from './output.ts';
import {
	mayAsMember,
	mayCheck,
	mayDownload,
	mayVote,
	sideOf,
	type AtVote,
	type Standing
} from './policy.ts';
import { promisedBy, type CheckingPolicy } from './review/promise.ts';
import * as review from './review/store.server.ts';
import * as store from './store.server.ts';
import { askOf } from './view/asking.ts';
import { gridOf, legendOf } from './view/grid.ts';
import { ball, told } from './view/words.ts';

/**
 * Everything that the page of a request shows this person. Looking at evidence is noted in the log
 * of sensitive reads. @throws Problem 404.
 */
export async function read(db: Bound, who: Actor, id: string, at: Temporal.Instant) {
	const found = await db.read(async (tx) => {
		const request = await store.find(tx, id);
		return {
			request,
			standing: await store.standing(tx, request.projectId, who.id),
			held: await files.files(tx, id),
			evidence: await files.evidence(tx, id),
			votes: await review.votes(tx, id),
			employerVoted: await desk.employerVoted(tx, request),
			checking: await desk.policy(tx),
			comments: await review.comments(tx, id),
			events: await timeline(tx, 'output', id)
		};
	});
	const { request, standing, held, evidence, votes, employerVoted } = found;
	if (evidence.length > 0)
		await noteRead(db, {
			person: who.id,
			subject: { kind: 'output', id },
			what: 'evidence behind the cells',
			at
		});
	const voted = votes.some(({ personId, turn }) => personId === who.id && turn === request.turn);
	return {
		request: requestOf(request, found.checking),
		may: mayOf(who, standing, request, { voted, employerVoted }),
		files: held.map((file) => ({
			...fileOf(file, evidence.find((one) => one.fileId === file.id)?.evidence),
			...askOf(file, held, standing.member)
		})),
		votes: votes.map((vote) => ({
			turn: vote.turn,
			name: vote.personId === who.id ? 'You' : (vote.name ?? 'An output checker'),
			choice: vote.choice,
			reason: vote.reason,
			exception: vote.exception,
			at: vote.at.toString()
		})),
		comments: found.comments.map((said) => ({
			...said,
			name: said.name ?? (said.side === 'checker' ? 'An output checker' : 'A researcher'),
			at: said.at.toString()
		})),
		events: found.events.map(told)
	};
}

const requestOf = (request: Request, checking: CheckingPolicy) => ({
	id: request.id,
	number: String(request.number),
	title: request.title,
	purpose: request.purpose,
	description: request.description,
	status: request.status,
	turn: request.turn,
	version: request.version,
	since: request.statusSince.toString(),
	projectId: request.projectId,
	workspaceId: request.workspaceId,
	project: request.projectTitle,
	publicReason: request.publicReason,
	releasedAt: request.releasedAt?.toString() ?? null,
	ball: ball(request),
	due:
		withCheckers(request.status) && request.submittedAt !== null
			? promisedBy(request.submittedAt, checking).toString()
			: null
});

function mayOf(
	who: Actor,
	standing: Standing,
	request: Request,
	{ voted, employerVoted }: Pick<AtVote, 'voted' | 'employerVoted'>
) {
	const { status } = request;
	const check = mayCheck(who, standing);
	const escalated = request.escalatedAt !== null;
	const vote = mayVote(who, standing, { status, voted, escalated, employerVoted });
	const member = mayAsMember(who, 'output.draft', standing).allowed;
	return {
		/** Works on the project: sees it as a researcher, whatever else they are. */
		member: standing.member,
		change: member && changeable(status),
		withdraw: member && (changeable(status) || withCheckers(status)),
		check: check.allowed,
		vote: vote.allowed,
		/** Why a checker may not vote, when that is worth saying. */
		notVote: vote.allowed || member || !withCheckers(status) ? null : vote.because,
		voted,
		revoke: check.allowed && status === 'released',
		side: sideOf(who, standing),
		download: mayDownload(who, standing, status).allowed
	};
}

function fileOf(file: OutputFile, evidence: unknown) {
	const behind = behindOf(evidence);
	const { answer } = file;
	const common = {
		id: file.id,
		name: file.name,
		kind: file.kind,
		sql: file.sql,
		control: file.control,
		verdict: file.verdict,
		sha256: file.sha256,
		bytes: Number(file.bytes),
		/** Both checkers record why it may leave, if they approve it. */
		doubtful: needsException(file)
	};
	if (answer.kind === 'file') return { ...common, grid: null, legend: [], notes: [], scan: answer };
	return {
		...common,
		grid: gridOf(answer, file.control, behind),
		legend: legendOf(answer.table, file.control),
		notes: file.control === 'none' ? [] : answer.table.notes,
		scan: null
	};
}

function behindOf(evidence: unknown): readonly Behind[] | null {
	if (typeof evidence !== 'object' || evidence === null || !('behind' in evidence)) return null;
	return evidence.behind as readonly Behind[];
}

export type OutputPage = Awaited<ReturnType<typeof read>>;

import type { Tx } from '#platform/db.server.ts';
import type { Request } from '../output.ts';
import type { Choice, FileVerdict, VotedFile } from './ballot.ts';
import type { ReasonCode } from './reasons.ts';

export type Vote = {
	readonly turn: number;
	readonly personId: string;
	readonly name: string | null;
	readonly choice: Choice;
	readonly reason: string;
	readonly exception: string;
	readonly withinScope: boolean | null;
	readonly scopeWords: string;
	readonly at: Temporal.Instant;
};

/** The votes that the reader may see: their own, and all of a turn in which both have voted. */
export const votes = (tx: Tx, request: string): Promise<Vote[]> =>
	tx<Vote[]>`
		select v.turn, v.person_id, p.name, v.choice, v.reason, v.exception, v.within_scope, v.scope_words, v.at
		from output_vote v
		left join person p on p.id = v.person_id
		where v.request_id = ${request}
		order by v.turn desc, v.at
	`;

export type Verdict = {
	readonly turn: number;
	readonly personId: string;
	readonly fileId: string;
	readonly name: string;
	readonly sha256: string;
	readonly choice: Choice;
	readonly reasons: readonly ReasonCode[];
	readonly words: string;
	readonly exception: string;
};

/** What those votes say of each file. */
export const verdicts = (tx: Tx, request: string): Promise<Verdict[]> =>
	tx<Verdict[]>`
		select turn, person_id, file_id, name, sha256, choice, reasons, words, exception
		from output_verdict
		where request_id = ${request}
		order by turn desc, person_id, name
	`;

/** The files that two people approved at an earlier turn, with the bytes that they have now. */
export async function carried(tx: Tx, request: string): Promise<string[]> {
	const rows = await tx<{ id: string }[]>`select c.id from app.carried(${request}) as c (id)`;
	return rows.map(({ id }) => id);
}

export async function addVote(
	tx: Tx,
	vote: {
		request: string;
		turn: number;
		person: string;
		choice: Choice;
		reason: string;
		exception: string;
		scope: { readonly within: boolean; readonly words: string };
		files: readonly VotedFile[];
		at: Temporal.Instant;
	}
): Promise<void> {
	await tx`
		insert into output_vote (
			request_id, turn, person_id, choice, reason, exception, within_scope, scope_words, files, at
		)
		values (
			${vote.request}, ${vote.turn}, ${vote.person}, ${vote.choice}, ${vote.reason}, ${vote.exception},
			${vote.scope.within}, ${vote.scope.words}, ${tx.json(vote.files)}, ${vote.at}
		)
	`;
}

export async function addVerdict(
	tx: Tx,
	vote: { request: string; turn: number; person: string },
	{ id, name, sha256 }: VotedFile,
	{ choice, reasons, words, exception }: FileVerdict
): Promise<void> {
	await tx`
		insert into output_verdict (
			request_id, turn, person_id, file_id, name, sha256, choice, reasons, words, exception
		)
		values (
			${vote.request}, ${vote.turn}, ${vote.person}, ${id}, ${name}, ${sha256}, ${choice},
			${[...reasons]}::text[], ${words}, ${exception}
		)
	`;
}

export async function addRelease(
	tx: Tx,
	{ id, projectId, title }: Request,
	files: readonly VotedFile[],
	at: Temporal.Instant
): Promise<void> {
	await tx`
		insert into release (request_id, project_id, title, files, released_at)
		values (${id}, ${projectId}, ${title}, ${tx.json(files)}, ${at})
	`;
}

export async function revoke(tx: Tx, request: string, at: Temporal.Instant): Promise<void> {
	await tx`update release set revoked_at = ${at} where request_id = ${request}`;
}

export type Comment = {
	readonly id: string;
	readonly fileId: string | null;
	readonly file: string | null;
	readonly cell: string;
	readonly name: string | null;
	readonly side: 'researcher' | 'checker';
	readonly private: boolean;
	readonly words: string;
	readonly at: Temporal.Instant;
};

export const comments = (tx: Tx, request: string): Promise<Comment[]> =>
	tx<Comment[]>`
		select c.id, c.file_id, f.name as file, c.cell, p.name, c.side, c.private, c.words, c.at
		from output_comment c
		left join output_file f on f.id = c.file_id
		left join person p on p.id = c.person_id
		where c.request_id = ${request}
		order by c.at, c.id
	`;

export async function addComment(
	tx: Tx,
	made: {
		request: string;
		turn: number;
		side: 'researcher' | 'checker';
		file: string | null;
		cell: string;
		person: string;
		private: boolean;
		words: string;
		at: Temporal.Instant;
	}
): Promise<void> {
	await tx`
		insert into output_comment (request_id, turn, side, file_id, cell, person_id, private, words, at)
		values (
			${made.request}, ${made.turn}, ${made.side}, ${made.file}, ${made.cell}, ${made.person},
			${made.private}, ${made.words}, ${made.at}
		)
	`;
}

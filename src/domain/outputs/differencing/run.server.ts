import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Services } from '#platform/services.server.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { sameFiles, type VotedFile } from '../review/ballot.ts';
import type { OutputFile } from '../files/file.ts';
import * as files from '../files/store.server.ts';
import { changeable, type Request } from '../output.ts';
import { find } from '../store.server.ts';
import * as store from './store.server.ts';

type Asked = { readonly id: string; readonly at: Temporal.Instant };

/** `fails`: cells that can be worked out. `fresh`: some were not known at the comparison before. */
export type Ran = { readonly fails: number; readonly reviews: number; readonly fresh: boolean };

/**
 * Has the vault compare a request with every release there is. Does nothing when the very files were
 * compared and nothing was released since. Call it before submission and before a vote, outside any
 * transaction. @throws Problem 403 | 404, 409 when the vault cannot be reached or cannot compare.
 */
export async function runDifferencing(
	db: Bound,
	vault: Pick<Services['vault'], 'difference'>,
	who: Actor,
	{ id, at }: Asked
): Promise<Ran> {
	const before = await db.read(async (tx) => ({
		request: await find(tx, id),
		comparison: await store.latest(tx, id),
		through: await store.releasesThrough(tx),
		held: await files.files(tx, id)
	}));
	const { comparison, held } = before;
	if (comparison !== null && comparison.through >= before.through && covers(comparison, held))
		return { fails: comparison.fails, reviews: comparison.reviews, fresh: false };
	const answer = await reached(vault.difference({ person: who.id, request: id }));
	const unknown = answer.files.find(
		(file) => !file.compared && held.some((one) => one.id === file.id && ofOurs(one))
	);
	if (unknown !== undefined) throw new Problem(409, `${unknown.name}: ${unknown.because}`);
	return act(db, who, async (tx) => {
		const request = await find(tx, id);
		const after = await store.latest(tx, id);
		if (after === null) throw new Error('The vault compared and stored nothing.');
		const failing = (await store.differences(tx, after.id)).filter(({ level }) => level === 'fail');
		if (changeable(request.status) && failing.length > 0)
			await store.failFiles(tx, id, [...new Set(failing.map(({ fileId }) => fileId))]);
		const { fails, reviews, through } = after;
		return {
			result: { fails, reviews, fresh: fails > (comparison?.fails ?? 0) },
			event: {
				action: 'output.compare',
				subject: { kind: 'output', id },
				organisation: request.organisationId,
				detail: { through: String(through), fails, reviews },
				at
			}
		};
	});
}

/**
 * Before a vote: compares again when another output was released since. @throws Problem 409 with
 * what changed, so that the checker looks before they vote.
 */
export async function compareAgain(
	db: Bound,
	vault: Pick<Services['vault'], 'difference'>,
	who: Actor,
	asked: Asked
): Promise<void> {
	const { fails, fresh } = await runDifferencing(db, vault, who, asked);
	if (fresh)
		throw new Problem(
			409,
			`Another output was released since this request was compared, and ${String(fails)} of its cells can now be worked out. Look at them before you vote.`
		);
}

/**
 * Inside the vote that would release: nobody else releases until it ends, and these files were
 * compared with everything released before. @throws Problem 409.
 */
export async function insistCompared(
	tx: Tx,
	{ id }: Pick<Request, 'id'>,
	list: readonly VotedFile[]
): Promise<void> {
	await store.lockReleases(tx);
	const comparison = await store.latest(tx, id);
	const through = await store.releasesThrough(tx);
	if (comparison === null || comparison.through < through || !covers(comparison, list))
		throw new Problem(
			409,
			'Another output was released since this request was compared with earlier releases. Vote again: it is compared first.'
		);
}

/** Whether a vote on a request must say why a recoverable cell may leave. */
export const recoverable = async (tx: Tx, request: string): Promise<boolean> =>
	((await store.latest(tx, request))?.fails ?? 0) > 0;

/** A table that we computed and that would leave: it is compared, or it does not leave. */
const ofOurs = ({ specification, supporting }: OutputFile): boolean =>
	specification !== null && !supporting;

const covers = (
	{ files: seen }: store.Comparison,
	list: readonly Pick<VotedFile, 'id' | 'sha256'>[]
): boolean => {
	const plain = (all: readonly Pick<VotedFile, 'id' | 'sha256'>[]): VotedFile[] =>
		all.map((file) => ({ id: file.id, sha256: file.sha256, name: '' }));
	return sameFiles(plain(seen), plain(list));
};

async function reached<T>(answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (error) {
		if (!(error instanceof ServiceError)) throw error;
		throw new Problem(
			409,
			'This request could not be compared with earlier releases just now. Try again in a minute.'
		);
	}
}

import * as files from '#domain/outputs/files/store.server.ts';
import { propose } from '#domain/outputs/regular/propose.server.ts';
import type { Schedule } from '#domain/outputs/regular/regular.ts';
import { vote } from '#domain/outputs/regular/vote.server.ts';
import { londonDay } from '#platform/time.ts';
import type { PersonKey } from './people.ts';
import { player, type OutputStage } from './stage.ts';

const once = () => crypto.randomUUID();

/** A released request's table, proposed by its researcher for release on schedule; gives the id. */
export async function proposedRegular(
	{ sql, member, at }: Pick<OutputStage, 'sql' | 'member' | 'at'>,
	request: string,
	schedule: Schedule = 'monthly'
): Promise<string> {
	const { db, actor } = await player(sql, member);
	const [file] = await db.read((tx) => files.files(tx, request));
	return propose(db, actor, {
		request,
		file: file?.id ?? '',
		schedule,
		endsOn: londonDay(at).add({ months: 6 }),
		reason: 'The dashboard that the approved application names shows this table each month.',
		once: once(),
		at
	});
}

export async function votedRegular(
	{ sql, at }: Pick<OutputStage, 'sql' | 'at'>,
	id: string,
	key: PersonKey,
	choice: 'approve' | 'decline' = 'approve'
): Promise<void> {
	const { db, actor } = await player(sql, key);
	const reason = choice === 'approve' ? '' : 'The groups are too narrow to repeat unseen.';
	await vote(db, actor, { id, choice, reason, once: once(), at });
}

/** A regular release in force: proposed, and approved by two checkers. */
export async function regularInForce(
	stage: Pick<OutputStage, 'sql' | 'member' | 'at'>,
	request: string,
	schedule: Schedule = 'monthly'
): Promise<string> {
	const id = await proposedRegular(stage, request, schedule);
	await votedRegular(stage, id, 'carlos');
	await votedRegular(stage, id, 'wei');
	return id;
}

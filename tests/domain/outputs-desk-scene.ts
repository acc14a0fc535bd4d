import type { PersonKey } from '#db/seed/people.ts';
import * as seed from '#db/seed/outputs.ts';
import { addSql } from '#domain/outputs/edit.server.ts';
import * as files from '#domain/outputs/files/store.server.ts';
import { compareAgain } from '#domain/outputs/differencing/run.server.ts';
import type { Choice } from '#domain/outputs/review/ballot.ts';
import { find } from '#domain/outputs/store.server.ts';
import { vote } from '#domain/outputs/vote.server.ts';
import type { OutputScene } from './outputs-scene.ts';

export const once = () => crypto.randomUUID();

/** One checker's vote, a choice a file in their order; undefined leaves it as it is. */
export async function says(
	{ stage, as }: OutputScene,
	id: string,
	key: PersonKey,
	choices: readonly (Choice | undefined)[],
	scope = { within: true, words: '' }
): Promise<void> {
	const { db, actor } = await as(key);
	const seen = await db.read((tx) => files.files(tx, id));
	await compareAgain(db, stage.tools.vault, actor, { id, at: stage.at });
	await vote(db, actor, {
		id,
		scope,
		verdicts: seen.flatMap((file, at) => {
			const choice = choices[at];
			return choice === undefined
				? []
				: [
						{
							file: file.id,
							choice,
							reasons: choice === 'approve' ? [] : (['context'] as const),
							words: '',
							exception: 'Public.'
						}
					];
		}),
		files: seen.map((file) => ({ id: file.id, sha256: file.sha256 })),
		once: once(),
		at: stage.at
	});
}

/** A request of two tables, with the checkers. */
export async function two({ stage, as }: OutputScene): Promise<string> {
	const { db, actor } = await as('amara');
	const id = await seed.draftOutput(stage, 'deaths');
	const { version } = await db.read((tx) => find(tx, id));
	await addSql(stage.tools, db, actor, {
		id,
		version,
		name: 'By year',
		sql: seed.outputQueries.byYear.sql,
		at: stage.at
	});
	await seed.sentOutput(stage, id);
	return id;
}

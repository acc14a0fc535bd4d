import { draftFromSql } from '#domain/outputs/draft.server.ts';
import { setControl } from '#domain/outputs/remedy.server.ts';
import * as files from '#domain/outputs/files/store.server.ts';
import { compareAgain } from '#domain/outputs/differencing/run.server.ts';
import type { Choice } from '#domain/outputs/review/ballot.ts';
import * as review from '#domain/outputs/review/store.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { send } from '#domain/outputs/send.server.ts';
import { vote } from '#domain/outputs/vote.server.ts';
import type { PersonKey } from './people.ts';
import { regularInForce } from './regular.ts';
import { player, type OutputStage } from './stage.ts';

/** Tables over the demonstration's data, each with something for a checker to look at. */
export const outputQueries = {
	byYear: {
		title: 'Diagnoses by year',
		sql: `select year(condition_start_date) as year, count(distinct person_id) as people
from condition_occurrence
group by 1
order by 1`
	},
	byBirth: {
		title: 'People by decade of birth and sex',
		sql: `select floor(birth_year / 10) * 10 as decade, gender_concept_id as sex, count(*) as people
from person
group by 1, 2
order by 1, 2`
	},
	deaths: {
		title: 'Deaths by year',
		sql: `select year(death_date) as year, count(distinct person_id) as people
from death
group by 1
order by 1`
	}
} as const;
export type OutputQuery = keyof typeof outputQueries;

const once = () => crypto.randomUUID();

/** A draft with one table, suppressed where it must be; gives the request's id. */
export async function draftOutput(stage: OutputStage, query: OutputQuery): Promise<string> {
	const { tools, sql, workspace, member, at } = stage;
	const { db, actor } = await player(sql, member);
	return draftFromSql(tools, db, actor, {
		...outputQueries[query],
		workspace,
		once: once(),
		at
	});
}

export async function submittedOutput(stage: OutputStage, query: OutputQuery): Promise<string> {
	const id = await draftOutput(stage, query);
	await sentOutput(stage, id);
	return id;
}

/** Says what each file is and sends the request to the checkers, as a careful researcher would. */
export async function sentOutput(
	{ tools, sql, member, at }: OutputStage,
	id: string
): Promise<void> {
	const { db, actor } = await player(sql, member);
	const [{ version, title }, held] = await db.read(
		async (tx) => [await find(tx, id), await files.files(tx, id)] as const
	);
	await send(tools, db, actor, {
		id,
		version,
		title,
		purpose: 'A table for the paper that the approved application names.',
		description:
			'Counts of people in the study’s population. Small cells are suppressed, and totals that would give them back.',
		files: held.map(({ id: file, context, dataFileId }) => ({
			...context,
			id: file,
			data: dataFileId,
			description: context.description || `${title}, counted in the study’s data.`,
			statistic: context.statistic || 'count of people',
			population: context.population || 'Everybody in the study',
			claim: context.claim || 'none'
		})),
		at
	});
}

/** Rounds the first file of a draft or returned request instead of suppressing it. */
export async function roundedOutput(stage: OutputStage, id: string): Promise<void> {
	const { db, actor } = await player(stage.sql, stage.member);
	const [request, [file]] = await db.read(
		async (tx) => [await find(tx, id), await files.files(tx, id)] as const
	);
	await setControl(stage.tools, db, actor, {
		id,
		version: request.version,
		file: file?.id ?? '',
		control: 'round',
		at: stage.at
	});
}

const words = {
	approve: '',
	changes: 'Please say which codes make up a diagnosis, and combine the years before 2015.',
	reject: 'This table is not within the purpose that was approved.'
} as const satisfies Record<Choice, string>;
const codes = { approve: [], changes: ['context', 'small'], reject: ['scope'] } as const;

/**
 * One checker's vote on the files as they are now, the same for each; those whose approvals are
 * carried are left as they are.
 */
export async function votedOutput(
	{ sql, at, tools }: Pick<OutputStage, 'sql' | 'at' | 'tools'>,
	id: string,
	key: PersonKey,
	choice: Choice
): Promise<void> {
	const { db, actor } = await player(sql, key);
	const [seen, carried] = await db.read(
		async (tx) => [await files.files(tx, id), await review.carried(tx, id)] as const
	);
	if (seen.length > 0) await compareAgain(db, tools.vault, actor, { id, at });
	await vote(db, actor, {
		id,
		scope: { within: choice !== 'reject', words: words.reject },
		verdicts: seen
			.filter((file) => !file.supporting && !carried.includes(file.id))
			.map((file) => ({
				file: file.id,
				choice,
				reasons: codes[choice],
				words: words[choice],
				exception: 'The groups are public.'
			})),
		files: seen.map((file) => ({ id: file.id, sha256: file.sha256 })),
		once: once(),
		at
	});
}

export async function releasedOutput(stage: OutputStage, query: OutputQuery): Promise<string> {
	const id = await submittedOutput(stage, query);
	await votedOutput(stage, id, 'carlos', 'approve');
	await votedOutput(stage, id, 'wei', 'approve');
	return id;
}

export async function returnedOutput(stage: OutputStage, query: OutputQuery): Promise<string> {
	const id = await submittedOutput(stage, query);
	await votedOutput(stage, id, 'carlos', 'changes');
	await votedOutput(stage, id, 'wei', 'approve');
	return id;
}

/**
 * A released request that is released again each month, one back for changes, one with a single vote,
 * and one that nobody has looked at.
 */
export async function seedOutputs(stage: OutputStage): Promise<void> {
	await regularInForce(stage, await releasedOutput(stage, 'byYear'));
	await returnedOutput(stage, 'deaths');
	const half = await submittedOutput(stage, 'byBirth');
	await votedOutput(stage, half, 'wei', 'approve');
	await submittedOutput(stage, 'deaths');
}

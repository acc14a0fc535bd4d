import { move, requireReview } from '#domain/outputs/publications/decide.server.ts';
import { addTables, start } from '#domain/outputs/publications/prepare.server.ts';
import * as store from '#domain/outputs/publications/store.server.ts';
import { find } from '#domain/workspaces/store.server.ts';
import { londonDay } from '#platform/time.ts';
import { player, type OutputStage } from './stage.ts';

/** From here on results from these data are reviewed before they are published. */
export async function reviewRequired(
	{ sql, at }: Pick<OutputStage, 'sql' | 'at'>,
	dataset: string
): Promise<void> {
	const { db, actor } = await player(sql, 'ingrid');
	await requireReview(db, actor, { dataset, required: true, at });
}

/**
 * A manuscript with the project's released table, in which one figure was mistyped, as a reviewer
 * finds it. Gives the publication's id.
 */
export async function submittedPublication({
	tools,
	sql,
	workspace,
	member,
	at
}: OutputStage): Promise<string> {
	const { db, actor } = await player(sql, member);
	const { projectId, released } = await db.read(async (tx) => {
		const { projectId: project } = await find(tx, workspace);
		return { projectId: project, released: await store.released(tx, project) };
	});
	const id = await start(db, actor, {
		project: projectId,
		title: 'Twelve years of diagnoses in London: a descriptive study',
		journal: 'Journal of Open Health Data',
		plannedOn: londonDay(at).add({ months: 3 }),
		once: crypto.randomUUID(),
		at
	});
	const table = new TextDecoder().decode(await tools.objects.get(released[0]?.sha256 ?? ''));
	await addTables(tools, db, actor, {
		id,
		version: 1,
		name: 'Table 1.csv',
		bytes: new TextEncoder().encode(mistyped(table)),
		at
	});
	await move(db, actor, 'publication.submit', { id, version: 2, at });
	return id;
}

/** The table with the last figure of its third row one greater than it was. */
const mistyped = (csv: string): string =>
	csv
		.split('\n')
		.map((line, at) =>
			at === 3 ? line.replace(/\d+(?=\r?$)/, (figure) => String(Number(figure) + 1)) : line
		)
		.join('\n');

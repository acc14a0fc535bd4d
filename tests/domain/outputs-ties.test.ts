import { describe, expect } from 'vitest';
import { emailOf, personId, type PersonKey } from '#db/seed/people.ts';
import * as seed from '#db/seed/outputs.ts';
import { proposedRegular, votedRegular } from '#db/seed/regular.ts';
import { decide, move } from '#domain/outputs/publications/decide.server.ts';
import { addTables, start } from '#domain/outputs/publications/prepare.server.ts';
import { read } from '#domain/outputs/publications/read.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { declareTie, endTie } from '#domain/people/ties/declare.server.ts';
import { tiesOf } from '#domain/people/ties/store.server.ts';
import { missing, test, type OutputScene } from './outputs-scene.ts';

/** Says as one person that they write with another. */
async function tied({ stage, as }: OutputScene, key: PersonKey, other: PersonKey): Promise<void> {
	const { db, actor } = await as(key);
	await declareTie(db, actor, { email: emailOf(other), kind: 'co-author', at: stage.at });
}

/** A manuscript of Amara's project, sent to be looked at. */
async function manuscript({ stage, project, as }: OutputScene): Promise<string> {
	const { db, actor } = await as('amara');
	const { at, tools } = stage;
	const id = await start(db, actor, {
		project,
		title: 'Diabetes and mood',
		journal: 'A journal',
		plannedOn: Temporal.PlainDate.from('2027-03-01'),
		once: crypto.randomUUID(),
		at
	});
	const bytes = new TextEncoder().encode('group,people\na,120\n');
	const version = async () => (await read(db, actor, id)).publication.version;
	await addTables(tools, db, actor, {
		id,
		version: await version(),
		name: 'tables.csv',
		bytes,
		at
	});
	await move(db, actor, 'publication.submit', { id, version: await version(), at });
	return id;
}

describe.skipIf(missing !== null)('a tie', () => {
	test('is declared by those who check, of somebody who is here, never of oneself; it ends once and by whoever declared it', async ({
		outputs,
		scene
	}) => {
		const { as, stage } = outputs;
		const { at } = stage;
		const said = { email: emailOf('carlos'), kind: 'co-author', at } as const;
		const amara = await as('amara');
		await expect(declareTie(amara.db, amara.actor, said)).rejects.toMatchObject({ status: 403 });
		const { db, actor } = await as('carlos');
		await expect(declareTie(db, actor, said)).rejects.toThrow(/your own address/);
		await expect(
			declareTie(db, actor, { ...said, email: 'nobody@nowhere.example' })
		).rejects.toMatchObject({ status: 409 });

		await tied(outputs, 'carlos', 'amara');
		const [tie] = await db.read((tx) => tiesOf(tx, actor.id));
		expect(tie).toMatchObject({ other: 'Amara Okafor', kind: 'co-author', until: null });
		const wei = await as('wei');
		expect(await wei.db.read((tx) => tiesOf(tx, actor.id))).toHaveLength(0);
		const ended = { tie: tie?.id ?? '', at };
		await expect(endTie(wei.db, wei.actor, ended)).rejects.toMatchObject({ status: 404 });
		await endTie(db, actor, ended);
		await expect(endTie(db, actor, ended)).rejects.toMatchObject({ status: 404 });

		const events = await scene.owner<{ action: string }[]>`
			select action from event where action in ('person.declare-tie', 'person.end-tie') order by seq
		`;
		expect(events.map(({ action }) => action)).toEqual(['person.declare-tie', 'person.end-tie']);
	});

	test('that ended today keeps apart for the months of the policy, and one declared again goes on', async ({
		outputs,
		scene
	}) => {
		const { as, stage } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const { db, actor } = await as('carlos');
		await tied(outputs, 'carlos', 'tomas');
		const [tie] = await db.read((tx) => tiesOf(tx, actor.id));
		await endTie(db, actor, { tie: tie?.id ?? '', at: stage.at });
		await expect(db.read((tx) => find(tx, id))).rejects.toMatchObject({ status: 404 });
		await scene.owner`update person_tie set until = current_date - interval '36 months'`;
		expect((await db.read((tx) => find(tx, id))).id).toBe(id);
		await tied(outputs, 'carlos', 'tomas');
		expect(await db.read((tx) => tiesOf(tx, actor.id))).toMatchObject([{ until: null }]);
		await expect(db.read((tx) => find(tx, id))).rejects.toMatchObject({ status: 404 });
	});

	test('keeps away from deciding a publication, in the portal and behind it', async ({
		outputs,
		scene
	}) => {
		const { as, stage } = outputs;
		const id = await manuscript(outputs);
		await tied(outputs, 'ingrid', 'amara');
		const [ingrid, wei] = [await as('ingrid'), await as('wei')];
		const { version } = (await read(wei.db, wei.actor, id)).publication;
		const judged = { id, version, at: stage.at, decision: 'approve', reason: '' } as const;
		await expect(decide(ingrid.db, ingrid.actor, judged)).rejects.toMatchObject({ status: 404 });
		// the wall behind row security: even who sees every row decides only in the name of a stranger
		await expect(
			scene.owner.begin(async (tx) => {
				await tx`select set_config('app.person', ${personId('ingrid')}, true)`;
				await tx`
					update publication
					set status = 'approved', approved_at = ${stage.at}, decided_by = ${personId('ingrid')}
					where id = ${id}
				`;
			})
		).rejects.toThrow(/close to/);
		await decide(wei.db, wei.actor, judged);
	});

	test('keeps away from regular releases, and from what a request was compared with', async ({
		outputs,
		scene
	}) => {
		const { as, stage } = outputs;
		const request = await seed.releasedOutput(stage, 'byYear');
		const regular = await proposedRegular(stage, request);
		const compared = await seed.submittedOutput(stage, 'byYear');
		await scene.owner`
			insert into output_difference (comparison_id, position, file_id, cell, level, within)
			select c.id, 999, f.id, '2021', 'review', false
			from output_comparison c
			join output_file f on f.request_id = c.request_id
			where c.request_id = ${compared}
		`;
		await scene.owner`
			insert into output_difference_source (comparison_id, position, kind, size_class, release_id, file, cells)
			select c.id, 999, 'nested', '1 to 9 people', r.id, 'Years.csv', '2021'
			from output_comparison c, release r
			where c.request_id = ${compared}
		`;
		const sources = async () => {
			const { db } = await as('wei');
			return (await db.read((tx) => tx`select from output_difference_source`)).length;
		};
		expect(await sources()).toBe(1);
		await tied(outputs, 'wei', 'amara');
		expect(await sources()).toBe(0);
		await expect(votedRegular(stage, regular, 'wei')).rejects.toMatchObject({ status: 404 });
		await votedRegular(stage, regular, 'carlos');
	});
});

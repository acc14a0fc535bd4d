import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect } from 'vitest';
import { provision } from '#domain/workspaces/provision.server.ts';
import { answersFrom, RulesForm } from '#domain/workspaces/rules/form.ts';
import { ChoicesSchema } from '#domain/workspaces/rules/choices.ts';
import { rulesPage, setRules } from '#domain/workspaces/rules/set.server.ts';
import { at, test, type Scene } from './workspaces-scene.ts';

/** The answers of a form that nobody has changed, with some changed. */
const answers = (changes: Partial<Record<string, string>> = {}) =>
	v.parse(RulesForm, {
		...answersFrom(v.parse(ChoicesSchema, {})),
		reason: 'The study needs no days.',
		...changes
	});

async function made(scene: Scene): Promise<string> {
	const [row] = await scene.db.owner<{ id: string }[]>`
		select id from workspace where project_id = ${scene.project}`;
	return row?.id ?? '';
}

const run = (scene: Scene, workspace: string) =>
	provision(
		{ sql: scene.db.worker, vault: scene.vault },
		{ workspace, now: () => Temporal.Now.instant() }
	);

test('the rules that a data manager sets are those that the extract is made by', async ({
	scene
}) => {
	const workspace = await made(scene);
	await run(scene, workspace);
	const manager = await scene.as('ingrid');
	const order = { workspace, answers: answers({ dates: 'month', ageBand: '5' }), at };
	expect(await setRules(manager.db, manager.actor, scene.jobs, order)).toEqual({});
	const page = await rulesPage(manager.db, manager.actor, workspace);
	expect(page.status).toBe('provisioning');
	expect(page.answers).toMatchObject({
		dates: 'month',
		ageBand: '5',
		preset: 'controlled research'
	});
	expect(page.versions).toMatchObject([{ version: 1, reason: 'The study needs no days.' }]);
	await run(scene, workspace);
	const [row] = await scene.db.owner<{ status: string; snapshotId: string }[]>`
		select status, snapshot_id from workspace where id = ${workspace}`;
	expect(row?.status).toBe('gate');
	const manifest = JSON.parse(
		readFileSync(join(scene.home, 'snapshots', row?.snapshotId ?? '', 'manifest.json'), 'utf8')
	) as { choices: object; tables: { name: string; columns: { name: string; type: string }[] }[] };
	expect(manifest.choices).toMatchObject({ dates: 'month', ageBand: 5 });
	const columns = manifest.tables.flatMap(({ columns }) => columns);
	expect(columns.some(({ type }) => type === 'DATE')).toBe(false);
	expect(columns.map(({ name }) => name)).toContain('age_band');
	const events = await scene.db.owner<{ body: string }[]>`
		select body from event where action = 'workspace.set-rules'`;
	expect(events).toHaveLength(1);
});

test('what contradicts itself is told at its field, and nothing is written', async ({ scene }) => {
	const workspace = await made(scene);
	const manager = await scene.as('ingrid');
	const set = (changes: Partial<Record<string, string>>) =>
		setRules(manager.db, manager.actor, scene.jobs, { workspace, answers: answers(changes), at });
	expect(await set({ place: 'lsoa', why_places: 'Air.' })).toEqual({
		place:
			'A practice and a small area (LSOA) together point at a few streets: leave the care sites out, or choose a wider area.'
	});
	expect(Object.keys(await set({ rareCodes: 'keep' }))).toEqual(['rareCodes']);
	expect(Object.keys(await set({ preset: 'enhanced', dates: 'exact' }))).toEqual(['dates']);
	expect(await scene.db.owner`select from extract_rules`).toHaveLength(0);
});

test('only a data manager sets rules, and the database holds to it', async ({ scene }) => {
	const workspace = await made(scene);
	const order = { workspace, answers: answers(), at };
	// a member cannot lock the workspace, so to her it is not there to be changed
	for (const [key, status] of [
		['farah', 403],
		['amara', 404]
	] as const) {
		const other = await scene.as(key);
		await expect(setRules(other.db, other.actor, scene.jobs, order)).rejects.toMatchObject({
			status
		});
		await expect(
			other.db.write(
				(tx) => tx`
					insert into extract_rules (workspace_id, version, choices, reason, set_by, at)
					values (${workspace}, 1, '{}', 'Mine', ${other.actor.id}, ${at})
				`
			)
		).rejects.toThrow(/row-level security/);
	}
	const farah = await scene.as('farah');
	expect((await rulesPage(farah.db, farah.actor, workspace)).mayChoose).toBe(false);
});

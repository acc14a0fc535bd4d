import { describe, expect } from 'vitest';
import { bind, type Sql, type Tx } from '#platform/db.server.ts';
import { personId, type PersonKey } from '#db/seed/people.ts';
import { seedPeople, seedService } from '#db/seed/roles.ts';
import { test as base } from '../support/database.ts';
import { added, touched } from './row-security-writes.ts';
import { at, brightwell, common, project, thames } from './row-security-scene.ts';

/** What has row security but is nobody's project: who serves in which role, and invoice numbering. */
const ofTheService = [
	'service_role',
	'committee_member',
	'controller_role',
	'organisation_member',
	'disclosure_policy',
	'dataset_version',
	'dataset_version_table',
	'dataset_version_column',
	'feasibility_answer'
];
/** Rows made with the people and organisations, before any project. */
const before = ['person', 'organisation'];

type Scene = {
	readonly portal: Sql;
	readonly owner: Sql;
	/** Every table under row security, by name. */
	readonly tables: readonly string[];
};

const test = base.extend<{ scene: Scene }>({
	scene: async ({ db }, use) => {
		await db.owner.begin(async (tx) => {
			await seedService(tx, at);
			await seedPeople(tx, at);
			await common(tx);
			await project(tx, thames);
		});
		const found = await db.owner<{ name: string }[]>`
			select relname as name from pg_class
			where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity
			order by relname
		`;
		await use({ ...db, tables: found.map(({ name }) => name) });
	}
});

const second = (scene: Scene) => scene.owner.begin((tx) => project(tx, brightwell));

type Counts = Record<string, number>;

/** `select count(*)` of every table, with no policy asked: what row security alone lets through. */
async function counts(scene: Scene, tx: Tx | Sql): Promise<Counts> {
	const all: Counts = {};
	for (const table of scene.tables) {
		const [may] = await tx<{ read: boolean }[]>`
			select has_any_column_privilege(current_user, ${table}, 'select') as read
		`;
		if (!may?.read) continue;
		const [row] = await tx<{ rows: bigint }[]>`select count(*) as rows from ${tx(table)}`;
		all[table] = Number(row?.rows ?? -1n);
	}
	return all;
}

const seenBy = (scene: Scene, key: PersonKey | null): Promise<Counts> =>
	bind(scene.portal, key === null ? null : personId(key)).read((tx) => counts(scene, tx));

const empty = (all: Counts) => Object.keys(all).filter((table) => all[table] === 0);
const some = (all: Counts) => Object.keys(all).filter((table) => (all[table] ?? 0) > 0);

describe('row security', () => {
	test('has rows of both projects to hide, in every table it stands before', async ({ scene }) => {
		const first = await counts(scene, scene.owner);
		await second(scene);
		const both = await counts(scene, scene.owner);
		const grown = scene.tables.filter((table) => (both[table] ?? 0) > (first[table] ?? 0));
		expect(grown).toEqual(
			scene.tables.filter((table) => ![...ofTheService, ...before].includes(table))
		);
		expect(empty(first)).toEqual([]);
	});

	test.for(['amara', 'tomas', 'helen'] as const)(
		'shows %s of one organisation not one row of the other’s project',
		async (key, { scene }) => {
			const alone = await seenBy(scene, key);
			await second(scene);
			expect(await seenBy(scene, key)).toEqual(alone);
		}
	);

	test('shows people of a project its own rows', async ({ scene }) => {
		const seen = some(await seenBy(scene, 'amara'));
		for (const table of ['application', 'project', 'workspace', 'run', 'output_file', 'release'])
			expect(seen).toContain(table);
		expect(some(await seenBy(scene, 'helen'))).toEqual(
			expect.arrayContaining(['agreement', 'project', 'invoice', 'purchase_order', 'ledger_entry'])
		);
	});

	test('shows a colleague who is no member nothing of what is done in the project', async ({
		scene
	}) => {
		const seen = some(await seenBy(scene, 'tomas'));
		const content =
			/^(application|workspace|run|row_view|provisioning|gate|output|release|quote|notebook|ingress|library|usage|archive)/;
		expect(seen.filter((table) => content.test(table))).toEqual([]);
	});

	test('shows a finance contact bills and no scientific content', async ({ scene }) => {
		await second(scene);
		const seen = some(await seenBy(scene, 'chloe'));
		expect(seen).toEqual(
			expect.arrayContaining(['invoice', 'ledger_entry', 'payment', 'project', 'purchase_order'])
		);
		const content =
			/^(agreement|application|code_list|decision|feasibility|gate|ingress|library|notebook|objection|output|provisioning|quote|release|review|row_view|run|vote|workspace)/;
		expect(seen.filter((table) => content.test(table))).toEqual([]);
	});

	test('keeps votes, interests, reviews, private words and evidence from those they are about', async ({
		scene
	}) => {
		const seen = await seenBy(scene, 'amara');
		const kept = {
			vote: 0,
			declaration: 0,
			review_stream: 0,
			condition_confirmation: 0,
			output_evidence: 0
		};
		expect(seen).toMatchObject(kept);
		expect(seen['output_comment'], 'the one that is not between checkers').toBe(1);
		expect(await seenBy(scene, 'carlos')).toMatchObject({ output_evidence: 1, output_comment: 2 });
	});

	test('shows the report of an extract, whose counts are exact, to gatekeepers and auditors only', async ({
		scene
	}) => {
		const rows = async (key: PersonKey) => (await seenBy(scene, key))['workspace_report'];
		for (const key of ['amara', 'helen', 'carlos', 'nadia', 'grace', 'miriam'] as const)
			expect(await rows(key), key).toBe(0);
		for (const key of ['ingrid', 'farah', 'ruth'] as const) expect(await rows(key), key).toBe(1);
		const ingrid = bind(scene.portal, personId('ingrid'));
		await expect(
			ingrid.write((tx) => tx`update workspace_report set report = '{}'`)
		).rejects.toMatchObject({ code: '42501' });
	});

	test('shows a data controller a notice of an approved study, and no application', async ({
		scene
	}) => {
		const seen = await seenBy(scene, 'ravi');
		for (const table of Object.keys(seen).filter((name) =>
			/^(application|decision|feasibility|quote)/.test(name)
		))
			expect(seen[table], table).toBe(0);
		expect(seen['objection'], 'their own').toBe(1);
		const notices = (key: PersonKey) =>
			bind(scene.portal, personId(key)).read((tx) => tx`select * from app.notices()`);
		const [notice] = await notices('ravi');
		expect(notice).toMatchObject({ title: 'A study', status: 'approved', tier: 'academic' });
		expect(Object.keys(notice ?? {})).not.toContain('answers');
		for (const key of ['amara', 'priya', 'helen', 'grace'] as const)
			expect(await notices(key), key).toEqual([]);
		await scene.owner`update application set status = 'in_review'`;
		expect(await notices('ravi'), 'before the committee approved').toEqual([]);
	});

	test('shows events within the service to the service’s people only', async ({ scene }) => {
		const actions = (key: PersonKey) =>
			bind(scene.portal, personId(key)).read(
				(tx) => tx<{ action: string }[]>`select action from event order by seq`
			);
		expect((await actions('amara')).map(({ action }) => action)).toEqual(['application.submit']);
		expect(await actions('priya')).toEqual([]);
		expect((await actions('grace')).length).toBe(2);
	});

	test('shows nothing to whoever is not signed in, but the service’s own name and what is published', async ({
		scene
	}) => {
		await second(scene);
		const seen = await seenBy(scene, null);
		// the published version of the one dataset, and not the draft of its next
		expect(some(seen)).toEqual(['dataset_version', 'person']);
		expect(seen['dataset_version']).toBe(1);
		expect(seen['person']).toBe(1);
	});

	test('lets members of a project neither open their gate nor approve it', async ({ scene }) => {
		const amara = bind(scene.portal, personId('amara'));
		const [workspace] = await scene.owner<{ id: string }[]>`select id from workspace`;
		await expect(
			amara.write(
				(tx) => tx`
					insert into gate_approval (workspace_id, snapshot_id, person_id, role, at)
					values (${workspace?.id ?? ''}, 'other', ${personId('amara')}, 'privacy-officer', ${at})
				`
			)
		).rejects.toMatchObject({ code: '42501' });
		const moved = await amara.write((tx) => tx`update workspace set status = 'closed'`);
		expect(moved.count).toBe(0);
	});

	test.for(['amara', 'helen', 'tomas'] as const)(
		'lets %s change and remove no row of the other project',
		async (key, { scene }) => {
			const alone = await touched(scene, key);
			expect(Object.keys(alone).length).toBeGreaterThan(10);
			await second(scene);
			expect(await touched(scene, key)).toEqual(alone);
		}
	);

	test.for(['amara', 'helen', 'tomas'] as const)(
		'lets %s add no row to the other project, not even in their own name',
		async (key, { scene }) => {
			await second(scene);
			expect(await added(scene, key)).toEqual({});
		}
	);
});

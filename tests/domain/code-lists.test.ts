import { personId, type PersonKey } from '#db/seed/people.ts';
import { player } from '#db/seed/stage.ts';
import { canonicalCohort, CohortSchema } from '#domain/catalogue/cohort.ts';
import { count } from '#domain/catalogue/feasibility/count.server.ts';
import {
	discardVersion,
	importList,
	importVersion
} from '#domain/catalogue/code-lists/import.server.ts';
import { listPage, listsPage } from '#domain/catalogue/code-lists/read.server.ts';
import type { Look } from '#domain/catalogue/code-lists/resolve.ts';
import { conceptsIn, faults } from '#domain/catalogue/code-lists/store.server.ts';
import { one as registerEntry } from '#domain/transparency/read.server.ts';
import { bind, connect } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { describe, expect } from 'vitest';
import * as v from 'valibot';
import { at, common, project, thames } from '../security/row-security-scene.ts';
import { seedPeople, seedService } from '#db/seed/roles.ts';
import { test as base } from '../support/database.ts';

const test = base.extend<{ seeded: object }>({
	seeded: [
		async ({ db }, use) => {
			await db.owner.begin(async (tx) => {
				await seedService(tx, at);
				await seedPeople(tx, at);
				await common(tx);
				await project(tx, thames);
			});
			await use({});
		},
		{ auto: true }
	]
});

const application = '00000001-0000-7000-8000-000000000003';
const known = [
	{ id: 201826, name: 'Type 2 diabetes', domain: 'Condition', code: '44054006', standard: true },
	{ id: 201820, name: 'Diabetes', domain: 'Condition', code: '73211009', standard: true }
];
const look: Look = (asked) =>
	Promise.resolve(
		known.filter((it) =>
			'ids' in asked ? asked.ids.includes(it.id) : asked.codes.includes(it.code)
		)
	);
const csv = (...lines: string[]) => Buffer.from(['code,term', ...lines, ''].join('\n'));
const both = csv('44054006,Type 2', '73211009,Diabetes');
const problem = (status: Problem['status']) => expect.objectContaining({ status }) as Problem;

type Db = Parameters<typeof player>[0];
async function imported(portal: Db, bytes: Buffer, key: PersonKey = 'amara') {
	const { db, actor } = await player(portal, key);
	const asked = { name: 'Diabetes', vocabulary: 'snomed', description: '' } as const;
	const done = await importList(db, actor, look, {
		...{ ...asked, bytes, once: crypto.randomUUID(), at }
	});
	if (!done.ok) throw new Error(JSON.stringify(done.faults));
	return { id: done.list, db, actor };
}
const pageOf = ({ db, actor, id }: Awaited<ReturnType<typeof imported>>) =>
	listPage(db, actor, { id, version: null, against: null });

describe('a code list', () => {
	test('is imported in versions, whose difference is shown', async ({ db }) => {
		const list = await imported(db.portal, csv('44054006,Type 2', '195967001,Asthma'));
		const next = { list: list.id, bytes: both, note: 'Wider', at };
		const order = { ...next, once: crypto.randomUUID() };
		expect(await importVersion(list.db, list.actor, look, order)).toMatchObject({ ok: true });
		const page = await pageOf(list);
		expect(page).toMatchObject({
			shown: 2,
			against: 1,
			counts: { added: 1, removed: 1, changed: 0 }
		});
		expect(page.versions.map(({ number, codes, known: k }) => [number, codes, k])).toEqual([
			[2, 2, 2],
			[1, 2, 1]
		]);
		await expect(
			importVersion(list.db, list.actor, look, { ...next, once: crypto.randomUUID() })
		).rejects.toEqual(problem(409));
		await expect(imported(db.portal, both)).rejects.toEqual(problem(409));
	});

	test('with a wrong line is not kept at all', async ({ db }) => {
		await expect(imported(db.portal, csv('44054006,A', '44054007,B'))).rejects.toThrow('"line":3');
		const { db: bound, actor } = await player(db.portal, 'amara');
		const { lists } = await listsPage(bound, actor, 1);
		expect(lists.map(({ name }) => name)).not.toContain('Diabetes');
	});

	test('is seen by its organisation and the service, and by nobody else', async ({ db }) => {
		const { id } = await imported(db.portal, both);
		const seen = async (key: PersonKey) => {
			const { db: bound, actor } = await player(db.portal, key);
			return listPage(bound, actor, { id, version: null, against: null });
		};
		await expect(seen('priya')).rejects.toEqual(problem(404));
		expect((await seen('ingrid')).imports).toBe(false);
		expect((await seen('tomas')).imports).toBe(true);
		await expect(imported(db.portal, both, 'ingrid')).rejects.toEqual(problem(403));
	});

	test('never changes, and stays once a count has named it', async ({ db }) => {
		const list = await imported(db.portal, both);
		const [latest] = (await pageOf(list)).versions;
		const version = latest?.id ?? '';
		await expect(
			db.owner`update code_list_version set note = 'x' where id = ${version}`
		).rejects.toThrow();
		await expect(
			db.owner`delete from code_list_code where version_id = ${version}`
		).rejects.toThrow();
		await expect(
			db.owner`insert into code_list_code values (${version}, 9, '1', '', null, null, null)`
		).rejects.toThrow();
		const more = { list: list.id, bytes: csv('44054006,Type 2'), note: '' };
		await importVersion(list.db, list.actor, look, { ...more, once: crypto.randomUUID(), at });
		const second = (await pageOf(list)).versions[0];
		expect(second?.mayDiscard).toBe(true);
		await discardVersion(list.db, list.actor, { list: list.id, version: second?.id ?? '', at });
		await counted(list, version, [201820, 201826]);
		expect((await pageOf(list)).versions).toMatchObject([{ used: true, mayDiscard: false }]);
		await expect(db.owner`delete from code_list_version where id = ${version}`).rejects.toThrow(
			'stays'
		);
		await expect(
			discardVersion(list.db, list.actor, { list: list.id, version, at })
		).rejects.toEqual(problem(409));
	});

	test('stands in a count for its own concepts and no others', async ({ db }) => {
		const list = await imported(db.portal, both);
		const version = (await pageOf(list)).versions[0]?.id ?? '';
		expect(await list.db.read((tx) => conceptsIn(tx, version, 'condition'))).toEqual([
			201820, 201826
		]);
		expect(await list.db.read((tx) => conceptsIn(tx, version, 'drug'))).toEqual([]);
		await expect(counted(list, version, [201820])).rejects.toEqual(problem(409));
		await expect(counted(list, crypto.randomUUID(), [201820])).rejects.toEqual(problem(409));
		const cohort = cohortWith(version, [201826, 201820]);
		expect(await list.db.read((tx) => faults(tx, cohort))).toEqual([]);
		const forged = cohortWith(version, [1]);
		const vault = connect(db.vaultUrl);
		const told = bind(vault, personId('ingrid')).read((tx) => faults(tx, forged));
		expect(await told.finally(() => vault.end())).toEqual(['Diabetes, version 1']);
	});

	test('is in the public register of the project whose people it says', async ({ db }) => {
		const list = await imported(db.portal, both);
		const version = (await pageOf(list)).versions[0];
		const cohort = cohortWith(version?.id ?? '', [201820, 201826]);
		await db.owner`
			update application
			set answers = jsonb_build_object('safe-data', jsonb_build_object('cohort', ${db.owner.json(cohort)}))
			where id = ${application}
		`;
		const entry = await registerEntry(bind(db.portal, null), application);
		expect(entry.codeLists).toEqual([
			{
				...{ name: 'Diabetes', vocabulary: 'SNOMED CT', number: 1, codes: 2, include: true },
				sha256: version?.sha256
			}
		]);
	});
});

const cohortWith = (list: string, concepts: number[]) =>
	canonicalCohort(v.parse(CohortSchema, { criteria: [{ kind: 'condition', concepts, list }] }));

const counted = (
	{ db, actor }: Awaited<ReturnType<typeof imported>>,
	list: string,
	concepts: number[]
) =>
	count(
		db,
		actor,
		() => Promise.resolve({ shown: '1,000', count: 1000, usable: null, steps: [] } as never),
		{ cohort: cohortWith(list, concepts), purpose: 'research', once: crypto.randomUUID(), at }
	);

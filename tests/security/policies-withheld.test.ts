import { describe, expect } from 'vitest';
import { draftFromFile } from '#domain/outputs/draft.server.ts';
import { evidence, files } from '#domain/outputs/files/store.server.ts';
import { limitsOf } from '#domain/disclosure/policies/limits.server.ts';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import type { Json } from '#platform/canonical.ts';
import { digest } from '#platform/digest.server.ts';
import { londonDay } from '#platform/time.ts';
import { addSql } from '#domain/outputs/edit.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { personId, type PersonKey } from '#db/seed/people.ts';
import { bind, type Sql } from '#platform/db.server.ts';
import { missing, test, type OutputScene } from '../domain/outputs-scene.ts';

/** Numbers that stand nowhere else, so that finding one of them is finding the policy. */
const secret = {
	...usualPolicy,
	threshold: 12,
	dominance: { n: 3, k: 71.37 },
	pPercent: 13.31,
	pq: { p: 17.19, q: 91.73 },
	classShare: 0.8317,
	maximumRows: 77,
	rounding: null
};
const numbers = /71\.37|13\.31|17\.19|91\.73|0\.8317|83\.17/;

async function inForce(owner: Sql, { stage }: OutputScene) {
	const content = secret as unknown as Json;
	await owner`
		insert into disclosure_policy (version, edition, effective_from, content, sha256, status, reason)
		select max(version) + 1, max(edition) + 1, ${londonDay(stage.at)}, ${owner.json(content)}, ${digest(content)}, 'approved', 'dominance is now 71.37'
		from disclosure_policy
	`;
	const [row] = await owner<
		{ version: number }[]
	>`select max(version) as version from disclosure_policy`;
	return row?.version ?? 0;
}

const rowsOf = (count: number) =>
	`area,count\n${Array.from({ length: count }, (_, at) => `Area${String(at)},${String(120 + 10 * at)}`).join('\n')}\n`;

describe.skipIf(missing !== null)('the confidential part of a disclosure policy', () => {
	test('cannot be selected by the portal, in whoever’s name', async ({ outputs, scene }) => {
		await inForce(scene.owner, outputs);
		for (const key of ['amara', 'tomas', 'carlos', 'farah'] as const)
			for (const column of ['content', 'sha256', 'reason', '*'])
				await expect(
					bind(scene.portal, personId(key)).read((tx) =>
						tx.unsafe(`select ${column} from disclosure_policy`)
					),
					`${key} ${column}`
				).rejects.toMatchObject({ code: '42501' });
		await expect(scene.worker`select content from disclosure_policy`).rejects.toMatchObject({
			code: '42501'
		});
	});

	test('is told to checkers and those who decide on it, and to no researcher', async ({
		outputs,
		scene
	}) => {
		const version = await inForce(scene.owner, outputs);
		const told = async (key: PersonKey | null) => {
			const found = await bind(scene.portal, key === null ? null : personId(key)).read(
				(tx) => tx`select * from app.policy_words() where version = ${version}`
			);
			return numbers.test(JSON.stringify(found));
		};
		for (const key of ['carlos', 'farah', 'ingrid'] as const)
			expect(await told(key), key).toBe(true);
		for (const key of ['amara', 'tomas', 'priya', 'helen', 'daniel', null] as const)
			expect(await told(key), String(key)).toBe(false);
	});

	test('is nowhere in what a researcher’s session can read of any table, view or function', async ({
		outputs,
		scene
	}) => {
		const version = await inForce(scene.owner, outputs);
		const readable = await scene.owner<{ name: string }[]>`
			select relname as name from pg_class
			where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'p')
			  and has_table_privilege('aldgate_portal', oid, 'select')
		`;
		expect(readable.length).toBeGreaterThan(40);
		const amara = bind(scene.portal, personId('amara'));
		for (const { name } of readable) {
			const rows = await amara.read((tx) => tx`select t::text as line from ${tx(name)} t`);
			expect(JSON.stringify(rows), name).not.toMatch(numbers);
		}
		const [shown] = await amara.read(
			(tx) => tx<{ content: string }[]>`select content from app.public_policies(${[version]})`
		);
		expect(JSON.parse(shown?.content ?? '')).toEqual({ threshold: 12, rounding: null });
		expect(
			await bind(scene.portal, null).read(
				(tx) => tx`select content from app.public_policies(${[version]})`
			)
		).toHaveLength(0);
		const limits = await limitsOf(
			amara,
			(await outputs.as('amara')).actor,
			londonDay(outputs.stage.at)
		);
		expect(limits[0]?.parameters.map(({ value }) => value)).toEqual(['12', 'off']);
	});

	test('judges files and tables all the same, and is not in what is kept of them', async ({
		outputs,
		scene
	}) => {
		const { stage } = outputs;
		const { db, actor } = await outputs.as('amara');
		const sent = (count: number) =>
			draftFromFile(stage.tools, db, actor, {
				workspace: stage.workspace,
				title: 'By area',
				name: 'areas.csv',
				claim: 'none',
				bytes: new TextEncoder().encode(rowsOf(count)),
				once: crypto.randomUUID(),
				at: stage.at
			});
		const rulesOf = async (id: string) => {
			const [file] = await db.read((tx) => files(tx, id));
			return file?.answer.kind === 'file' ? file.answer.findings.map(({ rule }) => rule) : [];
		};
		const before = await sent(90);
		expect(await rulesOf(before)).not.toContain('rows');
		await inForce(scene.owner, outputs);
		const id = await sent(90);
		expect(await rulesOf(id), 'more rows than the policy of today allows').toContain('rows');
		expect(await rulesOf(await sent(20))).not.toContain('rows');

		// what was begun under the earlier policy is scanned by that one
		const { version } = await db.read((tx) => find(tx, id));
		const sql = 'select gender_concept_id, count(distinct person_id) as n from person group by 1';
		const order = { id, version, sql, name: 'By sex', at: stage.at };
		await addSql(stage.tools, db, actor, order);
		const all = await db.read((tx) => files(tx, id));
		const table = all.find(({ kind }) => kind === 'table');
		expect(table?.answer.kind === 'table' && table.answer.table.policy.threshold).toBe(12);
		expect(JSON.stringify(all, plain)).not.toMatch(numbers);
		const kept = await (await outputs.as('carlos')).db.read((tx) => evidence(tx, id));
		const owned = await scene.owner`select evidence from output_evidence`;
		expect(owned.length).toBeGreaterThan(0);
		expect(JSON.stringify([kept, owned], plain)).not.toMatch(numbers);
	});

	test('is not in what vault and host answer the portal', async ({ outputs, scene }) => {
		await inForce(scene.owner, outputs);
		const { vault, host } = outputs.stage.tools;
		const asked = { person: personId('amara'), project: outputs.project };
		const bytes = new TextEncoder().encode(rowsOf(90));
		const scanned = await host.scan({ ...asked, name: 'areas.csv', bytes });
		expect(scanned.findings.map(({ rule }) => rule)).toContain('rows');
		const parsed = await host.serialise({
			person: asked.person,
			sql: 'select gender_concept_id, count(distinct person_id) as n from person group by 1'
		});
		if (!parsed.ok) throw new Error(parsed.error.message);
		const table = await vault.evidence({ ...asked, tree: parsed.tree });
		expect(JSON.stringify(table)).toContain('"researcher"');
		expect(JSON.stringify([scanned.findings, table])).not.toMatch(numbers);
	});
});

const plain = (_: string, value: unknown): unknown =>
	typeof value === 'bigint' ? String(value) : value;

import { describe, expect } from 'vitest';
import { organisationId, personId } from '#db/seed/people.ts';
import { draftFromSql } from '#domain/outputs/draft.server.ts';
import { files } from '#domain/outputs/files/store.server.ts';
import { vaultAnswer } from '#domain/outputs/files/vault-answer.ts';
import { setControl } from '#domain/outputs/remedy.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { usualPolicy, type Policy } from '#domain/disclosure/policy.ts';
import type { Sql } from '#platform/db.server.ts';
import { digest } from '#platform/digest.server.ts';
import type { Json } from '#platform/canonical.ts';
import { londonDay } from '#platform/time.ts';
import { missing, test, type OutputScene } from './outputs-scene.ts';

/** The service's own policy from today on. */
async function inForce(owner: Sql, { stage }: OutputScene, policy: Partial<Policy>) {
	const content = { ...usualPolicy, ...policy } as unknown as Json;
	await owner`
		insert into disclosure_policy (version, edition, effective_from, content, sha256, status)
		select max(version) + 1, max(edition) + 1, ${londonDay(stage.at)}, ${owner.json(content)}, ${digest(content)}, 'approved'
		from disclosure_policy
	`;
}

const bySex = 'select gender_concept_id, count(distinct person_id) as n from person group by 1';

const specification = {
	rows: ['gender_concept_id'],
	columns: [],
	unit: 'person_id',
	statistic: 'count',
	from: 'person',
	joins: [],
	fields: {
		gender_concept_id: { table: 'person', column: 'gender_concept_id' },
		person_id: { table: 'person', column: 'person_id' }
	},
	margins: true
};

async function draft({ stage, as }: OutputScene) {
	const { db, actor } = await as('amara');
	const asked = { workspace: stage.workspace, sql: bySex, title: 'By sex', at: stage.at };
	const once = crypto.randomUUID();
	const id = await draftFromSql(stage.tools, db, actor, { ...asked, once });
	const file = async () => {
		const [one] = await db.read((tx) => files(tx, id));
		if (one === undefined) throw new Error('There is no file.');
		return one;
	};
	return { id, file, db, actor };
}

describe.skipIf(missing !== null)('the vault', () => {
	test('reads a project’s policies itself, and takes none that is laxer from anybody', async ({
		outputs,
		scene
	}) => {
		const { tools } = outputs.stage;
		const person = personId('amara');
		const threshold = async (more: object) => {
			const asked = { person, project: outputs.project, specification, ...more };
			const answer = vaultAnswer(await tools.vault.evidence(asked));
			return answer.kind === 'table' ? answer.researcher.policy.threshold : answer.reason;
		};
		expect(await threshold({})).toBe(10);
		const { id } = await draft(outputs);
		await inForce(scene.owner, outputs, { threshold: 25 });
		expect(await threshold({})).toBe(25);
		expect(await threshold({ policy: { threshold: 2 } })).toBe(25);
		expect(await threshold({ policy: { threshold: 40 } })).toBe(40);
		expect(await threshold({ request: id }), 'as when the request was begun').toBe(10);
		await expect(threshold({ request: crypto.randomUUID() })).rejects.toThrow(/no such/);
	});

	test('holds no request of another project to its own policies', async ({ outputs, scene }) => {
		const { id } = await draft(outputs);
		const other = crypto.randomUUID();
		await scene.owner.begin(async (tx) => {
			await tx`set local session_replication_role = replica`;
			await tx`
				insert into project (id, application_id, agreement_id, organisation_id, title, status, starts_on, ends_on, status_since, created_at)
				select ${other}, gen_random_uuid(), gen_random_uuid(), ${organisationId('thames')}, 'Another', status, starts_on, ends_on, status_since, created_at
				from project where id = ${outputs.project}
			`;
			await tx`insert into project_member (project_id, person_id, role, added_at, terms_accepted_at) select ${other}, person_id, role, added_at, terms_accepted_at from project_member where project_id = ${outputs.project}`;
			await tx`insert into workspace (id, project_id, status, snapshot_id, opened_at, status_since) select gen_random_uuid(), ${other}, status, snapshot_id, opened_at, status_since from workspace where project_id = ${outputs.project}`;
		});
		const asked = { person: personId('amara'), project: other, specification, request: id };
		await expect(outputs.stage.tools.vault.evidence(asked)).rejects.toThrow(/no such/);
	});
});

describe.skipIf(missing !== null)('a rounding that the policy demands', () => {
	test('is in the bytes and the name of the control, and is not chosen away', async ({
		outputs,
		scene
	}) => {
		await inForce(scene.owner, outputs, { rounding: { method: 'conventional', base: 50 } });
		const { id, file, db, actor } = await draft(outputs);
		const rounded = async () => {
			const { control, sha256, answer } = await file();
			expect(control).toBe('round');
			const text = new TextDecoder().decode(await outputs.stage.tools.objects.get(sha256));
			const figures = text
				.trim()
				.split('\r\n')
				.slice(1)
				.map((line) => line.split(',').at(-1));
			expect(figures.filter((figure) => figure !== '*').length).toBeGreaterThan(1);
			for (const figure of figures) if (figure !== '*') expect(Number(figure) % 50).toBe(0);
			expect(answer.kind).toBe('table');
		};
		await rounded();
		const { version } = await db.read((tx) => find(tx, id));
		const { id: one } = await file();
		const order = { id, version, file: one, control: 'none' as const, at: outputs.stage.at };
		await setControl(outputs.stage.tools, db, actor, order);
		await rounded();
	});
});

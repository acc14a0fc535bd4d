import { verify } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { atTheGate, halfOpened, openWorkspace } from '#db/seed/workspaces.ts';
import type { PersonKey } from '#db/seed/people.ts';
import { approveGate } from '#domain/workspaces/approve-gate.server.ts';
import { gateOf } from '#domain/workspaces/gate.ts';
import { revokeGate } from '#domain/workspaces/gates/revoke.server.ts';
import { signGates } from '#domain/workspaces/gates/sign.server.ts';
import { moves, statuses } from '#domain/workspaces/gates/states.ts';
import * as gates from '#domain/workspaces/gates/store.server.ts';
import { endWaiver, waive } from '#domain/workspaces/gates/waive.server.ts';
import * as store from '#domain/workspaces/store.server.ts';
import { publicKeyOf } from '#platform/signing.server.ts';
import { londonDay } from '#platform/time.ts';
import { describe, expect } from 'vitest';
import { at, study, test, type Scene } from './workspaces-scene.ts';

const gate = async (scene: Scene, workspace: string) => {
	const { db } = await scene.as('ingrid');
	const found = await db.read(async (tx) =>
		gates.gateOfSnapshot(tx, workspace, (await store.find(tx, workspace)).snapshotId)
	);
	if (!found) throw new Error('no gate');
	return found;
};

async function states(scene: Scene, workspace: string): Promise<string[]> {
	const { db } = await scene.as('ingrid');
	const { id } = await gate(scene, workspace);
	return (await db.read((tx) => gates.history(tx, id))).map(({ to }) => to);
}

async function approve(scene: Scene, key: PersonKey, workspace: string) {
	const { db, actor } = await scene.as(key);
	const [{ snapshotId }, report] = await db.read((tx) =>
		Promise.all([store.find(tx, workspace), store.report(tx, workspace)])
	);
	return approveGate(db, actor, {
		workspace,
		snapshot: snapshotId ?? '',
		note: '',
		acknowledged: gateOf(report).acknowledge,
		at
	});
}

const today = londonDay(at);
const waiving = async (scene: Scene, key: PersonKey, workspace: string, change: object = {}) => {
	const { db, actor } = await scene.as(key);
	return waive(db, actor, {
		workspace,
		limit: 'smallest-group',
		reason: 'A rare disease',
		until: today.add({ days: 30 }),
		at,
		...change
	});
};

describe('the states of a gate', () => {
	test('are the same in the database and in the code', async ({ db }) => {
		const rows = await db.owner<{ name: string; fromStatus: string; toStatus: string }[]>`
			select name, from_status, to_status from gate_move
		`;
		const known = Object.entries(moves).flatMap(([name, { from, to }]) =>
			from.map((status) => `${name}: ${status} → ${to}`)
		);
		expect(rows.map((row) => `${row.name}: ${row.fromStatus} → ${row.toStatus}`).sort()).toEqual(
			known.sort()
		);
	});

	test('follow an extract from its first step to its release, and each is kept', async ({
		scene
	}) => {
		const workspace = await atTheGate(scene.stage, scene.project);
		expect(await states(scene, workspace)).toEqual(['draft', 'run', 'scanned', 'assessed']);
		await expect(approve(scene, 'farah', workspace), 'out of turn').rejects.toThrow(
			/data manager approves first/
		);
		await approve(scene, 'ingrid', workspace);
		await approve(scene, 'farah', workspace);
		expect((await states(scene, workspace)).slice(4)).toEqual([
			'approved_by_data_manager',
			'approved_by_ig',
			'released'
		]);
		const { id } = await gate(scene, workspace);
		await expect(scene.db.owner`delete from gate_history where gate_id = ${id}`).rejects.toThrow();
	});

	test('refuse every move that is not in the table, whoever makes it', async ({ scene }) => {
		const workspace = await atTheGate(scene.stage, scene.project);
		const { id, status } = await gate(scene, workspace);
		const allowed = Object.values(moves)
			.filter(({ from }) => (from as readonly string[]).includes(status))
			.map(({ to }) => to as string);
		for (const to of statuses) {
			if (to === status || allowed.includes(to)) continue;
			await expect(
				scene.db.owner`update gate set status = ${to}, reason = 'x' where id = ${id}`,
				to
			).rejects.toThrow(/cannot become/);
		}
		const manager = await scene.as('ingrid');
		await expect(
			manager.db.write(
				(tx) => tx`update gate set status = 'approved_by_data_manager' where id = ${id}`
			),
			'the portal can only revoke'
		).rejects.toThrow();
		await expect(
			scene.db.owner`
				update workspace set status = 'open', opened_at = now() where id = ${workspace}
			`,
			'a workspace does not open past its gate'
		).rejects.toThrow(/is assessed, so they are not used/);
	});

	test('block over a finding, and over a broken limit of the enhanced preset', async ({
		scene
	}) => {
		const workspace = await atTheGate(scene.stage, scene.project);
		await scene.db.owner`
			update workspace_report set report = jsonb_set(report, '{gate,verdict}', '"shut"') where workspace_id = ${workspace}
		`;
		expect((await gate(scene, workspace)).status).toBe('blocked');
		await expect(approve(scene, 'ingrid', workspace)).rejects.toThrow(/stays shut/);
	});
});

describe('a waiver', () => {
	test('is granted by a privacy officer of another project, for a reason and at most a year', async ({
		scene
	}) => {
		const workspace = await atTheGate(scene.stage, scene.project);
		for (const key of ['ingrid', 'carlos', 'grace'] as const)
			await expect(waiving(scene, key, workspace), key).rejects.toMatchObject({ status: 403 });
		for (const change of [
			{ until: today.subtract({ days: 1 }) },
			{ until: today.add({ months: 13 }) },
			{ limit: 'no-such-limit' }
		])
			await expect(waiving(scene, 'farah', workspace, change)).rejects.toMatchObject({
				status: 409
			});
		const id = await waiving(scene, 'farah', workspace);
		expect(id).toMatch(/^[0-9a-f-]{36}$/);
		const [event] = await scene.db
			.owner`select body::jsonb -> 'detail' as detail from event where action = 'gate.waive'`;
		expect(event).toMatchObject({ detail: { limit: 'smallest-group', reason: 'A rare disease' } });
		const { actor } = await scene.as('farah');
		await scene.db.owner`
			insert into project_member (project_id, person_id, role, added_at)
			values (${scene.project}, ${actor.id}, 'researcher', ${at})
		`;
		await expect(waiving(scene, 'farah', workspace)).rejects.toMatchObject({ status: 403 });
	});

	test('that ends shuts the data that leaned on it, for new runs, until it is renewed', async ({
		scene
	}) => {
		const workspace = await openWorkspace(scene.stage, scene.project);
		const { snapshotId } = await gate(scene, workspace);
		const { db, actor } = await scene.as('farah');
		const hindered = (days = 0) =>
			db.read((tx) => gates.hinders(tx, workspace, snapshotId, today.add({ days })));
		expect(await hindered()).toBeNull();
		await scene.db
			.owner`update gate set waived = '{smallest-group}' where workspace_id = ${workspace}`;
		expect(await hindered(), 'never granted').toMatch(/waiver/);
		const waiver = await waiving(scene, 'farah', workspace);
		expect(await hindered()).toBeNull();
		expect(await hindered(30)).toBeNull();
		expect(await hindered(31), 'over').toMatch(/has ended/);
		await waiving(scene, 'farah', workspace, { until: today.add({ days: 90 }) });
		expect(await hindered(31), 'renewed').toBeNull();
		await endWaiver(db, actor, { workspace, waiver, at });
		await expect(endWaiver(db, actor, { workspace, waiver, at })).rejects.toMatchObject({
			status: 409
		});
		await scene.db.owner`update gate_waiver set ended_at = now() where ended_at is null`;
		expect(await hindered()).toMatch(/has ended/);
	});
});

describe('data that were revoked', () => {
	test('are mounted no more, by the word of either role, for a reason', async ({ scene }) => {
		const workspace = await openWorkspace(scene.stage, scene.project);
		const { snapshotId } = await gate(scene, workspace);
		const asked = { workspace, snapshot: snapshotId ?? '', reason: 'A hospital withdrew', at };
		const lead = await scene.as(study.lead);
		await expect(revokeGate(lead.db, lead.actor, asked)).rejects.toMatchObject({ status: 404 });
		const officer = await scene.as('farah');
		await revokeGate(officer.db, officer.actor, asked);
		await expect(revokeGate(officer.db, officer.actor, asked)).rejects.toMatchObject({
			status: 409
		});
		expect(await officer.db.read((tx) => gates.hinders(tx, workspace, snapshotId, today))).toBe(
			'These data were revoked: A hospital withdrew'
		);
		const { actor } = await scene.as(study.lead);
		await expect(
			scene.vault.evidence({ person: actor.id, project: scene.project })
		).rejects.toThrow(/A hospital withdrew/);
	});
});

describe('what was let through', () => {
	test('is signed once by the vault, which reads approvals and files itself', async ({ scene }) => {
		const services = { sql: scene.db.portal, vault: scene.vault };
		const half = await halfOpened(scene.stage, scene.project);
		const early = await gate(scene, half);
		expect(await signGates(services, at), 'not while it waits').toBe(0);
		const { actor } = await scene.as('ingrid');
		await expect(scene.vault.signGate({ person: actor.id, gate: early.id })).rejects.toMatchObject({
			status: 404
		});
		await approve(scene, 'farah', half);
		expect(await signGates(services, at)).toBe(1);
		expect(await signGates(services, at), 'once').toBe(0);
		const { db } = await scene.as('ingrid');
		const signed = await db.read((tx) => gates.signed(tx, early.id));
		if (!signed) throw new Error('not signed');
		const [key] = await scene.db.owner<{ publicKey: string }[]>`
			select public_key from signing_key where id = ${signed.keyId}
		`;
		const holds = (text: string) =>
			verify(
				null,
				Buffer.from(text),
				publicKeyOf(key?.publicKey ?? ''),
				Buffer.from(signed.signature, 'base64')
			);
		expect(holds(signed.manifest)).toBe(true);
		expect(holds(signed.manifest.replace('data-manager', 'data-mangler'))).toBe(false);
		const said = JSON.parse(signed.manifest) as {
			files: { name: string }[];
			approvals: { role: string; at: string }[];
			contents: Record<string, unknown>;
			expiresOn: string;
		};
		expect(said.approvals.map(({ role }) => role)).toEqual(['data-manager', 'privacy-officer']);
		expect(said.contents).toHaveProperty('rulesSha256');
		expect(said.contents).toHaveProperty('scan.passed', true);
		const folder = join(scene.home, 'snapshots', early.snapshotId ?? '');
		expect(said.files.map(({ name }) => name).sort()).toEqual(
			readdirSync(folder)
				.filter((name) => name !== 'report.json')
				.sort()
		);
		const [event] = await scene.db
			.owner`select body::jsonb -> 'detail' as detail from event where action = 'gate.sign'`;
		expect(event).toMatchObject({ detail: { manifest: signed.sha256 } });
	});
});

describe('what would be', () => {
	test('is answered to those who open gates, from counts made with the extract', async ({
		scene
	}) => {
		const workspace = await atTheGate(scene.stage, scene.project);
		const snapshot = (await gate(scene, workspace)).snapshotId ?? '';
		const ask = async (key: PersonKey, choice: object) => {
			const { actor } = await scene.as(key);
			return scene.vault.whatIf({
				person: actor.id,
				snapshot,
				choice: { facts: ['age', 'sex'], band: 1, k: 5, ...choice }
			}) as Promise<{ persons: number; minimumK: number; below: number; classes: number }>;
		};
		const fine = await ask('ingrid', {});
		const coarse = await ask('farah', { band: 20, facts: ['age'] });
		expect(coarse.persons).toBe(fine.persons);
		expect(coarse.classes).toBeLessThan(fine.classes);
		expect(coarse.minimumK).toBeGreaterThanOrEqual(fine.minimumK);
		expect(coarse.below).toBeLessThanOrEqual(fine.below);
		await expect(ask('carlos', {})).rejects.toMatchObject({ status: 403 });
		await expect(ask(study.lead, {})).rejects.toMatchObject({ status: 403 });
		await expect(ask('ingrid', { band: 3 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
	});
});
